package org.postern.mail;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The shipped policy for domains one by one, held by a real Postfix. */
class PerDomainRulesetIT {
  private static final String NODE = "192.0.2.1";
  private static final String STRANGER = "203.0.113.80";

  @TempDir private Path folder;

  /** As shipped, but for the name, which stands for one node here. */
  private static String shipped() throws IOException {
    String text = Files.readString(Path.of("rulesets/hosted-cloud-per-domain.yaml"));
    String name = "- dns: delivery.antispamcloud.com";
    assertEquals(2, text.split(name, -1).length);
    return text.replace(name, "- " + NODE);
  }

  private static Caller.Reply reply(MailLab lab, String peer, boolean isUser, String recipient) {
    Caller caller = new Caller(Dialogues.address(peer), false, isUser);
    List<String> commands = List.of("RCPT TO:<" + recipient + ">");
    return lab.thread().run(() -> caller.say(commands, lab.host())).getFirst();
  }

  @Tag("nightly")
  @Test
  void mailToAProtectedDomainComesFromTheFilterAndToOthersFromAnywhere() throws Exception {
    try (MailLab lab = MailLab.start(MailHost.POSTFIX, folder)) {
      lab.sh("mkdir -p /etc/postern");
      lab.write(Enforcement.POLICY, shipped());
      lab.write(
          "/etc/postern/policy.lock",
          """
          {"postern-lock": 1, "sources": [], "mx": {"example.com":
            ["fallbackmx.spamexperts.eu", "lastmx.spamexperts.net", "mx.spamexperts.com"]}}
          """);
      String lock = "--lock=/etc/postern/policy.lock";
      lab.postern("apply", lock).expecting(4); // without effect as long as the lines are missing
      lab.postern("hook", "postfix", "--write").expecting(0);
      lab.restart();
      lab.postern("apply", lock).expecting(0);

      assertEquals(250, reply(lab, NODE, false, "u@example.com").code());
      Caller.Reply refused = reply(lab, STRANGER, false, "u@example.com");
      assertEquals(450, refused.code(), refused.text());
      assertTrue(
          refused
              .text()
              .endsWith(
                  "Please deliver mail to the address specified in the MX records for this"
                      + " domain."),
          refused.text());
      assertEquals(250, reply(lab, STRANGER, false, "u@other.test").code());
      assertEquals(250, reply(lab, STRANGER, false, "u@sub.example.com").code());
      assertEquals(250, reply(lab, STRANGER, true, "u@example.com").code(), "users log in");
    }
  }
}
