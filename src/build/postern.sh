#!/bin/sh
# Runs Postern on the Java runtime beside it, from any folder and through any symbolic link.
set -eu

self=$0
case $self in */*) ;; *) self=./$self ;; esac
while [ -L "$self" ]; do
  link=$(readlink "$self")
  case $link in
    /*) self=$link ;;
    *) self=${self%/*}/$link ;;
  esac
done
runtime=$(CDPATH='' cd -- "${self%/*}/../runtime" && pwd -P)

# File names are UTF-8 and the tools that we run speak English, whatever the caller's locale.
export LC_ALL=C.UTF-8
# Options meant for another Java would change this one, and make it print.
unset JAVA_TOOL_OPTIONS JDK_JAVA_OPTIONS _JAVA_OPTIONS

# An archive of loaded classes halves the time to start; without it all works, only slower. It depends on the contents of
# the runtime beside it, on no time and no path. POSTERN_ARCHIVE=write makes a new one from what the given command loads,
# beside the one in use; with POSTERN_ARCHIVE=check the given command fails where the new one cannot be used.
archive=$runtime/lib/postern.aot
option=AOTCache
mode=auto
case ${POSTERN_ARCHIVE:-} in
  write) option=AOTCacheOutput archive=$archive.new ;;
  check) mode=on archive=$archive.new ;;
esac

# Short runs in little memory: the serial collector, and the first compiler only for what runs often. What reads millions
# of lines gains by the second.
case ${1:-} in
  aggregate | rehearse | simulate) compilers= ;;
  *) compilers='-XX:TieredStopAtLevel=1 -XX:CompileThresholdScaling=5' ;;
esac

# The archive holds compressed references, which a large host with a heap in per cent of its memory would do without. The
# JVM must not write to standard output, which belongs to the answer, nor complain of an archive that does not fit: it
# runs without.
# POSTERN_JAVA_OPTIONS, split at blanks, is for services, which have limits to keep. Where it is not set, the heap is
# collected before it is large, and made of huge pages where the system has them: a fault for each small page would cost
# a fifth of a short run.
# shellcheck disable=SC2086 # lists of words
exec "$runtime/bin/java" -XX:+UseSerialGC $compilers -XX:-UsePerfData -XX:+UseCompressedOops \
  -Xlog:disable -Xlog:all=error:stderr -Xlog:cds*=off,aot*=off:stderr \
  ${POSTERN_JAVA_OPTIONS--Xms64m -Xmn24m -XX:+UseTransparentHugePages} \
  -XX:AOTMode=$mode "-XX:$option=$archive" --enable-native-access=org.postern -m org.postern/org.postern.Main "$@"
