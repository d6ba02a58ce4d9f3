package org.postern.source.dns;

import java.util.List;
import java.util.stream.Stream;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;

/**
 * The way from the name asked for to the name it stands for.
 *
 * @param names the asked name first, then each CNAME target
 * @param ttl seconds; the least so far, after which the way may be another
 * @param reach seconds; the most so far, until which a cache may still lead some part of this way
 */
record Trail(List<Name> names, long ttl, long reach) {

  /** The longest lifetime there is, in seconds: RFC 2181 section 8. */
  private static final long MAX_TTL = Integer.MAX_VALUE;

  static Trail from(Name asked) {
    return new Trail(List.of(asked), MAX_TTL, 0);
  }

  /** Returns the trail with one CNAME target more. */
  Trail to(Name target) {
    return new Trail(Stream.concat(names.stream(), Stream.of(target)).toList(), ttl, reach);
  }

  /**
   * Returns the trail with the least TTL of the records, which counts where those of one set
   * differ: RFC 2181 section 5.2.
   */
  Trail within(List<Record> records) {
    Trail least = this;
    for (Record each : records) {
      least = least.within(each.getTTL());
    }
    return least;
  }

  /**
   * Returns the trail with a TTL no larger than this; one with the highest of its 32 bits set
   * counts as 0: RFC 2181 section 8.
   */
  Trail within(long recordTtl) {
    long seconds = recordTtl > MAX_TTL ? 0 : recordTtl;
    return new Trail(names, Math.min(ttl, seconds), Math.max(reach, seconds));
  }

  Name end() {
    return names.getLast();
  }

  int cnames() {
    return names.size() - 1;
  }

  /** Returns the targets as text: lower case, without the final dot. */
  List<String> via() {
    return names.stream().skip(1).map(name -> name.canonicalize().toString(true)).toList();
  }
}
