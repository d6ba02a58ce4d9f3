package org.postern.mail;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.postern.address.Address;
import org.postern.address.AddressSet;
import org.postern.policy.Refusal;

/** A long list: it is judged like a short one, and what it costs is printed. */
class MailLargeIT {
  private static final int ENTRIES = 100_000;

  @TempDir private Path folder;

  /** Every second address, so that no two are one prefix. */
  private static AddressSet peers(int entries) {
    int first = ByteBuffer.wrap(InetAddress.ofLiteral("100.64.0.0").getAddress()).getInt();
    AddressSet.Builder peers = AddressSet.builder();
    for (int i = 0; i < entries; i++) {
      peers.add(Address.ofBytes(ByteBuffer.allocate(4).putInt(first + 2 * i).array()));
    }
    return peers.build();
  }

  private static Dialogues.Result ask(Enforcement mail, MailPolicy policy) throws IOException {
    return mail.dialogues()
        .hold(
            policy.ruleset(),
            Dialogues.around(MailPolicy.of("100.64.0.0", "100.64.1.0", "100.64.2.2-100.64.2.3")));
  }

  private static void time(String what, MailHost host, Step step) throws Exception {
    long begin = System.nanoTime();
    step.run();
    System.out.printf(
        "mail large: %s %d entries, %s: %d ms%n",
        host, ENTRIES, what, (System.nanoTime() - begin) / 1_000_000);
  }

  private interface Step {
    void run() throws Exception;
  }

  @Tag("nightly")
  @ParameterizedTest
  @EnumSource(names = {"POSTFIX", "EXIM"})
  void isJudgedLikeAShortOne(MailHost host) throws Exception {
    AddressSet few = peers(200);
    MailPolicy policy = MailPolicy.global(few, Refusal.DEFER);
    MailPolicy large = policy.with(peers(ENTRIES));
    try (Enforcement mail = Enforcement.on(host, folder, List.of("example.com"))) {
      mail.enforce(policy);
      mail.write(large);
      time("write, reload and proof", host, () -> mail.lab().postern("apply").expecting(0));
      time("proof alone", host, () -> mail.lab().postern("prove", host.kind()).expecting(0));
      time("plan", host, () -> mail.lab().postern("plan").expecting(0));
      time("dialogues", host, () -> assertEquals(List.of(), ask(mail, large).wrong()));
      System.out.printf(
          "mail large: %s kB of each process: %s%n",
          host, mail.lab().sh("ps -o rss= -C smtpd,exim4 | sort -n | xargs"));
    }
  }
}
