package org.postern.service;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The daemon reads the log of a mail server when it is given the right to, and says so before. */
@ExtendWith(OneGateway.class)
class MailLogIT {
  private static final String POLICY =
      """
      sets:
        filter: {sources: [192.0.2.1]}
      rules:
        - {name: smtp, port: tcp/25, accept: [filter], otherwise: drop}
        - {name: mta, hook: smtp, accept: [filter], otherwise: defer}
      targets: [nftables, {postfix: {%s}}]
      """;

  private static final String MESSAGE =
      "NOQUEUE: reject: RCPT from unknown[203.0.113.9]:"
          + " 450 4.7.1 <unknown[203.0.113.9]>: Client host rejected: deliver to the MX of this"
          + " domain; from=<a@b.test> to=<u@example.com> proto=ESMTP helo=<x>";

  private final Gateway gateway;
  private final Box box;

  MailLogIT(Gateway gateway) {
    this.gateway = gateway;
    this.box = gateway.box();
  }

  @AfterEach
  void standing() {
    box.sh("rm -rf /etc/systemd/system/postern.service.d/mail-log.conf; systemctl daemon-reload");
    box.sh("systemctl restart postern.service");
    gateway.policy();
    box.sh("postern apply --reason done " + Gateway.POLICY);
    gateway.standing();
  }

  @Tag("nightly")
  @Test
  void theDropInGivesTheRightThatIsMissing() throws Exception {
    box.write("/var/log/mx.log", "Feb  3 04:05:06 mx postfix/smtpd[9]: " + MESSAGE + "\n");
    box.sh("chown root:adm /var/log/mx.log && chmod 640 /var/log/mx.log");
    box.write(Gateway.POLICY, POLICY.formatted("log: /var/log/mx.log"));
    box.sh("postern apply --reason mail " + Gateway.POLICY);
    Box.Ran forbidden = box.run("postern refused --no-names");
    assertEquals(77, forbidden.status(), forbidden.output());
    assertTrue(forbidden.output().contains("no right to read /var/log/mx.log"), forbidden.output());
    assertTrue(forbidden.output().contains("mail-log.conf"), forbidden.output());

    gateway.follow("mail log");
    gateway.await("ready", () -> gateway.property("postern", "ActiveState").equals("active"));
    Box.Ran told = box.run("postern refused --no-names");
    assertEquals(0, told.status(), told.output() + gateway.journal());
    assertTrue(told.output().contains("203.0.113.9, 1 time for example.com"), told.output());
    gateway.await(
        "counted", () -> box.run("postern status").output().contains("rule mta: 1 refused"));
  }

  @Test
  void whereThereIsNoFileTheJournalIsRead() throws Exception {
    box.sh("rm -f /var/log/mail.log /var/log/maillog");
    box.write(Gateway.POLICY, POLICY.formatted(""));
    box.sh("postern apply --reason mail " + Gateway.POLICY);
    box.sh("logger -p mail.info -t postfix/smtpd '%s'".formatted(MESSAGE));
    Box.Ran forbidden = box.run("postern refused --no-names");
    assertEquals(77, forbidden.status(), forbidden.output());
    assertTrue(forbidden.output().contains("no right to read the journal"), forbidden.output());

    gateway.follow("mail log");
    gateway.await("ready", () -> gateway.property("postern", "ActiveState").equals("active"));
    gateway.await(
        "told",
        () ->
            box.run("postern refused --no-names")
                .output()
                .contains("203.0.113.9, 1 time for example.com"));
  }
}
