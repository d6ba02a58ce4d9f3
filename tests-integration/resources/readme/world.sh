# world.sh IMAGE SCRIPT: runs SCRIPT with a copy of the project, in the namespaces of this process, where nothing it
# writes outlives it: /etc, /var/lib, /tmp and the home folder are private, and the only name server is on the loopback.
project=$PWD
image=$1
cp "$2" "$2.copy"

for tool in ip:iproute2 nft:nftables nsd:nsd git:git; do
  PATH=$PATH:/usr/sbin:/sbin command -v "${tool%:*}" >/dev/null || {
    echo "${tool%:*} is missing: apt-get install -y ${tool#*:}"
    exit 1
  }
done

mount -t tmpfs none /var/lib
mkdir -p /var/lib/world/etc /var/lib/world/work /var/lib/world/home /var/lib/world/nsd /var/lib/world/project/target
mount -t overlay overlay -o lowerdir=/etc,upperdir=/var/lib/world/etc,workdir=/var/lib/world/work /etc
rm -f /etc/resolv.conf
echo 'nameserver 127.0.0.1' >/etc/resolv.conf
ip link set lo up

cd /var/lib/world/nsd
cat >nsd.conf <<'END'
server:
  ip-address: 127.0.0.1@53
  username: ""
  chroot: ""
  zonesdir: "."
  database: ""
  pidfile: ""
  xfrdfile: "xfrd.state"
  xfrdir: "."
  zonelistfile: "zone.list"
  server-count: 1
remote-control:
  control-enable: no
zone:
  name: antispamcloud.com
  zonefile: zone
END
cat >zone <<'END'
$ORIGIN antispamcloud.com.
$TTL 300
@ SOA ns hostmaster 1 3600 600 86400 300
@ NS ns
ns A 127.0.0.1
delivery A 185.201.16.10
delivery A 185.201.16.11
delivery A 185.201.17.10
delivery A 185.201.18.10
delivery AAAA 2a01:111:f400::10
END
nsd -d -c nsd.conf >nsd.log 2>&1 &
tries=0
until dig +short +tries=1 +time=1 @127.0.0.1 delivery.antispamcloud.com | grep -q 185; do
  tries=$((tries + 1))
  [ "$tries" -lt 50 ] || {
    cat nsd.log
    exit 1
  }
done

cd /var/lib/world/project
cp -r "$project/rulesets" .
ln -s "$image" target/postern
HOME=/var/lib/world/home
PATH=$image/bin:$PATH:/usr/sbin:/sbin
GIT_AUTHOR_NAME=reader GIT_AUTHOR_EMAIL=reader@example.com
GIT_COMMITTER_NAME=reader GIT_COMMITTER_EMAIL=reader@example.com
export HOME PATH GIT_AUTHOR_NAME GIT_AUTHOR_EMAIL GIT_COMMITTER_NAME GIT_COMMITTER_EMAIL
set +eu
. "$2.copy"
exit 0
