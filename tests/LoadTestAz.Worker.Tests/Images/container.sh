#!/bin/sh
# Runs a command about as a container engine would: with a root file system of its own, a process tree of its own, and as
# another user. In the base image's place stands a folder, or this machine itself (/); what is written is lost.
# usage: container.sh <base> <layer laid over it> <scratch folder> <rw|ro> <uid:gid> <work folder> <out: -, or folder here:there> command...
set -eu
base=$1 layer=$2 scratch=$3 access=$4 user=$5 folder=$6 out=$7
shift 7
mount -t tmpfs tmpfs "$scratch"
root=$scratch/root
mkdir "$scratch/upper" "$scratch/work" "$root"
mount -t overlay overlay -o "lowerdir=$base,upperdir=$scratch/upper,workdir=$scratch/work" "$root"
cp -a "$layer/." "$root/"
mkdir -p "$root/tmp" "$root/proc" "$root/dev"
if [ "$out" != - ]; then
    mkdir -p "$root/${out#*:}"
    mount --bind "${out%%:*}" "$root/${out#*:}"
fi
mount -t tmpfs -o mode=1777 tmpfs "$root/tmp"
mount -t proc proc "$root/proc"
mount --bind /dev "$root/dev"
if [ "$access" = ro ]; then
    mount -o remount,ro "$root"
    if touch "$root/probe" 2>/dev/null; then
        echo "The root file system can still be written to." >&2
        exit 99
    fi
fi
cd "$root$folder"
if [ "$user" = 0:0 ]; then
    exec /usr/sbin/chroot "$root" /bin/sh -c 'cd "$0" && exec "$@"' "$folder" "$@"
fi
exec /usr/sbin/chroot --userspec="$user" --groups= "$root" "$@"
