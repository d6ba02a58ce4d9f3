package org.postern.mail;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.postern.Sizes;
import org.postern.address.Address;
import org.postern.address.AddressSet;
import org.postern.policy.Refusal;
import org.postern.target.nftables.NetnsThread;

/**
 * While the list changes and mail comes in, no peer is refused that is always accepted, and none is
 * accepted that never is.
 */
class MailTrafficIT {
  private static final int CHANGES = Sizes.pick(3, 200);
  private static final int SESSIONS = Sizes.pick(300, 20_000);
  private static final int THREADS = 3;

  /** How long a client waits before its next session: by day the changes need the processors. */
  private static final int PAUSE = Sizes.pick(30, 0);

  private static final List<String> KEPT =
      List.of("192.0.2.1", "192.0.2.16", "2001:db8::7", "198.18.0.9");

  private static final List<String> STRANGERS =
      List.of("192.0.2.2", "192.0.2.15", "2001:db8::6", "203.0.113.250");

  /** The lists that take turns; none has any of the strangers. */
  private static final List<AddressSet> LISTS =
      List.of(
          MailPolicy.of("192.0.2.1", "192.0.2.16-192.0.2.40", "2001:db8::7", "198.18.0.9"),
          MailPolicy.of(
              "192.0.2.0-192.0.2.1",
              "192.0.2.16",
              "2001:db8::7-2001:db8::f",
              "198.18.0.0-198.18.255.255"),
          MailPolicy.of(
              "192.0.2.1", "192.0.2.16-192.0.2.17", "2001:db8::7", "198.18.0.8-198.18.0.9"));

  @TempDir private Path folder;

  private final ConcurrentLinkedQueue<String> wrong = new ConcurrentLinkedQueue<>();
  private final AtomicInteger sessions = new AtomicInteger();
  private volatile boolean changed;

  private record Visit(Caller caller, boolean kept) {}

  private static List<Visit> visits() {
    return Stream.concat(
            KEPT.stream().map(peer -> visit(peer, true)),
            STRANGERS.stream().map(peer -> visit(peer, false)))
        .toList();
  }

  private static Visit visit(String peer, boolean kept) {
    Address address = Dialogues.address(peer);
    return new Visit(new Caller(address, false, false), kept);
  }

  private void send(MailLab lab) {
    List<Visit> visits = visits();
    List<String> commands = List.of("RCPT TO:<u@example.com>");
    try (NetnsThread thread = lab.thread()) {
      while (!changed || sessions.get() < SESSIONS) {
        Visit visit = visits.get(sessions.getAndIncrement() % visits.size());
        Caller.Reply reply = thread.run(() -> visit.caller().say(commands, lab.host())).getFirst();
        int refused = lab.host().refusal(Refusal.DEFER) == Refusal.DEFER ? 4 : 5;
        if (reply.code() / 100 != (visit.kept() ? 2 : refused)) {
          wrong.add(visit + ": " + reply.text());
        }
        Thread.sleep(PAUSE);
      }
    } catch (AssertionError | InterruptedException e) {
      wrong.add(e.toString());
    }
  }

  private void change(Enforcement mail, MailPolicy policy)
      throws IOException, InterruptedException {
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < THREADS; i++) {
      threads.add(Thread.ofPlatform().start(() -> send(mail.lab())));
    }
    try {
      for (int i = 1; i <= CHANGES; i++) {
        mail.apply(policy.with(LISTS.get(i % LISTS.size())));
      }
    } finally {
      changed = true;
      for (Thread thread : threads) {
        thread.join();
      }
    }
  }

  /** By day those that differ most: a table that is read anew, and a server that starts anew. */
  static List<MailHost> hosts() {
    return Sizes.pick(List.of(MailHost.POSTFIX), MailHost.each());
  }

  @ParameterizedTest
  @MethodSource("hosts")
  void isJudgedAsBeforeOrAfter(MailHost host) throws Exception {
    MailPolicy policy =
        new MailPolicy(LISTS.getFirst(), List.of("example.com"), false, List.of(), Refusal.DEFER);
    try (Enforcement mail = Enforcement.on(host, folder, List.of("example.com"))) {
      mail.begin(policy);
      long begin = System.nanoTime();
      change(mail, policy);
      System.out.printf(
          "mail traffic: %s %d changes %d sessions %d wrong %d ms%n",
          host, CHANGES, sessions.get(), wrong.size(), (System.nanoTime() - begin) / 1_000_000);
      assertEquals(List.of(), wrong.stream().limit(20).toList());
      assertTrue(sessions.get() >= SESSIONS, sessions::toString);
    }
  }
}
