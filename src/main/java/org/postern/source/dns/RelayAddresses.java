package org.postern.source.dns;

import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.postern.address.Family;
import org.postern.address.Interval;
import org.postern.source.Answer;
import org.postern.source.Answer.Absence;
import org.postern.source.Answer.Cause;
import org.postern.source.Entry;
import org.postern.source.EntryTable;
import org.postern.source.dns.RecordLookup.Told;

/**
 * The addresses of all hosts in the MX records of one name. A host that does not answer leaves the
 * whole family without information, since the others alone would be a smaller list. A name without
 * MX records has no relays: the address of the name itself (RFC 5321 section 5.1) is not asked.
 */
final class RelayAddresses {
  private final RecordLookup records;

  RelayAddresses(RecordLookup records) {
    this.records = records;
  }

  /** Returns an answer for each of these families. */
  Map<Family, Answer> of(String name, Set<Family> families) {
    Told told = records.exchangers(name);
    Map<Family, Answer> answers = new EnumMap<>(Family.class);
    for (Family family : families) {
      answers.put(
          family,
          switch (told) {
            case Told.DeadEnd(Cause cause, String why) -> new Answer.NoInformation(cause, why);
            case Told.Absent(Absence absence, Duration ttl, String server) ->
                new Answer.Gone(absence, ttl, List.of(), server);
            case Told.Found found -> addresses(name, found, family);
          });
    }
    return answers;
  }

  private Answer addresses(String name, Told.Found exchangers, Family family) {
    List<String> hosts = exchangers.values();
    if (hosts.size() > MailExchangers.MAX_EXCHANGERS) {
      return new Answer.NoInformation(
          Cause.TOO_MANY,
          "%s has %d exchangers, more than %d"
              .formatted(DnsName.shown(name), hosts.size(), MailExchangers.MAX_EXCHANGERS));
    }
    List<Entry> entries = new ArrayList<>();
    Duration ttl = exchangers.ttl();
    for (Map.Entry<String, Answer> host : records.addresses(hosts, family).entrySet()) {
      switch (host.getValue()) {
        case Answer.NoInformation none -> {
          return none;
        }
        case Answer.Gone gone -> ttl = shorter(ttl, gone.ttl());
        case Answer.Data data -> {
          ttl = shorter(ttl, data.ttl());
          for (Interval interval : data.entries().intervals()) {
            entries.add(new Entry(interval, DnsName.shown(host.getKey())));
          }
        }
      }
    }
    return entries.isEmpty()
        ? new Answer.Gone(Absence.NODATA, ttl, hosts, exchangers.server())
        : new Answer.Data(EntryTable.of(family, entries), ttl, hosts, exchangers.server());
  }

  private static Duration shorter(Duration one, Duration other) {
    return one.compareTo(other) < 0 ? one : other;
  }
}
