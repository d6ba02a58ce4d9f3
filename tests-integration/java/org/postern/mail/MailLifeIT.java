package org.postern.mail;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.postern.address.AddressSet;
import org.postern.plan.Ruleset;
import org.postern.policy.Refusal;

/** From observing to refusing to nothing, with one line in the configuration of the server. */
class MailLifeIT {
  private static final AddressSet PEERS = MailPolicy.of("192.0.2.1-192.0.2.6", "2001:db8::7");

  private static final List<String> DOMAINS = List.of("example.com", "other.test");

  /** For all recipients and for some. */
  private static final List<MailPolicy> POLICIES =
      List.of(
          MailPolicy.global(PEERS, Refusal.OBSERVE),
          new MailPolicy(PEERS, List.of("example.com"), false, List.of(), Refusal.OBSERVE));

  @TempDir private Path folder;

  /** Everything is answered as though there were nothing of ours. */
  private static void assertOpen(Enforcement mail) throws IOException {
    Dialogues.Result result = mail.dialogues().hold(Ruleset.empty(), Dialogues.around(PEERS));
    assertEquals(List.of(), result.wrong());
  }

  private static void assertMeans(Enforcement mail, MailPolicy policy) throws IOException {
    assertEquals(List.of(), mail.hold(policy).wrong());
  }

  /** Only where something is there that closes it again. */
  private void isOpenForAWhile(Enforcement mail, MailPolicy policy) throws Exception {
    mail.lab().postern("open", "--for", "1h").expecting(3);
    assertMeans(mail, policy);
    Map<String, String> closed = mail.files();
    try (MailDaemon daemon = MailDaemon.start(mail.lab(), folder)) {
      mail.lab().postern("open", "--for", "1h").expecting(0);
      assertOpen(mail);
      mail.lab().postern("resume").expecting(0);
      assertMeans(mail, policy);
      mail.lab().postern("open", "--for", "2s").expecting(0);
      daemon.await("closed again", () -> mail.files().equals(closed));
      assertMeans(mail, policy);
    }
  }

  private void live(Enforcement mail, MailPolicy observing) throws Exception {
    mail.begin(observing);
    Map<String, String> configuration = mail.configuration();
    assertOpen(mail);
    for (Refusal refusal : List.of(Refusal.DEFER, Refusal.REJECT)) {
      mail.apply(observing.with(refusal));
      assertMeans(mail, observing.with(refusal));
    }
    isOpenForAWhile(mail, observing.with(Refusal.REJECT));
    mail.apply(observing);
    assertOpen(mail);
    mail.apply(observing.with(Refusal.DEFER));
    Map<String, String> files = mail.files();
    assertFalse(files.isEmpty());
    mail.lab().postern("remove").expecting(0);
    assertOpen(mail);
    assertEquals(files.keySet(), mail.files().keySet());
    assertEquals(configuration, mail.configuration());
  }

  /** By day Postfix is opened for a while, closed again and left in tests of the units. */
  @Tag("nightly")
  @ParameterizedTest
  @MethodSource("org.postern.mail.MailHost#few")
  void endsAsItBegan(MailHost host) throws Exception {
    for (MailPolicy observing : POLICIES) {
      try (Enforcement mail = Enforcement.on(host, folder, DOMAINS)) {
        live(mail, observing);
      }
    }
  }
}
