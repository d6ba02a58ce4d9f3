package org.postern.mail;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.postern.Sizes;
import org.postern.address.Address;
import org.postern.address.AddressSet;
import org.postern.address.Interval;
import org.postern.policy.Refusal;

/** A real mail server answers each client and recipient as the policy means it. */
class MailDialoguesIT {
  /** How many intervals more than those that are always asked for. */
  private static final int INTERVALS = Sizes.pick(0, 40);

  private static final int ENOUGH = 500;

  @TempDir private Path folder;

  private static AddressSet peers() {
    Random random = new Random(7);
    AddressSet.Builder peers = AddressSet.builder().add(Enforcement.PEERS);
    for (int i = 0; i < INTERVALS; i++) {
      byte[] first = InetAddress.ofLiteral(i % 2 == 0 ? "100.64.0.0" : "2001:db8:9::").getAddress();
      first[2 + first.length / 8] = (byte) i;
      first[first.length - 1] = (byte) random.nextInt(100);
      byte[] last = first.clone();
      last[last.length - 1] += (byte) random.nextInt(20);
      peers.add(new Interval(Address.ofBytes(first), Address.ofBytes(last)));
    }
    return peers.build();
  }

  private static List<MailPolicy> policies() {
    AddressSet peers = peers();
    List<String> some = List.of("example.com", "xn--bcher-kva.example");
    List<String> none = List.of();
    return List.of(
        MailPolicy.global(peers, Refusal.DEFER),
        new MailPolicy(peers, some, false, none, Refusal.REJECT),
        new MailPolicy(peers, some, true, List.of("sub.example.com"), Refusal.DEFER));
  }

  @ParameterizedTest
  @MethodSource("org.postern.mail.MailHost#each")
  void areAsMeant(MailHost host) throws Exception {
    try (Enforcement mail = Enforcement.on(host, folder, Enforcement.DOMAINS)) {
      for (MailPolicy policy : policies()) {
        mail.enforce(policy);
        long begin = System.nanoTime();
        Dialogues.Result result = mail.hold(policy);
        long millis = (System.nanoTime() - begin) / 1_000_000;
        System.out.printf("mail dialogues: %s %d ms %s%n", host, millis, result);
        assertEquals(List.of(), result.wrong().stream().limit(9).toList());
        assertTrue(result.answers() >= ENOUGH, result::toString);
      }
    }
  }
}
