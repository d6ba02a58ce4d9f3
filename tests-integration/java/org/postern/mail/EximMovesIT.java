package org.postern.mail;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postern.target.nftables.NetnsThread;

/**
 * Domains move between two rules of one Exim, verdicts change and rules come and go while mail
 * comes in: no peer that all of them accept is refused, and none that they all refuse is accepted.
 */
class EximMovesIT {
  private static final int CHANGES = 100;
  private static final int SESSIONS = 10_000;
  private static final int THREADS = 3;

  private static final List<String> KEPT = List.of("192.0.2.1", "2001:db8::7");
  private static final List<String> STRANGERS = List.of("203.0.113.250", "2001:db8::6");
  private static final List<String> DOMAINS =
      List.of("example.com", "sub.example.com", "other.test");

  /** Of each the domains and the verdict of two rules, and whom they accept beside. */
  private static final List<String> POLICIES =
      List.of(
          policy(
              "[example.com, sub.example.com]",
              "defer",
              "192.0.2.5",
              "[other.test]",
              "reject",
              "192.0.2.6"),
          policy(
              "[example.com]",
              "reject",
              "192.0.2.5",
              "[other.test, sub.example.com]",
              "defer",
              "192.0.2.7"),
          policy(
              "[other.test]",
              "defer",
              "192.0.2.8",
              "[example.com, sub.example.com]",
              "defer",
              "192.0.2.6"),
          policy(
              "[other.test, example.com]",
              "defer",
              "192.0.2.6",
              "[sub.example.com]",
              "reject",
              "192.0.2.6"));

  @TempDir private Path folder;

  private final ConcurrentLinkedQueue<String> wrong = new ConcurrentLinkedQueue<>();
  private final AtomicInteger sessions = new AtomicInteger();
  private volatile boolean changed;

  private static String policy(
      String ours, String verdict, String more, String theirs, String other, String another) {
    return """
    sets:
      kept: {sources: [192.0.2.1, "2001:db8::7"]}
      more: {sources: [%s]}
      another: {sources: [%s]}
    domains: {ours: {sources: %s, guard: {shrink: 100%%, grow: 1000%%}}, theirs: {sources: %s, guard: {shrink: 100%%, grow: 1000%%}}}
    rules:
      - {name: inner, hook: smtp, for: [ours], accept: [kept, more], otherwise: %s}
      - {name: mta, hook: smtp, for: [theirs], accept: [kept, another], otherwise: %s}
    targets: [{exim: {layout: plain}}]
    """
        .formatted(more, another, ours, theirs, verdict, other);
  }

  private void send(MailLab lab) {
    List<String> commands = DOMAINS.stream().map("RCPT TO:<u@%s>"::formatted).toList();
    List<String> peers = new ArrayList<>(KEPT);
    peers.addAll(STRANGERS);
    try (NetnsThread thread = lab.thread()) {
      while (!changed || sessions.get() < SESSIONS) {
        String peer = peers.get(sessions.getAndIncrement() % peers.size());
        Caller caller = new Caller(Dialogues.address(peer), false, false);
        for (Caller.Reply reply : thread.run(() -> caller.say(commands, lab.host()))) {
          if (reply.isPositive() != KEPT.contains(peer)) {
            wrong.add(peer + ": " + reply.text());
          }
        }
      }
    } catch (AssertionError e) {
      wrong.add(e.toString());
    }
  }

  private void change(MailLab lab) throws IOException, InterruptedException {
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < THREADS; i++) {
      threads.add(Thread.ofPlatform().start(() -> send(lab)));
    }
    try {
      for (int i = 1; i <= CHANGES; i++) {
        apply(lab, POLICIES.get(i % POLICIES.size()), 0);
      }
    } finally {
      changed = true;
      for (Thread thread : threads) {
        thread.join();
      }
    }
  }

  private static void apply(MailLab lab, String policy, int exit)
      throws IOException, InterruptedException {
    lab.write(Enforcement.POLICY, policy);
    lab.postern("apply").expecting(exit);
  }

  @Tag("nightly")
  @Test
  void keepAcceptedPeersInAndOthersOut() throws Exception {
    try (MailLab lab = MailLab.start(MailHost.EXIM, folder)) {
      Dialogues.with(lab, DOMAINS);
      lab.sh("mkdir -p /etc/postern");
      apply(lab, POLICIES.getFirst(), 4); // without effect as long as the lines are missing
      lab.postern("hook", "exim", "--write").expecting(0);
      lab.restart();
      apply(lab, POLICIES.getFirst(), 0);
      change(lab);
      System.out.printf("moves: %d changes %d sessions%n", CHANGES, sessions.get());
      assertEquals(List.of(), wrong.stream().limit(20).toList());
      assertTrue(sessions.get() >= SESSIONS, sessions::toString);
    }
  }
}
