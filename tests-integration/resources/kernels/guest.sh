# guest.sh KERNEL FOLDER RUNTIME CLASS-PATH MAIN: boots Debian's newest kernel of a line, such as 6.1, in QEMU; runs MAIN
# of CLASS-PATH there with the Java of RUNTIME, and ends with the guest. The console is the standard output.
line=$1 folder=$2 runtime=$3 classpath=$4 main=$5
PATH=$PATH:/usr/sbin:/sbin

for tool in qemu-system-x86_64:qemu-system-x86 busybox:busybox-static nft:nftables ip:iproute2 \
  iptables-nft:iptables ipset:ipset; do
  command -v "${tool%:*}" >/dev/null || {
    echo "${tool%:*} is missing: apt-get install -y --no-install-recommends ${tool#*:}"
    exit 1
  }
done

# All of it lies in the folder, for this one run.
mkdir -p "$folder/kernel" "$folder/root/bin" "$folder/root/sbin"
install -m 755 "$(dirname "$0")/init" "$folder/root/init"
cd "$folder"

# What apt knows may be older than what the archive has.
download() {
  package=$(apt-cache pkgnames "linux-image-$line." | grep -e '-cloud-amd64$' | sort -V | tail -n 1)
  [ -n "$package" ] && apt-get -qq -o APT::Sandbox::User=root download "$package"
}
download || { apt-get -qq update && download; } || {
  echo "No kernel $line: apt needs Debian's bookworm and bookworm-security among its sources"
  exit 1
}
dpkg-deb -x "$package"_*.deb kernel
release=$(ls kernel/lib/modules)

# What the guest has of the host lies where it lies on the host.
put() {
  cp -rL --parents "$@" root
}
libraries() {
  ldd "$@" | grep -oE '[[:space:]]/(usr/)?lib[^ ]*' | sort -u
}
programs="$(command -v nft) $(command -v ip) $(command -v ipset)"
for variant in nft legacy; do
  for family in iptables ip6tables; do
    programs="$programs $(command -v $family-$variant-save) $(command -v $family-$variant-restore)"
  done
done
xtables=$(dirname "$(find /usr/lib -name libxt_standard.so | head -n 1)")
# shellcheck disable=SC2046,SC2086 # lists of words without spaces
put "$runtime" $(echo "$classpath" | tr : ' ') $programs "$xtables" /etc/protocols \
  $(libraries $programs "$runtime/bin/java" "$runtime/lib/server/libjvm.so")
cp "$(command -v busybox)" root/bin/busybox
for name in sh cat mount mkdir ln poweroff; do ln -s busybox root/bin/$name; done
ln -s ../bin/busybox root/sbin/modprobe
# Java has IPv6 only where some interface has it when it starts.
printf '%s\n' "ip link set lo up" "$runtime/bin/java --enable-native-access=ALL-UNNAMED -XX:+UseSerialGC -XX:TieredStopAtLevel=1 \\" \
  "  -cp $classpath $main" >root/run.sh

modules=lib/modules/$release
mkdir -p "root/$modules"
(cd "kernel/$modules" && cp -a --parents modules.builtin kernel/lib kernel/crypto kernel/arch kernel/net \
  kernel/drivers/net/veth.ko* kernel/drivers/net/vrf.ko* "$OLDPWD/root/$modules")
find "root/$modules" -name '*.xz' -exec busybox unxz {} +
busybox depmod -b root "$release"

(cd root && find . | busybox cpio -o -H newc) >initrd
exec qemu-system-x86_64 -accel tcg,thread=multi -smp 2 -m 1536 -nic none -nographic -no-reboot \
  -kernel "kernel/boot/vmlinuz-$release" -initrd initrd -append 'console=ttyS0 quiet panic=-1' </dev/null
