package org.postern.source.dns;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.postern.source.Answer.Absence;
import org.postern.source.Answer.Cause;
import org.xbill.DNS.CNAMERecord;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.SOARecord;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/**
 * Reads one reply. Only records of the name itself and of the names that its CNAME records lead to
 * count (RFC 2181 section 5.4.1); whatever else the answer section holds is passed over.
 *
 * <p>Absence needs a witness: an SOA record of a zone that the name lies in, or a resolver that
 * offers recursion and refers us to no other server, if no other server knows better. The latter is
 * how stub resolvers on the host pass on a denial (RFC 2308 section 2.2, type 3). Anything else may
 * be a referral or a lame server, and taking one of them for a denial would lose mail.
 */
final class Reader {
  /**
   * The longest time in seconds for which an absence is kept: RFC 2308 section 5 allows up to three
   * hours; Unbound's default is one.
   */
  private static final long MAX_NEGATIVE_TTL = 3600;

  /** A denial that names no lifetime is asked about again soon. */
  private static final long UNWITNESSED_TTL = 60;

  private final int type;
  private final DnsSettings settings;

  Reader(int type, DnsSettings settings) {
    this.type = type;
    this.settings = settings;
  }

  Reading read(Message message, Trail trail) {
    return switch (message.getRcode()) {
      case Rcode.NOERROR, Rcode.NXDOMAIN -> walk(message, trail);
      case Rcode.SERVFAIL -> new Reading.Useless(Cause.SERVFAIL, "answered SERVFAIL");
      case Rcode.REFUSED -> new Reading.Useless(Cause.REFUSED, "answered REFUSED");
      default ->
          new Reading.Useless(Cause.OTHER_RCODE, "answered " + Rcode.string(message.getRcode()));
    };
  }

  private Reading walk(Message message, Trail start) {
    Map<Name, List<Record>> owned =
        message.getSection(Section.ANSWER).stream()
            .filter(r -> r.getDClass() == DClass.IN)
            .filter(r -> r.getType() == type || r.getType() == Type.CNAME)
            .collect(Collectors.groupingBy(Record::getName));
    Trail trail = start;
    while (true) {
      List<Record> records = owned.getOrDefault(trail.end(), List.of());
      List<Name> targets = targets(records);
      if (targets.isEmpty()) {
        return records.isEmpty()
            ? withoutRecords(message, start, trail)
            : found(message, records, trail);
      }
      Optional<Reading> obstacle = obstacle(records, targets, trail);
      if (obstacle.isPresent()) {
        return obstacle.get();
      }
      trail = trail.within(records).to(targets.getFirst());
    }
  }

  private static List<Name> targets(List<Record> records) {
    return records.stream()
        .filter(CNAMERecord.class::isInstance)
        .map(r -> ((CNAMERecord) r).getTarget())
        .distinct()
        .toList();
  }

  /** Returns why the CNAME record cannot be followed. */
  private Optional<Reading> obstacle(List<Record> records, List<Name> targets, Trail trail) {
    Name target = targets.getFirst();
    if (targets.size() > 1 || !records.stream().allMatch(CNAMERecord.class::isInstance)) {
      return Optional.of(
          new Reading.Useless(Cause.MALFORMED, "answered with a CNAME record among others"));
    }
    String text = target.toString(true);
    // RFC 2317 section 4: the way to a PTR record leads over names such as
    // 0/25.2.0.192.in-addr.arpa.
    if (type != Type.PTR && DnsName.check(text).isPresent()) {
      return Optional.of(
          new Reading.DeadEnd(
              Cause.MALFORMED, "leads to %s, no host name".formatted(DnsName.shown(text))));
    }
    if (trail.names().contains(target)) {
      return Optional.of(
          new Reading.DeadEnd(Cause.LOOP, "leads back to %s".formatted(DnsName.shown(text))));
    }
    if (trail.cnames() == settings.maxCnames()) {
      return Optional.of(
          new Reading.DeadEnd(
              Cause.TOO_MANY, "leads over more than %d CNAME records".formatted(trail.cnames())));
    }
    return Optional.empty();
  }

  private Reading found(Message message, List<Record> records, Trail trail) {
    if (message.getRcode() != Rcode.NOERROR) {
      return new Reading.Useless(Cause.MALFORMED, "answered NXDOMAIN together with " + what());
    }
    if (records.size() > settings.maxRecords()) {
      return new Reading.DeadEnd(
          Cause.TOO_MANY,
          "has %d %s, more than %d".formatted(records.size(), what(), settings.maxRecords()));
    }
    return new Reading.Found(records, trail.within(records));
  }

  /** Returns the kind of record that is asked for, in the plural. */
  private String what() {
    return type == Type.MX ? "MX records" : "addresses";
  }

  private Reading withoutRecords(Message message, Trail start, Trail trail) {
    boolean nxdomain = message.getRcode() == Rcode.NXDOMAIN;
    Optional<Record> soa =
        message.getSection(Section.AUTHORITY).stream()
            .filter(r -> r instanceof SOARecord && r.getDClass() == DClass.IN)
            .filter(r -> trail.end().subdomain(r.getName()))
            .findFirst();
    if (soa.isPresent()) {
      return new Reading.Absent(
          nxdomain ? Absence.NXDOMAIN : Absence.NODATA, trail.within(lifetime(soa.get())));
    }
    if (!trail.equals(start)) {
      return new Reading.Elsewhere(trail);
    }
    if (isFromResolver(message)) {
      return new Reading.Hearsay(
          new Reading.Absent(
              nxdomain ? Absence.NXDOMAIN : Absence.NODATA, trail.within(UNWITNESSED_TTL)));
    }
    return new Reading.Useless(
        Cause.LAME,
        nxdomain
            ? "answered NXDOMAIN without an SOA record"
            : "answered with neither %s nor an SOA record".formatted(what()));
  }

  private static boolean isFromResolver(Message message) {
    return message.getHeader().getFlag(Flags.RA)
        && message.getSection(Section.AUTHORITY).stream()
            .noneMatch(r -> r.getType() == Type.NS || r.getType() == Type.SOA);
  }

  /** Returns how long a denial holds: RFC 2308 section 5. */
  private static long lifetime(Record soa) {
    return Trail.from(soa.getName())
        .within(MAX_NEGATIVE_TTL)
        .within(soa.getTTL())
        .within(((SOARecord) soa).getMinimum())
        .ttl();
  }
}
