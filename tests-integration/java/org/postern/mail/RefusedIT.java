package org.postern.mail;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.postern.address.AddressSet;
import org.postern.host.Json;
import org.postern.host.JsonTree;
import org.postern.policy.Refusal;
import org.postern.target.nftables.NetnsThread;

/** Whom a real mail server refused or observed by our rules is read from its own log. */
class RefusedIT {
  private static final AddressSet PEERS = MailPolicy.of("192.0.2.1-192.0.2.6", "2001:db8::7");
  private static final List<String> DOMAINS = List.of("example.com", "other.test");

  @TempDir private Path folder;

  private static void send(Enforcement mail, String peer, String... commands) {
    try (NetnsThread thread = mail.lab().thread()) {
      thread.run(
          () ->
              new Caller(Dialogues.address(peer), false, false)
                  .say(List.of(commands), mail.lab().host()));
    }
  }

  /** How often each peer came for each domain, where that is told. */
  private static Map<String, Long> refused(Enforcement mail)
      throws IOException, InterruptedException {
    Map<String, Long> found = new TreeMap<>();
    String json = mail.lab().postern("refused", "--no-names", "--format", "json").expecting(0);
    for (JsonTree rule : Json.read(json).objects("rules")) {
      for (JsonTree peer : rule.objects("peers")) {
        String domain = peer.has("domain") ? peer.string("domain") : "-";
        String key = rule.string("rule") + " " + peer.string("peer") + " " + domain;
        found.put(key, peer.number("count"));
      }
    }
    return found;
  }

  @ParameterizedTest
  @MethodSource("org.postern.mail.MailHost#few")
  void theLogTellsWhomAndForWhom(MailHost host) throws Exception {
    MailPolicy policy =
        new MailPolicy(PEERS, List.of("example.com"), false, List.of(), Refusal.DEFER);
    try (Enforcement mail = Enforcement.on(host, folder, DOMAINS)) {
      if (host.isPostfix()) {
        mail.lab().sh("ln -s /mnt/mail.log /var/log/mail.log");
      }
      mail.begin(policy);
      assertEquals(Map.of(), refused(mail));
      send(mail, "192.0.2.99", "RCPT TO:<u@example.com>", "RCPT TO:<u@EXAMPLE.com>");
      send(mail, "2001:db8::99", "RCPT TO:<u@example.com>");
      send(mail, "192.0.2.2", "RCPT TO:<u@example.com>");
      send(mail, "192.0.2.98", "RCPT TO:<u@other.test>");
      send(
          mail,
          "192.0.2.97",
          "RSET",
          "MAIL FROM:<\"x> to=<y@forged.test> proto=SMTP\"@b.test>",
          // Debian's Exim refuses such a recipient itself, before anything of ours.
          host.isSilent() ? "RCPT TO:<\"a b\"@example.com>" : "RCPT TO:<u@example.com>");
      Map<String, Long> refused =
          new TreeMap<>(
              Map.of(
                  "mta 192.0.2.99 example.com", 2L,
                  "mta 2001:db8::99 example.com", 1L,
                  "mta 192.0.2.97 example.com", 1L));
      assertEquals(refused, refused(mail));

      mail.apply(policy.with(Refusal.OBSERVE));
      send(mail, "192.0.2.96", "RCPT TO:<u@example.com>");
      refused.put("mta 192.0.2.96 example.com", 1L);
      assertEquals(refused, refused(mail));

      mail.apply(policy.with(Refusal.REJECT));
      send(mail, "192.0.2.95", "RCPT TO:<u@example.com>");
      refused.put("mta 192.0.2.95 example.com", 1L);
      assertEquals(refused, refused(mail));
    }
  }
}
