#!/bin/sh
# lab.sh: a machine with a mail server, in namespaces of its own that unshare(1) has made. Any address of either family is
# one of its own, so that a client calls from whatever address it likes, and nothing ever leaves the machine.
#
# SYSTEM is postfix, exim, exim-split, exim-unsplit, opensmtpd, tcpserver or tcpwrappers; FILES has the packages of the servers, RESOURCES their configurations.
# It answers "up" when the server takes connections and ends, with all that runs in it, at the end of its input.
set -eu
PATH=/usr/sbin:/usr/bin:/sbin:/bin
export PATH LC_ALL=C
W=/mnt
mount -t tmpfs none "$W"
chmod 755 "$W"
mkdir "$W/etc" "$W/etc.work" "$W/queue"

mount -t overlay -o "lowerdir=$FILES/usr:/usr" overlay /usr
mount -t overlay -o "lowerdir=$FILES/etc:/etc,upperdir=$W/etc,workdir=$W/etc.work" overlay /etc
for folder in /var/lib /var/log /var/spool /run; do mount -t tmpfs -o mode=755 none "$folder"; done
mkdir /var/lib/postfix /var/lib/exim4 /var/log/exim4 /var/spool/exim4 /run/exim4

for file in passwd group; do
  sed -E '/^(postfix|Debian-exim|postdrop|postern|opensmtpd|opensmtpq):/d; /^[^:]*:[^:]*:90[1-6]:/d' "/etc/$file" > "$W/$file"
done
for user in postfix:901 Debian-exim:902 postern:904 opensmtpd:905 opensmtpq:906; do
  echo "${user%:*}:x:${user#*:}:${user#*:}::/nonexistent:/bin/false" >> "$W/passwd"
  echo "${user%:*}:x:${user#*:}:" >> "$W/group"
done
echo postdrop:x:903: >> "$W/group"
cat "$W/passwd" > /etc/passwd
cat "$W/group" > /etc/group
chown 901 /var/lib/postfix
chown 902:902 /var/lib/exim4 /var/log/exim4 /var/spool/exim4 /run/exim4
mkdir -p -m 755 /var/lib/postern-mail
echo mx.example > /etc/mailname
printf 'u: :blackhole:\na.b: :blackhole:\n' > /etc/aliases

ip link set lo up
echo 1 > /proc/sys/net/ipv4/ip_nonlocal_bind
echo 1 > /proc/sys/net/ipv6/ip_nonlocal_bind
ip route add local 0.0.0.0/0 dev lo
ip -6 route add local ::/0 dev lo
ip address add 198.51.100.10/32 dev lo
ip address add 2001:db8::10/128 dev lo nodad

# Whether something listens at each of the ports, as the kernel writes them.
listens() {
  for port in "$@"; do
    grep -q ":$(printf %04X "$port") 0*:0000 0A" /proc/net/tcp /proc/net/tcp6 || return 1
  done
}

# Makes a program in the place of qmail-smtpd: it greets and tells whether the client may relay.
greets() {
  printf '#!/bin/sh\necho "220 relay=${RELAYCLIENT-no}"\n' > "$1"
  chmod 755 "$1"
}

case $SYSTEM in
  postfix)
    cp "$RESOURCES/main.cf" "$W/"
    cp "$RESOURCES/main.cf" "$RESOURCES/master.cf" /etc/postfix/
    mkdir -p /etc/postfix/sasl
    printf 'pwcheck_method: auxprop\nauxprop_plugin: sasldb\nmech_list: PLAIN\nsasldb_path: %s/sasldb\n' "$W" \
      > /etc/postfix/sasl/smtpd.conf
    printf secret | saslpasswd2 -p -c -f "$W/sasldb" -u mx.example user
    chmod 644 "$W/sasldb"
    touch -d 2020-01-01 /etc/postfix/main.cf # Postfix waits until it has not been written for seconds
    server() { postfix start; }
    ports='25 2525 587'
    ;;
  exim)
    mkdir -p /etc/exim4
    cp "$RESOURCES/exim.conf" "$W/exim4.conf"
    cp "$RESOURCES/exim.conf" /etc/exim4/exim4.conf
    server() { exim4 -bdf -oX '<; 25 ; 587' -oP /run/exim4/exim.pid & }
    ports='25 587'
    ;;
  exim-split | exim-unsplit)
    [ "$SYSTEM" = exim-split ] && split=true || split=false
    sed "s/@SPLIT@/$split/" "$RESOURCES/update-exim4.conf.conf" > /etc/exim4/update-exim4.conf.conf
    cp "$RESOURCES/exim-users" /etc/exim4/conf.d/auth/50_users
    cp "$RESOURCES/exim-limits" /etc/exim4/conf.d/main/50_limits
    # An unsplit configuration is one file, which begins with what is general and ends with the authenticators.
    cd /etc/exim4
    cat "$RESOURCES/exim-limits" exim4.conf.template "$RESOURCES/exim-users" > "$W/template"
    cp "$W/template" exim4.conf.template
    cd /
    update-exim4.conf
    server() { exim4 -bdf -oX '<; 25 ; 587' -oP /run/exim4/exim.pid & }
    ports='25 587'
    ;;
  opensmtpd)
    mkdir -p -m 711 /var/spool/smtpd
    mkdir -p /var/lib/opensmtpd/empty /etc/smtpd
    sed 's,^\(opensmtpd:.*\):/nonexistent:,\1:/var/lib/opensmtpd/empty:,' "$W/passwd" > /etc/passwd
    # smtpctl goes by its group. In the place of service(8) a restart waits until the server has ended, as systemd does.
    cp /usr/sbin/smtpctl "$W/smtpctl"
    chgrp opensmtpq "$W/smtpctl"
    chmod 2755 "$W/smtpctl"
    mount --bind "$W/smtpctl" /usr/sbin/smtpctl
    cat > "$W/service" << 'EOF'
#!/bin/sh
set -eu
[ "$*" = "opensmtpd restart" ]
process=$(cat /run/smtpd.pid)
kill "$process"
while [ -e "/proc/$process" ]; do sleep 0.02; done
smtpd -f /etc/smtpd/smtpd.conf > /dev/null 2>&1
until grep -q ':0019 0*:0000 0A' /proc/net/tcp; do sleep 0.02; done
EOF
    chmod 755 "$W/service"
    mount --bind "$W/service" /usr/sbin/service
    printf 'u: root\na.b: root\n' > /etc/aliases
    cp "$RESOURCES/smtpd.conf" /etc/smtpd/
    server() { smtpd -f /etc/smtpd/smtpd.conf; }
    ports=25
    ;;
  tcpserver)
    greets "$W/greet"
    cp "$RESOURCES/tcp.smtp" /etc/tcp.smtp
    tcprules /etc/tcp.smtp.cdb /etc/tcp.smtp.tmp < /etc/tcp.smtp
    # What svscan(8) would start: by its argument it goes by other rules.
    cat > "$W/serve" << 'EOF'
#!/bin/sh
[ ! -e /run/tcpserver ] || { kill "$(cat /run/tcpserver)"; while [ -e "/proc/$(cat /run/tcpserver)" ]; do sleep 0.02; done; }
echo $$ > /run/tcpserver
exec tcpserver -R -H -l mx -c 100 -x "$1" 198.51.100.10 25 /mnt/greet 2> /run/tcpserver.log
EOF
    chmod 755 "$W/serve"
    server() { "$W/serve" /etc/tcp.smtp.cdb & }
    ports=25
    ;;
  tcpwrappers)
    greets "$W/tcp-env"
    cp "$RESOURCES/hosts.allow" "$RESOURCES/hosts.deny" /etc/
    # By default inetd stops a service that is called more than 256 times in a minute.
    echo "25 stream tcp nowait.100000 nobody /usr/sbin/tcpd $W/tcp-env" > /etc/inetd.conf
    server() { inetd -i & }
    ports=25
    ;;
esac
server
# Where one listener takes both families, an IPv4 client is seen as an IPv6 one.
case $SYSTEM in exim*) systemd-socket-activate -a --inetd -l '[::]:2526' exim4 -bs & ports="$ports 2526" ;; esac
# shellcheck disable=SC2086 # a list of words
until listens $ports; do sleep 0.05; done
echo up
cat > /dev/null
