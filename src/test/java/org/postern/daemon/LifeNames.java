package org.postern.daemon;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import org.postern.address.Address;
import org.postern.address.Family;
import org.postern.address.Interval;
import org.postern.pipeline.Lab;
import org.postern.source.Answer;
import org.postern.source.Entry;
import org.postern.source.EntryTable;

/** What the names of a life answer. */
final class LifeNames {
  private static final Duration TTL = Duration.ofMinutes(5);
  private static final String SERVER = "192.0.2.53:53/udp";

  private final Lab lab;
  private final Map<Address, Instant> answered = new LinkedHashMap<>();

  LifeNames(Lab lab) {
    this.lab = lab;
  }

  /** Addresses that were named in an answer, and when last. */
  Map<Address, Instant> answered() {
    return answered;
  }

  /** {@code NAME [a|aaaa] ADDR... [ttl 5m]}; a half without addresses has none (NODATA). */
  void answer(Words words) {
    String name = words.next();
    List<Family> halves = halves(words);
    List<Address> addresses = words.addresses();
    Duration ttl = words.accept("ttl") ? words.duration() : TTL;
    for (Family family : halves) {
      List<Address> own = of(family, addresses);
      lab.answers(name, family, () -> data(own, ttl));
    }
  }

  /** {@code NAME [a|aaaa] [nxdomain|nodata] [ttl 5m]}. */
  void absent(Words words) {
    String name = words.next();
    List<Family> halves = halves(words);
    boolean whole = words.accept("nxdomain");
    if (!whole) {
      words.accept("nodata");
    }
    Duration ttl = words.accept("ttl") ? words.duration() : TTL;
    Answer.Absence absence = whole ? Answer.Absence.NXDOMAIN : Answer.Absence.NODATA;
    for (Family family : halves) {
      lab.answers(name, family, () -> new Answer.Gone(absence, ttl, List.of(), SERVER));
    }
  }

  /** {@code NAME [a|aaaa] [servfail|timeout|refused]}. */
  void fail(Words words) {
    String name = words.next();
    List<Family> halves = halves(words);
    String cause = words.end() ? "timeout" : words.next();
    Answer answer =
        new Answer.NoInformation(
            Answer.Cause.valueOf(cause.toUpperCase(Locale.ROOT)), name + ": " + cause);
    halves.forEach(family -> lab.answers(name, family, () -> answer));
  }

  /** {@code NAME 64 of ADDR... every 5s}: other ones of these after each such time. */
  void rotate(Words words) {
    String name = words.next();
    int shown = words.number();
    words.accept("of");
    List<Address> pool = words.addresses();
    words.accept("every");
    Duration every = words.duration();
    for (Family family : Family.values()) {
      List<Address> own = of(family, pool);
      lab.answers(name, family, () -> data(some(own, shown, every), every));
    }
  }

  private List<Address> some(List<Address> pool, int shown, Duration every) {
    List<Address> shuffled = new ArrayList<>(pool);
    long slot = lab.now().toEpochMilli() / every.toMillis();
    Collections.shuffle(shuffled, new Random(slot));
    return shuffled.subList(0, Math.min(shown, shuffled.size()));
  }

  private Answer data(List<Address> addresses, Duration ttl) {
    addresses.forEach(address -> answered.put(address, lab.now()));
    return addresses.isEmpty()
        ? new Answer.Gone(Answer.Absence.NODATA, ttl, List.of(), SERVER)
        : new Answer.Data(
            EntryTable.of(
                addresses.getFirst().family(),
                addresses.stream()
                    .map(address -> new Entry(new Interval(address, address), ""))
                    .toList()),
            ttl,
            List.of(),
            SERVER);
  }

  private static List<Family> halves(Words words) {
    if (words.accept("a")) {
      return List.of(Family.IP);
    }
    return words.accept("aaaa") ? List.of(Family.IP6) : List.of(Family.values());
  }

  private static List<Address> of(Family family, List<Address> all) {
    return all.stream().filter(one -> one.family() == family).toList();
  }
}
