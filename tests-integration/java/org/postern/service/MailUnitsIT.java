package org.postern.service;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Postfix beside the daemon: what the daemon writes without any right, a unit of root has Postfix
 * read.
 */
@ExtendWith(OneGateway.class)
class MailUnitsIT {
  private static final Path FILES = Path.of("target/mail-servers").toAbsolutePath();

  private static final String MAIN =
      """
      compatibility_level = 3.6
      queue_directory = /var/spool/postfix
      data_directory = /var/lib/postfix
      maillog_file = /var/log/mail.log
      inet_interfaces = all
      mynetworks = 127.0.0.0/8
      myhostname = mx.example
      mydestination = example.com
      alias_maps =
      alias_database =
      local_recipient_maps =
      smtpd_peername_lookup = no
      """;

  private static final String MASTER =
      """
      postlog   unix-dgram n - n - 1 postlogd
      smtp      inet  n - n -     - smtpd
      pickup    unix  n - n 60    1 pickup
      cleanup   unix  n - n -     0 cleanup
      qmgr      unix  n - n 300   1 qmgr
      rewrite   unix  - - n -     - trivial-rewrite
      anvil     unix  - - n -     1 anvil
      proxymap  unix  - - n -     - proxymap
      error     unix  - - n -     - error
      local     unix  - n n -     - error
      tlsmgr    unix  - - n 1000? 1 tlsmgr
      """;

  private static final String UNIT =
      """
      [Service]
      Type=forking
      ExecStart=/usr/sbin/postfix start
      ExecStop=/usr/sbin/postfix stop
      """;

  private final Gateway gateway;
  private final Box box;

  MailUnitsIT(Gateway gateway) {
    this.gateway = gateway;
    this.box = gateway.box();
  }

  @BeforeEach
  void postfix() throws IOException {
    assertTrue(
        Files.isExecutable(FILES.resolve("usr/sbin/postfix")),
        FILES + " is missing; as root: src/build/install-test-tools");
    box.sh(
        """
        set -eu
        test -x /usr/sbin/postfix || cp -a /mnt/target/mail-servers/usr/. /usr/
        cp -a /mnt/target/mail-servers/etc/postfix /etc/
        for user in postfix postdrop; do getent group $user >/dev/null || groupadd --system $user; done
        getent passwd postfix >/dev/null || useradd --system -g postfix postfix
        mkdir -p /var/spool/postfix /var/lib/postfix
        chown postfix /var/lib/postfix
        """);
    box.write("/etc/postfix/main.cf", MAIN);
    box.write("/etc/postfix/master.cf", MASTER);
    box.write("/etc/systemd/system/mx.service", UNIT);
    box.sh("systemctl daemon-reload; systemctl restart mx || { cat /var/log/mail.log; exit 1; }");
    box.sh(
        "ip link set lo up; for a in 192.0.2.1 192.0.2.2; do ip address replace $a/32 dev lo;"
            + " done");
  }

  @AfterEach
  void away() {
    box.sh("systemctl disable -q --now postern-prove@postfix.path; systemctl stop mx");
    box.sh("rm -rf /etc/postfix /var/lib/postern-mail/postfix /run/postern-mail");
    gateway.policy();
    box.sh("postern apply --reason standing " + Gateway.POLICY);
  }

  private String apply(String... peers) {
    box.write(
        Gateway.POLICY,
        """
        sets:
          filter: {sources: [%s]}
        rules:
          - {name: smtp, port: tcp/25, accept: [filter], otherwise: observe}
          - {name: mta, hook: smtp, accept: [filter], otherwise: defer}
        targets: [nftables, postfix]
        """
            .formatted(String.join(", ", peers)));
    return box.run("postern apply --mx-checked --reason test " + Gateway.POLICY).output();
  }

  /** What Postfix says to a recipient of a client of that address. */
  private String answer(String client) {
    String dialogue =
        "EHLO x\\r\\nMAIL FROM:<a@b.test>\\r\\nRCPT TO:<u@example.com>\\r\\nQUIT\\r\\n";
    return box.sh(
        """
        python3 - <<'END'
        import socket
        s = socket.create_connection(('192.0.2.2', 25), 20, ('%s', 0))
        f = s.makefile('rwb')
        def reply():
            while True:
                line = f.readline()
                if line[3:4] != b'-':
                    return line[:3].decode()
        reply()
        for line in b'%s'.split(b'\\r\\n')[:-1]:
            f.write(line + b'\\r\\n'); f.flush()
            said = reply()
            if line.startswith(b'RCPT'):
                print(said)
        END
        """
            .formatted(client, dialogue));
  }

  @Test
  void whatTheDaemonWritesAUnitOfRootHasPostfixRead() throws Exception {
    gateway.follow("mail server");
    apply("192.0.2.77");
    box.sh("postern hook postfix --write");
    String main = box.sh("cat /etc/postfix/main.cf");
    gateway.await("stranger", () -> answer("192.0.2.1").equals("450"));
    String applied = apply("192.0.2.77", "192.0.2.1");
    assertTrue(applied.contains("postfix: applied"), applied);
    // On a busy machine the unit may answer after the apply has ended.
    gateway.await(
        "proof by Postfix", () -> apply("192.0.2.77", "192.0.2.1").contains("proof consumer"));
    assertEquals("250", answer("192.0.2.1"));
    assertEquals(
        "postern", box.sh("stat -c %U /var/lib/postern-mail/postfix/mta.cidr"), gateway::journal);
    assertEquals("0", box.sh("postern plan " + Gateway.POLICY + " >/dev/null 2>&1; echo $?"));
    assertEquals(main, box.sh("cat /etc/postfix/main.cf"));

    box.sh("echo '0.0.0.0/0 OK' > /var/lib/postern-mail/postfix/mta.cidr");
    gateway.await(
        "repair",
        () -> box.sh("cat /var/lib/postern-mail/postfix/mta.cidr").contains("192.0.2.77 DUNNO"));
    box.sh("rm /var/lib/postern-mail/postfix/mta.cidr");
    gateway.await(
        "repair", () -> box.run("test -s /var/lib/postern-mail/postfix/mta.cidr").status() == 0);

    box.sh("postern remove");
    assertEquals(main, box.sh("cat /etc/postfix/main.cf"));
    gateway.await("open", () -> answer("192.0.2.2").equals("250"));
  }

  /** Without the unit the files are right, and it is said that Postfix may not have read them. */
  @Tag("nightly")
  @Test
  void withoutTheUnitItIsSaid() {
    apply("192.0.2.77");
    box.sh("postern hook postfix --write");
    String applied = apply("192.0.2.77", "192.0.2.1");
    assertTrue(applied.contains("systemctl enable --now postern-prove@postfix.path"), applied);
    assertTrue(applied.contains("proof exact"), applied);
  }
}
