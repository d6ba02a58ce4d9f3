package org.postern.mail;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.postern.Sizes;
import org.postern.policy.Refusal;

/** What others do to our files is told by {@code plan}, and taken back by the daemon. */
class MailDamageIT {
  private static final MailPolicy POLICY =
      new MailPolicy(
          MailPolicy.of("192.0.2.1-192.0.2.6", "2001:db8::7"),
          List.of("example.com"),
          false,
          List.of(),
          Refusal.DEFER);

  @TempDir private Path folder;

  private interface Damage {
    void to(Path file) throws Exception;
  }

  /** Each is one that an editor, a full disk or a script makes. */
  private static final Map<String, Damage> DAMAGES =
      new TreeMap<>(
          Map.of(
              "edited", file -> Files.writeString(file, "# mine\n" + Files.readString(file)),
              "truncated", file -> Files.write(file, new byte[0]),
              "cut", file -> Files.writeString(file, half(Files.readString(file))),
              "deleted", Files::delete));

  /** What an apply has to mend; the daemon has to mend all of them. */
  private static final List<String> BY_COMMAND =
      Sizes.pick(List.of("cut"), List.copyOf(DAMAGES.keySet()));

  private static String half(String text) {
    return text.substring(0, text.length() / 2);
  }

  private static void damage(Enforcement mail, Damage damage) throws Exception {
    for (String file : mail.files().keySet()) {
      damage.to(Path.of(file));
    }
  }

  static List<MailHost> hosts() {
    return Sizes.pick(
        List.of(MailHost.POSTFIX), List.of(MailHost.POSTFIX, MailHost.EXIM, MailHost.OPENSMTPD));
  }

  @ParameterizedTest
  @MethodSource("hosts")
  void isToldAndTakenBack(MailHost host) throws Exception {
    try (Enforcement mail = Enforcement.on(host, folder, List.of("example.com"))) {
      mail.enforce(POLICY);
      mail.lab().postern("plan").expecting(0);
      Map<String, String> whole = mail.files();
      for (String damage : BY_COMMAND) {
        damage(mail, Objects.requireNonNull(DAMAGES.get(damage)));
        mail.lab().postern("plan").expecting(2);
        mail.lab().postern("apply").expecting(0);
        assertEquals(whole, mail.files(), damage);
      }
      try (MailDaemon daemon = MailDaemon.start(mail.lab(), folder)) {
        for (Map.Entry<String, Damage> damage : DAMAGES.entrySet()) {
          damage(mail, damage.getValue());
          Duration took =
              daemon.await("taken back", () -> mail.files().equals(whole) && mail.isTold());
          System.out.printf("mail damage: %s %s back in %s%n", host, damage.getKey(), took);
        }
        assertEquals(List.of(), mail.hold(POLICY).wrong());
      }
    }
  }
}
