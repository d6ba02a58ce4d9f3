package org.postern.command;

import java.time.Instant;
import java.util.BitSet;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.postern.address.Address;
import org.postern.host.log.Arrival;
import org.postern.host.log.Arrivals;
import org.postern.host.log.Credit;

/**
 * Connections by what would have become of them, and by host where one would be refused, with what
 * speaks for it.
 */
final class RehearsalTally implements Arrivals {
  /** What a scan by all the world leaves in a log must fit the memory; the rest is only counted. */
  static final int MOST_HOSTS = 100_000;

  private static final int SMTP = 25;

  private final RehearsalJudge judge;
  private final Optional<Integer> givenPort;
  private final int mostHosts;
  private final Map<RehearsalJudge.Fate, Sum> counts = new EnumMap<>(RehearsalJudge.Fate.class);

  /** What was found of a peer and port before: most come again. */
  private final Map<Dialled, Peer> peers = new HashMap<>();

  private final Map<Key, Host> hosts = new HashMap<>();
  private final Span span = new Span();
  private long submissions;
  private long unlisted;

  /**
   * An empty one.
   *
   * @param givenPort that was dialled where a log tells none, if the user says so; else it is 25,
   *     and unknown of clients that authenticate
   */
  RehearsalTally(RehearsalJudge judge, Optional<Integer> givenPort) {
    this(judge, givenPort, MOST_HOSTS);
  }

  RehearsalTally(RehearsalJudge judge, Optional<Integer> givenPort, int mostHosts) {
    this.judge = judge;
    this.givenPort = givenPort;
    this.mostHosts = mostHosts;
    for (RehearsalJudge.Fate fate : RehearsalJudge.Fate.values()) {
      counts.put(fate, new Sum());
    }
  }

  /** An empty one that judges alike. */
  RehearsalTally another() {
    return new RehearsalTally(judge, givenPort, mostHosts);
  }

  private record Dialled(Address peer, int port) {
    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof Dialled that && port == that.port && peer.equals(that.peer);
    }

    @Override
    public int hashCode() {
      return 31 * peer.hashCode() + port;
    }
  }

  /**
   * What becomes of a peer at a port.
   *
   * @param sum of all to which the same happens
   * @param host where it is counted; null where it is not refused, or there are too many
   */
  private record Peer(RehearsalJudge.Fate fate, Sum sum, @Nullable Host host) {}

  /** Connections to which the same happens. */
  private static final class Sum {
    private long all;
    private long mail;
  }

  private record Key(Address peer, RehearsalJudge.Finding finding) {}

  /** From when to when, as far as is told. */
  private static final class Span {
    private long first = Long.MAX_VALUE;
    private long last = Long.MIN_VALUE;

    private void add(long second) {
      first = Math.min(first, second);
      last = Math.max(last, second);
    }

    private void add(Span other) {
      first = Math.min(first, other.first);
      last = Math.max(last, other.last);
    }

    private Optional<Instant> first() {
      return first > last ? Optional.empty() : Optional.of(Instant.ofEpochSecond(first));
    }

    private Optional<Instant> last() {
      return first > last ? Optional.empty() : Optional.of(Instant.ofEpochSecond(last));
    }
  }

  /** A host that would have been refused, and what speaks for it. */
  static final class Host {
    /** More days than that apart count as one again; no log is that long. */
    private static final int DAYS = 512;

    private static final int SECONDS = 86_400;

    private final Address peer;
    private final RehearsalJudge.Finding finding;
    private final BitSet days = new BitSet();
    private long count;
    private long messages;
    private String name = "";
    private final Span span = new Span();

    private Host(Address peer, RehearsalJudge.Finding finding) {
      this.peer = peer;
      this.finding = finding;
    }

    Address peer() {
      return peer;
    }

    /** What would become of it, by which rule. */
    RehearsalJudge.Finding finding() {
      return finding;
    }

    /** The number of its connections. */
    long count() {
      return count;
    }

    /** The number of messages that the mail server accepted, where a log tells it. */
    long messages() {
      return messages;
    }

    /** Its name that leads back to the address, where a log tells one; else empty. */
    String name() {
      return name;
    }

    /** On how many days it came, where a log tells a time. */
    int days() {
      return days.cardinality();
    }

    /** When it came first, where a log tells a time. */
    Optional<Instant> first() {
      return span.first();
    }

    /** When it came last, where a log tells a time. */
    Optional<Instant> last() {
      return span.last();
    }

    private void came(Optional<Instant> at) {
      count++;
      if (at.isPresent()) {
        long second = at.get().getEpochSecond();
        days.set(Math.floorMod(Math.floorDiv(second, SECONDS), DAYS));
        span.add(second);
      }
    }

    private void speaks(String found, long accepted) {
      name = found.isEmpty() ? name : found;
      messages += accepted;
    }

    private void add(Host other) {
      count += other.count;
      days.or(other.days);
      span.add(other.span);
      speaks(other.name, other.messages);
    }
  }

  @Override
  public void connection(Arrival arrival) {
    arrival.at().ifPresent(at -> span.add(at.getEpochSecond()));
    boolean unknownPort = arrival.port().isEmpty() && givenPort.isEmpty();
    if (arrival.authenticated() && unknownPort) {
      submissions++;
      of(RehearsalJudge.Fate.UNJUDGED).all++;
      return;
    }
    int port = port(arrival.port());
    Peer peer = peer(arrival.peer(), port);
    peer.sum().all++;
    peer.sum().mail += port == SMTP ? 1 : 0;
    Host host = peer.host();
    if (host != null) {
      host.came(arrival.at());
    } else if (peer.fate().isTold()) {
      unlisted++;
    }
  }

  @Override
  public void credit(Credit credit) {
    Peer peer = peers.get(new Dialled(credit.peer(), port(credit.port())));
    Host host = peer == null ? null : peer.host();
    if (host != null) {
      host.speaks(credit.name(), credit.messages());
    }
  }

  private Sum of(RehearsalJudge.Fate fate) {
    return Objects.requireNonNull(counts.get(fate));
  }

  private int port(Optional<Integer> told) {
    return told.isPresent() ? told.get() : givenPort.orElse(SMTP);
  }

  private Peer peer(Address address, int port) {
    Dialled dialled = new Dialled(address, port);
    Peer known = peers.get(dialled);
    if (known != null) {
      return known;
    }
    RehearsalJudge.Finding finding = judge.judge(address, port);
    Host host = finding.fate().isTold() ? host(address, finding) : null;
    Peer peer = new Peer(finding.fate(), of(finding.fate()), host);
    if (peers.size() < mostHosts) {
      peers.put(dialled, peer);
    }
    return peer;
  }

  /** The host, a new one included; null when there are too many. */
  private @Nullable Host host(Address peer, RehearsalJudge.Finding finding) {
    Key key = new Key(peer, finding);
    Host known = hosts.get(key);
    if (known == null && hosts.size() < mostHosts) {
      known = new Host(peer, finding);
      hosts.put(key, known);
    }
    return known;
  }

  /** Adds what another one has counted. */
  void add(RehearsalTally other) {
    other.counts.forEach(
        (fate, count) -> {
          of(fate).all += count.all;
          of(fate).mail += count.mail;
        });
    span.add(other.span);
    submissions += other.submissions;
    unlisted += other.unlisted;
    for (Host host : other.hosts.values()) {
      Host same = host(host.peer, host.finding);
      if (same != null) {
        same.add(host);
      } else {
        unlisted += host.count;
      }
    }
  }

  long count(RehearsalJudge.Fate fate) {
    return of(fate).all;
  }

  /** Those at port 25 alone. */
  long mail(RehearsalJudge.Fate fate) {
    return of(fate).mail;
  }

  /** All connections. */
  long count() {
    return counts.values().stream().mapToLong(count -> count.all).sum();
  }

  /** Connections of clients that authenticated at a port that is not told. */
  long submissions() {
    return submissions;
  }

  /** The hosts of one fate, those first for which most speaks. */
  List<Host> hosts(RehearsalJudge.Fate fate) {
    return hosts.values().stream()
        .filter(host -> host.finding().fate() == fate)
        .sorted(
            Comparator.<Host, Boolean>comparing(host -> host.name().isEmpty())
                .thenComparing(Comparator.comparingLong(Host::messages).reversed())
                .thenComparing(Comparator.comparingLong(Host::count).reversed())
                .thenComparing(Comparator.comparingInt(Host::days).reversed())
                .thenComparing(Host::peer))
        .toList();
  }

  /** Connections of hosts that were too many to be listed. */
  long unlisted() {
    return unlisted;
  }

  /** The earliest time that a log tells of a connection. */
  Optional<Instant> first() {
    return span.first();
  }

  /** The latest. */
  Optional<Instant> last() {
    return span.last();
  }
}
