package org.postern.service;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Alarms reach people by a unit that has none of the daemon's rights. */
@ExtendWith(OneGateway.class)
class AlarmIT {
  private static final String TOLD = "/var/told/alarms";

  /** As people write them: the alarm as a letter. */
  private static final String LETTER =
      """
      #!/bin/sh
      { printf 'To: %s\\nSubject: postern\\n\\n' "$1"; cat; } | /usr/sbin/sendmail -oi -t
      """;

  /** What the process of the alarm command may try. */
  private static final String INTRUDER =
      """
      #!/bin/sh
      for file in /var/lib/postern /run/postern /etc/postern /usr/lib/postern /etc /usr /root; do
        touch $file/x && echo "wrote $file"
      done 2>/dev/null
      for socket in /run/postern.sock /run/postern-read.sock /run/postern-alarm.sock; do
        test -w $socket && echo "may write $socket"
      done
      ls /var/lib/postern && echo 'sees the state'
      postern status --format json && echo 'may ask'
      unshare -U true && echo 'may have namespaces'
      cat >/dev/null
      grep -E 'Uid|CapEff|NoNewPrivs|Seccomp:' /proc/self/status
      """;

  private final Gateway gateway;
  private final Box box;

  AlarmIT(Gateway gateway) {
    this.gateway = gateway;
    this.box = gateway.box();
  }

  /** Has the daemon run a command for alarms. */
  private void command(String... words) {
    box.write(
        "/etc/postern/daemon.yaml", "alarm: {command: [%s]}\n".formatted(String.join(", ", words)));
    gateway.adjust(
        "postern-alarm.service", "[Service]\nRestartSec=1s\nReadWritePaths=-/var/told\n");
    box.sh("systemctl restart postern");
  }

  @AfterEach
  void noCommand() {
    box.sh("systemctl stop postern-alarm; rm -rf /run/postern-alarm/*.json /run/postern/told");
    box.sh("rm -rf /etc/postern/daemon.yaml /var/told && postern resume");
    box.sh("systemctl restart postern");
  }

  private void alarm() {
    box.sh("postern open --for 10m --reason 'the filter is down'");
  }

  @Test
  void theCommandIsTriedUntilItSucceeds() throws Exception {
    command("/usr/bin/tee", "-a", TOLD);
    alarm();
    gateway.await("failed", () -> !gateway.property("postern-alarm", "NRestarts").equals("0"));
    box.sh("install -d -o postern-alarm /var/told");
    gateway.await("told", () -> box.run("grep -q OPEN " + TOLD).status() == 0);
    gateway.await("forgotten", () -> box.sh("ls /run/postern-alarm").isEmpty());
    assertTrue(box.sh("cat " + TOLD).contains("\"stands\""), () -> box.sh("cat " + TOLD));
  }

  /** They waited in files that another user cannot read, for a unit that is no more. */
  @Tag("nightly")
  @Test
  void alarmsOfAnEarlierVersionAreToldOnceMore() throws Exception {
    command("/usr/bin/tee", "-a", TOLD);
    box.sh(
        "install -d -o postern-alarm /var/told; install -d -m 700 -o postern /run/postern/alarms");
    box.write(
        "/usr/lib/systemd/system/postern-alarm.path",
        "[Path]\nDirectoryNotEmpty=/run/postern/alarms\n[Install]\nWantedBy=paths.target\n");
    box.sh("systemctl stop postern-alarm.socket");
    alarm();
    box.sh("echo '{}' >/run/postern/alarms/1-000-OPENED.json; chown postern /run/postern/alarms/*");
    box.sh("systemctl daemon-reload; systemctl enable -q --now postern-alarm.path");
    gateway.follow("upgrade of alarms");
    gateway.await("told", () -> box.run("grep -q OPEN " + TOLD).status() == 0);
    assertEquals("", box.sh("ls /run/postern | grep alarms || true"));
    assertEquals("active", gateway.property("postern-alarm.socket", "ActiveState"));
  }

  @Test
  void theCommandCanWriteNothingOfOurs() throws Exception {
    box.sh("install -d -o postern-alarm /var/told");
    box.write("/usr/local/bin/intruder", INTRUDER);
    box.write("/usr/local/bin/tell", "#!/bin/sh\n/usr/local/bin/intruder >" + TOLD + " 2>&1\n");
    box.sh("chmod 755 /usr/local/bin/tell /usr/local/bin/intruder");
    command("/usr/local/bin/tell");
    alarm();
    gateway.await("told", () -> box.run("grep -q Seccomp " + TOLD).status() == 0);
    String said = box.sh("cat " + TOLD);
    assertFalse(said.contains("wrote"), said);
    assertFalse(said.contains("may"), said);
    assertFalse(said.contains("sees"), said);
    String uid = box.sh("id -u postern-alarm");
    assertTrue(said.contains("Uid:\t%s\t%s\t%s\t%s".formatted(uid, uid, uid, uid)), said);
    assertTrue(said.contains("CapEff:\t0000000000000000"), said);
    assertTrue(said.contains("Seccomp:\t2"), said);
    for (String socket : new String[] {"postern", "postern-read", "postern-alarm"}) {
      String test = "test -w /run/%s.sock".formatted(socket);
      assertEquals(1, box.run("postern-alarm", test).status(), socket);
    }
  }

  @Test
  @Tag("nightly")
  void postfixTakesTheLetter() throws Exception {
    install("main.cf", "/etc/postfix/main.cf");
    install("master.cf", "/etc/postfix/master.cf");
    box.sh(
        """
        getent group postdrop >/dev/null || groupadd --system postdrop
        id -u postfix >/dev/null 2>&1 || useradd --system postfix
        install -d -o postfix /var/lib/postfix
        chgrp postdrop /usr/sbin/postdrop && chmod g+s /usr/sbin/postdrop
        systemd-run -q --unit mta -p Type=forking /usr/sbin/postfix start
        """);
    assertIsDelivered();
  }

  @Test
  void eximTakesTheLetter() throws Exception {
    install("exim.conf", "/etc/exim4/exim4.conf");
    box.sh(
        """
        id -u Debian-exim >/dev/null 2>&1 || useradd --system Debian-exim
        install -d -o Debian-exim -g Debian-exim -m 750 /var/spool/exim4 /var/log/exim4
        ln -sf exim4 /usr/sbin/sendmail
        """);
    assertIsDelivered();
  }

  /** Puts the mail servers' own files into the box, and one of the test's. */
  private void install(String configuration, String path) throws IOException {
    box.sh(
        "cd /mnt/target/mail-servers && cp -a --remove-destination usr etc var / && rm -f"
            + " /var/mail/admin && { id -u admin >/dev/null 2>&1 || useradd --create-home admin;"
            + " }");
    String resource = "/alarm/" + configuration;
    try (var in = Objects.requireNonNull(getClass().getResourceAsStream(resource))) {
      box.write(path, new String(in.readAllBytes(), StandardCharsets.UTF_8));
    }
  }

  private void assertIsDelivered() throws Exception {
    box.write("/usr/local/bin/letter", LETTER);
    box.sh("chmod 755 /usr/local/bin/letter");
    command("/usr/local/bin/letter", "admin@example.com");
    try {
      alarm();
      gateway.await(
          "delivered",
          () -> box.run("grep -q '\"kind\" : \"OPENED\"' /var/mail/admin").status() == 0);
      assertTrue(box.sh("cat /var/mail/admin").contains("From postern-alarm@mx.example"));
    } finally {
      box.run("systemctl stop mta; rm -f /usr/sbin/sendmail");
    }
  }
}
