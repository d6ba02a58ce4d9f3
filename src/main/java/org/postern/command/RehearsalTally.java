package org.postern.command;

import java.time.Instant;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BinaryOperator;
import java.util.function.Consumer;
import org.postern.address.Address;
import org.postern.host.log.Arrival;

/** Connections by what would have become of them, and by host where somebody would lose. */
final class RehearsalTally implements Consumer<Arrival> {
  /** What a scan by all the world leaves in a log must fit the memory; the rest is only counted. */
  static final int MOST_HOSTS = 100_000;

  private final RehearsalJudge judge;
  private final int defaultPort;
  private final int mostHosts;
  private final Map<RehearsalJudge.Fate, Long> counts = new EnumMap<>(RehearsalJudge.Fate.class);
  private final Map<Key, Host> hosts = new HashMap<>();
  private Optional<Instant> first = Optional.empty();
  private Optional<Instant> last = Optional.empty();
  private long unlisted;

  RehearsalTally(RehearsalJudge judge, int defaultPort) {
    this(judge, defaultPort, MOST_HOSTS);
  }

  RehearsalTally(RehearsalJudge judge, int defaultPort, int mostHosts) {
    this.judge = judge;
    this.defaultPort = defaultPort;
    this.mostHosts = mostHosts;
  }

  /** An empty one that judges alike. */
  RehearsalTally another() {
    return new RehearsalTally(judge, defaultPort, mostHosts);
  }

  private record Key(Address peer, RehearsalJudge.Finding finding) {}

  /**
   * A host that would have been refused.
   *
   * @param finding what would become of it, by which rule
   * @param count of its connections
   * @param first when it came first, where a log tells a time
   * @param last when it came last
   */
  record Host(
      Address peer,
      RehearsalJudge.Finding finding,
      long count,
      Optional<Instant> first,
      Optional<Instant> last) {
    Host plus(Host other) {
      return new Host(
          peer,
          finding,
          count + other.count,
          either(first, other.first, BinaryOperator.minBy(Comparator.naturalOrder())),
          either(last, other.last, BinaryOperator.maxBy(Comparator.naturalOrder())));
    }
  }

  @Override
  public void accept(Arrival arrival) {
    RehearsalJudge.Finding finding =
        judge.judge(arrival.peer(), arrival.port().orElse(defaultPort));
    counts.merge(finding.fate(), 1L, Long::sum);
    span(arrival.at(), arrival.at());
    if (finding.fate().isTold()) {
      add(new Host(arrival.peer(), finding, 1, arrival.at(), arrival.at()));
    }
  }

  /** Adds what another one has counted. */
  void add(RehearsalTally other) {
    other.counts.forEach((fate, count) -> counts.merge(fate, count, Long::sum));
    span(other.first, other.last);
    unlisted += other.unlisted;
    other.hosts.values().forEach(this::add);
  }

  private void add(Host host) {
    Key key = new Key(host.peer(), host.finding());
    if (hosts.size() < mostHosts || hosts.containsKey(key)) {
      hosts.merge(key, host, Host::plus);
    } else {
      unlisted += host.count();
    }
  }

  private void span(Optional<Instant> from, Optional<Instant> to) {
    first = either(first, from, BinaryOperator.minBy(Comparator.naturalOrder()));
    last = either(last, to, BinaryOperator.maxBy(Comparator.naturalOrder()));
  }

  private static Optional<Instant> either(
      Optional<Instant> one, Optional<Instant> other, BinaryOperator<Instant> choice) {
    return one.isPresent() && other.isPresent()
        ? Optional.of(choice.apply(one.get(), other.get()))
        : one.or(() -> other);
  }

  long count(RehearsalJudge.Fate fate) {
    return counts.getOrDefault(fate, 0L);
  }

  /** All connections. */
  long count() {
    return counts.values().stream().mapToLong(Long::longValue).sum();
  }

  /** The hosts of one fate, those with the most connections first. */
  List<Host> hosts(RehearsalJudge.Fate fate) {
    return hosts.values().stream()
        .filter(host -> host.finding().fate() == fate)
        .sorted(Comparator.comparingLong(Host::count).reversed().thenComparing(Host::peer))
        .toList();
  }

  /** Connections of hosts that were too many to be listed. */
  long unlisted() {
    return unlisted;
  }

  /** The earliest time that a log tells of a connection. */
  Optional<Instant> first() {
    return first;
  }

  /** The latest. */
  Optional<Instant> last() {
    return last;
  }
}
