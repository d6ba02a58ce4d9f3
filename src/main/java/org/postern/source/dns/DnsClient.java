package org.postern.source.dns;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.postern.address.Address;
import org.postern.address.Family;
import org.postern.address.Interval;
import org.postern.host.Progress;
import org.postern.source.Answer;
import org.postern.source.Answer.Absence;
import org.postern.source.Answer.Cause;
import org.postern.source.AtOnce;
import org.postern.source.EntryTable;
import org.postern.source.EntryTableBuilder;
import org.xbill.DNS.Record;

/**
 * Asks DNS servers for addresses. Every failure is an {@link Answer}; nothing is thrown for what a
 * server or the network does. Safe for use by several threads, which then share the bound on
 * questions in flight.
 */
public final class DnsClient {
  private final DnsSettings settings;
  private final Chase chase;
  private final Progress progress;

  /**
   * @param servers recursive resolvers, in the order in which they are tried
   * @throws IllegalArgumentException if there is no server, or one is a name and not an address
   */
  public DnsClient(List<InetSocketAddress> servers, DnsSettings settings) {
    this(servers, settings, Progress.SILENT);
  }

  /**
   * @param servers recursive resolvers, in the order in which they are tried
   * @param progress is told how many questions have their answers
   * @throws IllegalArgumentException if there is no server, or one is a name and not an address
   */
  public DnsClient(List<InetSocketAddress> servers, DnsSettings settings, Progress progress) {
    this(new Servers(checked(servers), settings), settings, progress);
  }

  DnsClient(Upstream upstream, DnsSettings settings, Progress progress) {
    this.settings = settings;
    this.progress = progress;
    this.chase = new Chase(upstream);
  }

  /**
   * A client that takes nothing for true that is not signed up to a trust anchor.
   *
   * @param servers recursive resolvers, in the order in which they are tried; they need not
   *     validate
   * @throws IllegalArgumentException if there is no server, or one is a name and not an address
   */
  public static DnsClient validating(
      List<InetSocketAddress> servers,
      DnsSettings settings,
      TrustAnchors anchors,
      Progress progress) {
    return new DnsClient(new Validation(checked(servers), settings, anchors), settings, progress);
  }

  private static List<InetSocketAddress> checked(List<InetSocketAddress> servers) {
    if (servers.isEmpty() || servers.stream().anyMatch(InetSocketAddress::isUnresolved)) {
      throw new IllegalArgumentException("servers are given by address, and at least one");
    }
    return servers;
  }

  /** Returns the addresses of one family under one name, within the deadline of the settings. */
  public Answer ask(String name, Family family) {
    return chooseOnly(askAll(List.of(new DnsQuestion(name, family))));
  }

  private static Answer chooseOnly(Map<DnsQuestion, Answer> answers) {
    return answers.values().iterator().next();
  }

  /**
   * Asks all of these at the same time, within one deadline; each once. When the calling thread is
   * interrupted, what is still open becomes {@link Cause#INTERRUPTED} and the thread stays
   * interrupted.
   *
   * @return one answer for each question, in the order of the questions
   */
  public Map<DnsQuestion, Answer> askAll(Collection<DnsQuestion> questions) {
    Map<Lookup, Chase.End> ends =
        lookUpAll(questions.stream().map(DnsQuestion::lookup).toList(), deadline());
    Map<DnsQuestion, Answer> answers = new LinkedHashMap<>();
    for (DnsQuestion each : questions) {
      answers.put(each, answer(each.family(), Objects.requireNonNull(ends.get(each.lookup()))));
    }
    return answers;
  }

  static Answer answer(Family family, Chase.End end) {
    return switch (end.reading()) {
      case Reading.Found(List<Record> records, Trail way) ->
          new Answer.Data(
              table(family, addresses(records)),
              Duration.ofSeconds(way.ttl()),
              way.via(),
              end.server());
      case Reading.Absent(Absence absence, Trail way) ->
          new Answer.Gone(absence, Duration.ofSeconds(way.ttl()), way.via(), end.server());
      case Reading.DeadEnd(Cause cause, String why) -> new Answer.NoInformation(cause, why);
    };
  }

  /** Returns the addresses in A or AAAA records, each once, in ascending order. */
  static List<Address> addresses(List<Record> records) {
    return records.stream()
        .map(r -> Address.ofBytes(r.rdataToWireCanonical()))
        .sorted()
        .distinct()
        .toList();
  }

  private static EntryTable table(Family family, List<Address> addresses) {
    EntryTableBuilder table = EntryTable.builder(family, addresses.size());
    addresses.forEach(address -> table.add(new Interval(address, address), ""));
    return table.build();
  }

  /** Rounds of questions for records, which share the deadline that begins now. */
  public RecordLookup records() {
    return new RecordRounds(this, deadline());
  }

  /** Returns the deadline of questions that are asked from now on. */
  Deadline deadline() {
    return Deadline.in(settings.deadline());
  }

  /** Asks like {@link #askAll}, for records of any type and until a deadline. */
  Map<Lookup, Chase.End> lookUpAll(Collection<Lookup> lookups, Deadline deadline) {
    Set<Lookup> distinct = new LinkedHashSet<>(lookups);
    AtomicInteger done = new AtomicInteger();
    try (Progress.Work work = progress.begin(task(distinct.size(), deadline))) {
      return AtOnce.map(
          distinct,
          each -> {
            Chase.End end = chase.follow(each, deadline);
            work.reached(done.incrementAndGet());
            return end;
          });
    }
  }

  private static Progress.Task task(int questions, Deadline deadline) {
    Duration left = Duration.ofNanos(Math.max(0, deadline.leftNanos()));
    return Progress.Task.of("DNS answers", questions).within(left);
  }
}
