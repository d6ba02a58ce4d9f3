package org.postern.command.rehearse;

import java.time.Instant;
import java.util.ArrayList;
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
 * Connections by what would have become of them, and by host where one would be refused, with what
 * speaks for it.
 */
final class RehearsalTally implements Arrivals {
  /** What a scan by all the world leaves in a log must fit the memory; the rest is only counted. */
  static final int MOST_HOSTS = 100_000;

  private static final int SMTP = 25;

  private static final int SMALLEST = 16;

  private final RehearsalJudge judge;
  private final Optional<Integer> givenPort;
  private final int mostHosts;
  private final Map<RehearsalJudge.Fate, Sum> sums = new EnumMap<>(RehearsalJudge.Fate.class);

  /** Peers at a port, of which it is known what was found: most come again. */
  private final AddressTable peers = new AddressTable();

  /** What was found of each, and where it is counted; that is null unless it is listed. */
  private @Nullable Found[] found = new Found[SMALLEST];

  private @Nullable Host[] hostOf = new Host[SMALLEST];

  /** Hosts of which the same was found, whatever the port. */
  private final AddressTable hostNumbers = new AddressTable();

  private final List<Host> hosts = new ArrayList<>();
  private final Map<RehearsalJudge.Finding, Found> findings = new HashMap<>();
  private long first = Long.MAX_VALUE;
  private long last = Long.MIN_VALUE;
  private long submissions;

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
      sums.put(fate, new Sum());
    }
  }

  /** An empty one that judges alike. */
  RehearsalTally another() {
    return new RehearsalTally(judge, givenPort, mostHosts);
  }

  /** Connections to which the same happens. */
  private static final class Sum {
    private long all;

    /** Those at port 25 alone. */
    private long mail;

    /** Those of hosts that were too many to be listed. */
    private long unlisted;
  }

  /**
   * What was found of some peers.
   *
   * @param number of its own
   * @param sum of all to which the same happens
   */
  private record Found(int number, RehearsalJudge.Finding finding, Sum sum) {}

  /** A host that would have been refused, and what speaks for it. */
  static final class Host {
    /** More days than that apart count as one again; no log is that long. */
    private static final int DAYS = 512;

    private static final int SECONDS = 86_400;
    private static final long[] NO_DAYS = {};

    private final Address peer;
    private final RehearsalJudge.Finding finding;

    /** The days on which it came, 64 a word; nearly all logs are of one word. */
    private long days;

    private int daysWord;
    private long[] moreDays = NO_DAYS;
    private long count;
    private long messages;
    private String name = "";
    private long first = Long.MAX_VALUE;
    private long last = Long.MIN_VALUE;

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
      int more = 0;
      for (long word : moreDays) {
        more += Long.bitCount(word);
      }
      return Long.bitCount(days) + more;
    }

    /** When it came first, where a log tells a time. */
    Optional<Instant> first() {
      return instant(first, first, last);
    }

    /** When it came last, where a log tells a time. */
    Optional<Instant> last() {
      return instant(last, first, last);
    }

    private void came(Optional<Instant> at) {
      count++;
      if (at.isPresent()) {
        long second = at.get().getEpochSecond();
        int day = (int) Math.floorMod(Math.floorDiv(second, SECONDS), (long) DAYS);
        cameOn(day / Long.SIZE, 1L << day);
        first = Math.min(first, second);
        last = Math.max(last, second);
      }
    }

    private void cameOn(int word, long bits) {
      if (days == 0) {
        daysWord = word;
      }
      if (word == daysWord) {
        days |= bits;
      } else {
        moreDays = moreDays.length == 0 ? new long[DAYS / Long.SIZE] : moreDays;
        moreDays[word] |= bits;
      }
    }

    private void speaks(String found, long accepted) {
      name = found.isEmpty() ? name : found;
      messages += accepted;
    }

    private void add(Host other) {
      count += other.count;
      if (other.days != 0) {
        cameOn(other.daysWord, other.days);
      }
      for (int word = 0; word < other.moreDays.length; word++) {
        if (other.moreDays[word] != 0) {
          cameOn(word, other.moreDays[word]);
        }
      }
      first = Math.min(first, other.first);
      last = Math.max(last, other.last);
      speaks(other.name, other.messages);
    }
  }

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
      sum(RehearsalJudge.Fate.UNJUDGED).all++;
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
    Host host = anew.finding().fate().isTold() ? host(peer, anew) : null;
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

  private void remember(int number, Found anew, @Nullable Host host) {
    if (number == found.length) {
      found = Arrays.copyOf(found, 2 * number);
      hostOf = Arrays.copyOf(hostOf, 2 * number);
    }
    found[number] = anew;
    hostOf[number] = host;
  }

  private static void came(Arrival arrival, int port, Found what, @Nullable Host host) {
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
    Host host = number == AddressTable.NONE ? null : hostOf[number];
    if (host != null) {
      host.speaks(credit.name(), credit.messages());
    }
  }

  private int port(Optional<Integer> told) {
    return told.isPresent() ? told.get() : givenPort.orElse(SMTP);
  }

  /** The host, a new one included; null when there are too many. */
  private @Nullable Host host(Address peer, Found what) {
    int tag = tag(peer, what.number());
    int number = hostNumbers.find(tag, peer.high(), peer.low());
    if (number == AddressTable.NONE && hosts.size() < mostHosts) {
      number = hostNumbers.add(tag, peer.high(), peer.low());
      hosts.add(new Host(peer, what.finding()));
    }
    return number == AddressTable.NONE ? null : hosts.get(number);
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
    for (Host host : other.hosts) {
      Host same = host(host.peer, found(host.finding));
      if (same != null) {
        same.add(host);
      } else {
        sum(host.finding.fate()).unlisted += host.count;
      }
    }
  }

  private Sum sum(RehearsalJudge.Fate fate) {
    return Objects.requireNonNull(sums.get(fate));
  }

  long count(RehearsalJudge.Fate fate) {
    return sum(fate).all;
  }

  /** Those at port 25 alone. */
  long mail(RehearsalJudge.Fate fate) {
    return sum(fate).mail;
  }

  /** All connections. */
  long count() {
    return sums.values().stream().mapToLong(sum -> sum.all).sum();
  }

  /** Connections of clients that authenticated at a port that is not told. */
  long submissions() {
    return submissions;
  }

  /** The hosts of one fate, those first for which most speaks. */
  List<Host> hosts(RehearsalJudge.Fate fate) {
    return hosts.stream()
        .filter(host -> host.finding().fate() == fate)
        .sorted(RehearsalTally::compare)
        .toList();
  }

  /** Written out, because a hundred thousand are sorted. */
  private static int compare(Host one, Host other) {
    if (one.name.isEmpty() != other.name.isEmpty()) {
      return one.name.isEmpty() ? 1 : -1;
    }
    if (one.messages != other.messages) {
      return Long.compare(other.messages, one.messages);
    }
    if (one.count != other.count) {
      return Long.compare(other.count, one.count);
    }
    int byDays = Integer.compare(other.days(), one.days());
    return byDays != 0 ? byDays : one.peer.compareTo(other.peer);
  }

  /** Connections of hosts that were too many to be listed. */
  long unlisted() {
    return sums.values().stream().mapToLong(sum -> sum.unlisted).sum();
  }

  /** The earliest time that a log tells of a connection. */
  Optional<Instant> first() {
    return instant(first, first, last);
  }

  /** The latest. */
  Optional<Instant> last() {
    return instant(last, first, last);
  }
}
