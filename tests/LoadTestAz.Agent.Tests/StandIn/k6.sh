#!/bin/bash
# Stands in for k6 where a test needs one that behaves badly. Its REST API is the test's: this one leaves its port in a
# file, and is told by the files 'go', 'stop' and 'torn-down'; when its load is over and it lingers, it says so by the file
# 'ended'. What it does is chosen by STANDIN. Where STANDIN_FOLDER is set, it also leaves a file there, named after its
# port, that says where it works.
command=$1
if [ "$command" = version ]; then
    echo "k6 v2.2.0 (stand-in, linux/amd64)"
    exit 0
fi
echo "$@" > args
while [ $# -gt 1 ]; do
    case "$1" in
        --linger) linger=1 ;;
        --address) address=$2 ;;
        --summary-export) summary=$2 ;;
        --archive-out) archive=$2 ;;
    esac
    shift
done
error() {
    echo "time=\"2026-11-23T00:35:31Z\" level=error msg=\"$1\"" >&2
}
point() {
    echo '{"metric":"iterations","type":"Point","data":{"time":"2126-01-01T00:00:00Z","value":1,"tags":{"scenario":"default"}}}'
}
if [ "$command" = inspect ]; then
    if [ "$STANDIN" = inspect-error ]; then
        echo "{\"level\":\"error\",\"msg\":\"ReferenceError: no such thing, $API_TOKEN\"}" >&2
        exit 107
    fi
    echo '{}'
    exit 0
elif [ "$command" = archive ]; then
    # The script's content stands under 'data', its place is a hard link to that.
    folder=$(mktemp -d)
    mkdir "$folder/file"
    cp "$1" "$folder/data"
    ln "$folder/data" "$folder/file/script.js"
    tar -C "$folder" -cf "$archive" data file/script.js
    rm -r "$folder"
    exit 0
fi
# Where one worker's behaviour is meant, the others run until they are stopped.
if [ -n "$STANDIN_WORKER" ] && [ "$STANDIN_WORKER" != "$WORKER_INDEX" ]; then
    STANDIN=${STANDIN_OTHERS:-polite}
    STANDIN_EXIT=0
    STANDIN_SAYS=
fi
leave() {
    [ "$STANDIN" = slow-last ] && [ "$WORKER_INDEX" = 2 ] && sleep 2
    [ -n "$STANDIN_STORY" ] && echo "ended $WORKER_INDEX" >> "$STANDIN_STORY"
    if [ -n "$linger" ]; then
        touch ended
        [ "$STANDIN" = killed-lingering ] && kill -9 $$
        until [ -n "$term" ]; do sleep 0.02; done
        [ -e torn-down ] && point
    fi
    echo '{"setup_data":{"token":"s3cret"},"metrics":{"iterations":{"count":1,"rate":0.30000000000000004}}}' > "$summary"
    exit "$1"
}
[ -n "$linger" ] && trap 'term=1' TERM
case "$STANDIN" in
    mute)
        trap '' TERM INT
        touch mute
        while :; do sleep 0.05; done
        ;;
    init-error)
        error 'Error: init went wrong\n\tat file:///x.js:2:7(13)\n'
        exit 107
        ;;
    port-taken-once)
        if [ ! -e taken ]; then
            touch taken
            error 'Error from API server'
            exit 106
        fi
        ;;
    deaf) trap '' TERM INT ;;
esac
echo "${address##*:}" > port.new
mv port.new port
if [ -n "$STANDIN_FOLDER" ]; then
    pwd > "$STANDIN_FOLDER/new.${address##*:}"
    mv "$STANDIN_FOLDER/new.${address##*:}" "$STANDIN_FOLDER/port.${address##*:}"
fi
until [ -e go ]; do
    [ -e stop ] && leave 103
    [ -e setup-began ] && [ "$STANDIN" = dies-of-setup ] && exit 137
    sleep 0.02
done
echo '{"type":"Metric","data":{"name":"iterations","type":"counter","contains":"default","thresholds":[],"submetrics":null},"metric":"iterations"}'
point
case "$STANDIN" in
    deaf | hang)
        while :; do
            point
            sleep 0.05
        done
        ;;
    killed)
        printf '{"metric":"iterations","type":"Po'
        kill -9 $$
        ;;
    leak)
        # What a careless script does with a token.
        echo "time=\"2026-11-23T00:35:31Z\" level=info msg=\"token $API_TOKEN\" source=console" >&2
        printf 'in two pieces: %s' "${API_TOKEN:0:7}" >&2
        sleep 0.3
        printf '%s\n' "${API_TOKEN:7}" >&2
        printf 'user:%s' "$API_TOKEN" | base64 -w 0 >&2
        echo >&2
        printf '%015990d%s\n' 0 "$API_TOKEN" >&2
        echo "on standard output: $API_TOKEN"
        echo '{"type":"Metric","data":{"name":"made_'"$API_TOKEN"'","type":"counter","contains":"default","thresholds":[],"submetrics":null},"metric":"made_'"$API_TOKEN"'"}'
        echo '{"metric":"made_'"$API_TOKEN"'","type":"Point","data":{"time":"2126-01-01T00:00:00Z","value":1,"tags":{"url":"http://t/?key='"$API_TOKEN"'"}}}'
        echo '{"metric":"checks","type":"Point","data":{"time":"2126-01-01T00:00:00Z","value":1,"tags":{"check":"works with '"$API_TOKEN"'","group":"::'"$API_TOKEN"'"}}}'
        echo '{"odd":"'"$API_TOKEN"
        echo '{"setup_data":{"token":"'"$API_TOKEN"'"},"root_group":{"name":"'"$API_TOKEN"'"},"metrics":{}}' > "$summary"
        error "Error: refused with $API_TOKEN"
        exit 107
        ;;
    polite)
        until [ -e stop ]; do sleep 0.02; done
        point
        leave 103
        ;;
    *)
        echo 'TOTAL RESULTS'
        echo 'time="2026-11-23T00:35:31Z" level=info msg=hello source=console' >&2
        if [ -n "$STANDIN_SAYS" ]; then
            while IFS= read -r line; do error "$line"; done <<< "$STANDIN_SAYS"
        fi
        leave "${STANDIN_EXIT:-0}"
        ;;
esac
