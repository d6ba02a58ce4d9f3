#!/bin/sh
# archive-classes [IMAGE [POLICY]]: makes the archive of loaded classes of an image, which halves the time to start.
# It is bound to the Java runtime of the image and to the processor, so it is made where the image is, and never carried
# there. Without arguments it is that of the image which this script is a part of. Ends with 1 where none could be made:
# all works without, only slower.
set -eu
umask 022

self=$(readlink -f "$0")
image=${1:-${self%/*}}
policy=${2:-${self%/*}/training.yaml}
archive=$image/runtime/lib/postern.aot
new=$archive.new

work=$(mktemp -d)
trap 'rm -rf "$work" "$new" "$new".*' EXIT
cp "$policy" "$work/policy.yaml"
sed 's,port: tcp/25\(.*\)otherwise: drop,hook: smtp\1spare: []\, otherwise: defer,' "$policy" >"$work/mail.yaml"
printf '192.0.2.64\n192.0.2.66 label\n2001:db8::1\n' >"$work/training.list"

# Profiles of methods serve a second compiler, which is off, and would be 2 MB of every process.
train() {
  POSTERN_ARCHIVE=write POSTERN_JAVA_OPTIONS='-XX:+UnlockDiagnosticVMOptions -XX:-AOTRecordTraining' \
    timeout 60 "$@" "$image/bin/postern" shell "$work/policy.yaml" --state "$work/state"
}

rm -f "$archive" "$new"
# What is done every day: from nothing, a change, nothing to do, a question, an emergency. In a network of its own nothing
# of this host is touched. Where that is forbidden, what checks the policy is archived, and what changes rules is not.
train unshare --map-root-user --net <<COMMANDS || true
check
plan
apply
apply
set training add 192.0.2.77
set training drop 192.0.2.1
write
plan
apply
plan
why 192.0.2.66 25
why 192.0.2.200 25
aggregate $work/training.list
compile
plan $work/mail.yaml --target=postfix
plan $work/mail.yaml --target=exim
plan $work/mail.yaml --target=tcpserver
restore
status
history
COMMANDS
[ -e "$new" ] || echo check | train env || true
# Java trusts what it reads in an archive, and dies of one in which a power cut has left holes: only what is whole and on
# the disk gets its name.
POSTERN_ARCHIVE=check "$image/bin/postern" version >/dev/null
sync "$new"
mv "$new" "$archive"
