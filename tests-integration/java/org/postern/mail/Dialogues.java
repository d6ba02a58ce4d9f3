package org.postern.mail;

import java.io.IOException;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Stream;
import org.postern.address.Address;
import org.postern.address.AddressSet;
import org.postern.address.Family;
import org.postern.address.Interval;
import org.postern.address.text.SpecialPurpose;
import org.postern.plan.AccessRule;
import org.postern.plan.Attempt;
import org.postern.plan.Judgement;
import org.postern.plan.Ruleset;
import org.postern.policy.Refusal;
import org.postern.target.nftables.NetnsThread;

/**
 * Asks a mail server by SMTP what it thinks of many clients and recipients, and compares that with
 * the meaning of a ruleset. What the ruleset does not refuse must be answered as it was before
 * anything of ours was there.
 */
final class Dialogues {
  /** As many sessions at once as keep two processors busy. */
  private static final int THREADS = 4;

  private static final int PORT = 25;

  /** It is in no list. */
  private static final Address STRANGER = address("203.0.113.250");

  /** What they send is often taken without a look. */
  private static final List<Address> LOCAL =
      Stream.of("127.0.0.1", "127.8.9.10", "::1").map(Dialogues::address).toList();

  private static final Address BANNED = address(MailLab.BANNED);

  private final MailLab lab;
  private final List<Recipient> recipients;
  private final Map<Caller, List<Caller.Reply>> before = new ConcurrentHashMap<>();

  private Dialogues(MailLab lab, List<Recipient> recipients) {
    this.lab = lab;
    this.recipients = recipients;
  }

  /** Those with a server that nothing of ours has a say in yet. */
  static Dialogues with(MailLab lab, List<String> domains) throws IOException {
    List<Recipient> recipients = domains.stream().flatMap(d -> Recipient.all(d).stream()).toList();
    Dialogues dialogues = new Dialogues(lab, recipients);
    List<Caller> kinds =
        Stream.concat(LOCAL.stream(), Stream.of(STRANGER, BANNED))
            .flatMap(peer -> known(new Caller(peer, false, false)))
            .toList();
    dialogues.each(kinds, dialogues.before::put);
    return dialogues;
  }

  /**
   * What came of it.
   *
   * @param sessions with the server
   * @param answers on one recipient each
   * @param wrong what is other than meant, a sentence each
   * @param judged how many answers the ruleset has each judgement for
   */
  record Result(int sessions, int answers, List<String> wrong, Map<Judgement, Integer> judged) {
    Result and(Result other) {
      Map<Judgement, Integer> sum = new EnumMap<>(judged);
      other.judged.forEach((judgement, count) -> sum.merge(judgement, count, Integer::sum));
      List<String> all = Stream.concat(wrong.stream(), other.wrong.stream()).toList();
      return new Result(sessions + other.sessions, answers + other.answers, all, sum);
    }

    @Override
    public String toString() {
      return "%d sessions, %d answers %s, %d wrong%s"
          .formatted(
              sessions,
              answers,
              judged,
              wrong.size(),
              wrong.isEmpty() ? "" : ":\n" + String.join("\n", wrong.stream().limit(20).toList()));
    }
  }

  /** Asks for each of the callers. */
  Result hold(Ruleset ruleset, Collection<Caller> callers) throws IOException {
    List<Result> results = Collections.synchronizedList(new ArrayList<>());
    each(callers, (caller, replies) -> results.add(judged(ruleset, caller, replies)));
    return results.stream()
        .reduce(new Result(0, 0, List.of(), Map.of(Judgement.REFUSED, 0)), Result::and);
  }

  /** What a caller of that kind was answered before. */
  private List<Caller.Reply> before(Caller caller) {
    boolean known = caller.peer().equals(BANNED) || LOCAL.contains(caller.peer());
    Address peer = known ? caller.peer() : STRANGER;
    return before.getOrDefault(new Caller(peer, false, caller.authenticated()), List.of());
  }

  private interface Consumer {
    void take(Caller caller, List<Caller.Reply> replies);
  }

  private boolean isAble(Caller caller) {
    return (lab.host().isMapping() || !caller.mapped())
        && (lab.host().takesPasswords() || !caller.authenticated());
  }

  private void each(Collection<Caller> all, Consumer consumer) throws IOException {
    List<Caller> callers = all.stream().filter(this::isAble).toList();
    ConcurrentLinkedQueue<Caller> waiting = new ConcurrentLinkedQueue<>(callers);
    ConcurrentLinkedQueue<Throwable> failed = new ConcurrentLinkedQueue<>();
    List<Thread> threads =
        Collections.nCopies(Math.min(THREADS, callers.size()), waiting).stream()
            .map(queue -> Thread.ofVirtual().unstarted(() -> work(queue, consumer)))
            .toList();
    threads.forEach(thread -> thread.setUncaughtExceptionHandler((_, e) -> failed.add(e)));
    threads.forEach(Thread::start);
    try {
      for (Thread thread : threads) {
        thread.join();
      }
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
    if (!failed.isEmpty()) {
      throw new IOException(failed.peek());
    }
  }

  private void work(ConcurrentLinkedQueue<Caller> waiting, Consumer consumer) {
    List<String> commands = recipients.stream().map(Recipient::command).toList();
    try (NetnsThread thread = lab.thread()) {
      for (Caller caller = waiting.poll(); caller != null; caller = waiting.poll()) {
        Caller next = caller;
        consumer.take(next, thread.run(() -> next.say(commands, lab.host())));
      }
    }
  }

  private Result judged(Ruleset ruleset, Caller caller, List<Caller.Reply> replies) {
    List<String> wrong = new ArrayList<>();
    Map<Judgement, Integer> judged = new EnumMap<>(Judgement.class);
    for (int i = 0; i < recipients.size(); i++) {
      Recipient recipient = recipients.get(i);
      Attempt attempt =
          new Attempt.Delivery(caller.peer(), recipient.domain(), caller.authenticated(), PORT);
      Judgement judgement = ruleset.verdict(attempt);
      judged.merge(judgement, 1, Integer::sum);
      Caller.Reply reply = replies.get(i);
      Caller.Reply usual = before(caller).get(i);
      boolean right =
          judgement == Judgement.REFUSED
              ? isRefusal(
                  ruleset.covering(attempt).flatMap(AccessRule::otherwise), recipient, reply, usual)
              : reply.code() == usual.code();
      if (right && judgement == Judgement.REFUSED && !recipient.existing()) {
        right = tellsNothing(recipient, reply, replies.get(recipients.indexOf(recipient.known())));
      }
      if (!right) {
        wrong.add("%s: %s: %s, meant is %s".formatted(caller, recipient, reply.text(), judgement));
      }
    }
    return new Result(1, replies.size(), wrong, judged);
  }

  /** A spelling that the server itself refuses is refused by it or by us. */
  private boolean isRefusal(
      Optional<Refusal> otherwise, Recipient recipient, Caller.Reply reply, Caller.Reply usual) {
    if (recipient.spelling() == Recipient.Spelling.VERIFIED && reply.code() == 252) {
      return true; // it does not say whether there is one
    }
    Optional<Refusal> done = otherwise.map(lab.host()::refusal);
    int meant = done.filter(Refusal.DEFER::equals).isPresent() ? 4 : 5;
    return reply.code() / 100 == meant || (!usual.isPositive() && reply.code() == usual.code());
  }

  /** Whether the peer cannot tell that the recipient is missing. */
  private boolean tellsNothing(Recipient recipient, Caller.Reply reply, Caller.Reply known) {
    boolean asked = recipient.spelling() == Recipient.Spelling.VERIFIED;
    return !(asked || lab.host().isSilent())
        || reply.text().replace("missing@", "u@").equals(known.text());
  }

  /**
   * Callers at the first and the last address of each interval and next to them, as an IPv4 client
   * that the server sees as an IPv6 one too, each authenticated and not; and some on the loopback.
   */
  static List<Caller> around(AddressSet set) {
    Set<Address> peers = new LinkedHashSet<>();
    for (Interval interval : set.intervals()) {
      interval.first().previous().ifPresent(peers::add);
      peers.add(interval.first());
      peers.add(interval.last());
      interval.last().next().ifPresent(peers::add);
    }
    peers.addAll(LOCAL);
    peers.addAll(List.of(STRANGER, BANNED));
    return peers.stream()
        .filter(Dialogues::canCall)
        .flatMap(Dialogues::ways)
        // The usual line of Postfix spares users from whatever follows, that of others too.
        .filter(caller -> !(caller.authenticated() && caller.peer().equals(BANNED)))
        .toList();
  }

  private static Stream<Caller> ways(Address peer) {
    Stream<Caller> plain = known(new Caller(peer, false, false));
    return peer.family() == Family.IP
        ? Stream.concat(plain, known(new Caller(peer, true, false)))
        : plain;
  }

  private static Stream<Caller> known(Caller caller) {
    return Stream.of(caller, new Caller(caller.peer(), caller.mapped(), true));
  }

  /** No connection can come from a group, the whole network or a link. */
  private static boolean canCall(Address peer) {
    byte[] bytes = peer.toBytes();
    int first = bytes[0] & 0xff;
    if (peer.family() == Family.IP) {
      return first != 0 && first < 224;
    }
    boolean loopback = SpecialPurpose.LOOPBACK.contains(peer);
    return loopback || (first != 0xff && first != 0xfe && first != 0);
  }

  static Address address(String text) {
    return Address.ofBytes(InetAddress.ofLiteral(text).getAddress());
  }
}
