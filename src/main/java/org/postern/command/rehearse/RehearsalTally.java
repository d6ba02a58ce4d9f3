package org.postern.command.rehearse;

import java.time.Instant;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.postern.address.Address;
import org.postern.address.AddressTable;
import org.postern.host.log.line.Arrival;
import org.postern.host.log.line.Arrivals;
import org.postern.host.log.line.Credit;

/**
 * Counts connections by what would have become of them, and by host where one would be refused,
 * with what speaks for it.
 */
final class RehearsalTally implements Arrivals {
  /**
   * The most hosts that are listed: what a scan by all the world leaves in a log must fit the
   * memory; the rest is only counted.
   */
  static final int MOST_HOSTS = 100_000;

  private static final int SMTP = 25;

  private static final int SMALLEST = 16;

  private final RehearsalJudge judge;
  private final Optional<Integer> givenPort;
  private final int mostHosts;
  private final Map<Fate, Sum> sums = new EnumMap<>(Fate.class);

  /** Peers at a port, of which it is known what was found: most come again. */
  private final AddressTable peers = new AddressTable();

  /**
   * The finding about each peer; {@code hostOf} is where it is counted, and null unless it is
   * listed.
   */
  private @Nullable Found[] found = new Found[SMALLEST];

  private @Nullable RehearsalHost[] hostOf = new RehearsalHost[SMALLEST];

  private final RehearsalHosts hosts;
  private final Map<RehearsalJudge.Finding, Found> findings = new HashMap<>();
  private long first = Long.MAX_VALUE;
  private long last = Long.MIN_VALUE;
  private long submissions;

  /**
   * Creates an empty tally.
   *
   * @param givenPort the port that was dialled where a log tells none, if the user says so; else it
   *     is 25, and unknown of clients that authenticate
   */
  RehearsalTally(RehearsalJudge judge, Optional<Integer> givenPort) {
    this(judge, givenPort, MOST_HOSTS);
  }

  RehearsalTally(RehearsalJudge judge, Optional<Integer> givenPort, int mostHosts) {
    this.judge = judge;
    this.givenPort = givenPort;
    this.mostHosts = mostHosts;
    this.hosts = new RehearsalHosts(mostHosts);
    for (Fate fate : Fate.values()) {
      sums.put(fate, new Sum());
    }
  }

  /** Returns an empty tally that judges alike. */
  RehearsalTally another() {
    return new RehearsalTally(judge, givenPort, mostHosts);
  }

  /** Connections to which the same happens. */
  private static final class Sum {
    private long all;

    /** The connections at port 25 alone. */
    private long mail;

    /** The connections of hosts that were too many to be listed. */
    private long unlisted;
  }

  /**
   * The finding about some peers.
   *
   * @param number the number of this finding
   * @param sum the sum of all connections to which the same happens
   */
  private record Found(int number, RehearsalJudge.Finding finding, Sum sum) {}

  private static Optional<Instant> instant(long second, long first, long last) {
    return first > last ? Optional.empty() : Optional.of(Instant.ofEpochSecond(second));
  }

  @Override
  public void connection(Arrival arrival) {
    if (arrival.at().isPresent()) {
      long second = arrival.at().get().getEpochSecond();
      first = Math.min(first, second);
      last = Math.max(last, second);
    }
    boolean unknownPort = arrival.port().isEmpty() && givenPort.isEmpty();
    if (arrival.authenticated() && unknownPort) {
      submissions++;
      sum(Fate.UNJUDGED).all++;
      return;
    }
    int port = port(arrival.port());
    Address peer = arrival.peer();
    int tag = tag(peer, port);
    int number = peers.find(tag, peer.high(), peer.low());
    Found known = number == AddressTable.NONE ? null : found[number];
    if (known != null) {
      came(arrival, port, known, hostOf[number]);
      return;
    }
    Found anew = found(judge.judge(peer, port));
    RehearsalHost host =
        anew.finding().fate().isTold() ? hosts.of(peer, anew.number(), anew.finding()) : null;
    if (peers.size() < mostHosts) {
      remember(peers.add(tag, peer.high(), peer.low()), anew, host);
    }
    came(arrival, port, anew, host);
  }

  private static int tag(Address peer, int port) {
    return port << Byte.SIZE | peer.family().bits();
  }

  private Found found(RehearsalJudge.Finding finding) {
    return findings.computeIfAbsent(
        finding, _ -> new Found(findings.size(), finding, sum(finding.fate())));
  }

  private void remember(int number, Found anew, @Nullable RehearsalHost host) {
    if (number == found.length) {
      found = Arrays.copyOf(found, 2 * number);
      hostOf = Arrays.copyOf(hostOf, 2 * number);
    }
    found[number] = anew;
    hostOf[number] = host;
  }

  private static void came(Arrival arrival, int port, Found what, @Nullable RehearsalHost host) {
    what.sum().all++;
    what.sum().mail += port == SMTP ? 1 : 0;
    if (host != null) {
      host.came(arrival.at());
    } else if (what.finding().fate().isTold()) {
      what.sum().unlisted++;
    }
  }

  @Override
  public void credit(Credit credit) {
    Address peer = credit.peer();
    int number = peers.find(tag(peer, port(credit.port())), peer.high(), peer.low());
    RehearsalHost host = number == AddressTable.NONE ? null : hostOf[number];
    if (host != null) {
      host.speaks(credit.name(), credit.messages());
    }
  }

  private int port(Optional<Integer> told) {
    return told.isPresent() ? told.get() : givenPort.orElse(SMTP);
  }

  /** Adds what another one has counted. */
  void add(RehearsalTally other) {
    other.sums.forEach(
        (fate, sum) -> {
          sum(fate).all += sum.all;
          sum(fate).mail += sum.mail;
          sum(fate).unlisted += sum.unlisted;
        });
    first = Math.min(first, other.first);
    last = Math.max(last, other.last);
    submissions += other.submissions;
    for (RehearsalHost host : other.hosts.all()) {
      Found what = found(host.finding());
      RehearsalHost same = hosts.of(host.peer(), what.number(), what.finding());
      if (same != null) {
        same.add(host);
      } else {
        what.sum().unlisted += host.count();
      }
    }
  }

  private Sum sum(Fate fate) {
    return Objects.requireNonNull(sums.get(fate));
  }

  long count(Fate fate) {
    return sum(fate).all;
  }

  /** Returns the connections at port 25 alone. */
  long mail(Fate fate) {
    return sum(fate).mail;
  }

  /** Returns the number of all connections. */
  long count() {
    return sums.values().stream().mapToLong(sum -> sum.all).sum();
  }

  /** Returns the connections of clients that authenticated at a port that is not told. */
  long submissions() {
    return submissions;
  }

  /** Returns the hosts of one fate, those first for which most speaks. */
  List<RehearsalHost> hosts(Fate fate) {
    return hosts.all().stream().filter(host -> host.finding().fate() == fate).sorted().toList();
  }

  /** Returns the connections of hosts that were too many to be listed. */
  long unlisted() {
    return sums.values().stream().mapToLong(sum -> sum.unlisted).sum();
  }

  /** Returns the earliest time that a log tells of a connection. */
  Optional<Instant> first() {
    return instant(first, first, last);
  }

  /** Returns the latest time. */
  Optional<Instant> last() {
    return instant(last, first, last);
  }
}
