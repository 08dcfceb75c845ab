#!/bin/bash
# Stands in for k6 where a test needs one that behaves badly. Its REST API is the test's: this one leaves its port in a
# file, and is told by the files 'go', 'stop' and 'torn-down'; when its load is over and it lingers, it says so by the file
# 'ended'. What it does is chosen by STANDIN.
if [ "$1" = version ]; then
    echo "k6 v2.2.0 (stand-in, linux/amd64)"
    exit 0
fi
echo "$@" > args
while [ $# -gt 1 ]; do
    case "$1" in
        --linger) linger=1 ;;
        --address) address=$2 ;;
        --summary-export) summary=$2 ;;
    esac
    shift
done
error() {
    echo "time=\"2026-11-23T00:35:31Z\" level=error msg=\"$1\"" >&2
}
point() {
    echo '{"metric":"iterations","type":"Point","data":{"time":"2126-01-01T00:00:00Z","value":1,"tags":{"scenario":"default"}}}'
}
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
