package org.postern.source.dns;

import java.time.Duration;
import java.time.InstantSource;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.postern.address.Address;
import org.postern.source.NameLookup;
import org.postern.source.NameProof;
import org.xbill.DNS.PTRRecord;
import org.xbill.DNS.Record;

/**
 * Names by PTR records, each confirmed forward: the owner of an address may write any name for it,
 * but the owner of the name writes which addresses it has. Both rounds share one deadline.
 */
public final class ConfirmedNames implements NameLookup {
  /** The most PTR records of an address that are looked at, as in RFC 7208 section 4.6.4. */
  private static final int TRIED = 10;

  private final DnsClient client;
  private final InstantSource clock;

  public ConfirmedNames(DnsClient client, InstantSource clock) {
    this.client = client;
    this.clock = clock;
  }

  @Override
  public Map<Address, Told> below(String domain, Collection<Address> addresses) {
    return below(domain, addresses, client.deadline());
  }

  Map<Address, Told> below(String domain, Collection<Address> addresses, Deadline deadline) {
    Map<Lookup, Chase.End> pointers =
        client.lookUpAll(addresses.stream().map(Lookup::pointers).toList(), deadline.half());
    Map<Address, List<Lookup>> claims = new LinkedHashMap<>();
    Set<Lookup> forward = new LinkedHashSet<>();
    for (Address address : addresses) {
      List<Lookup> named =
          names(end(pointers, Lookup.pointers(address)), domain).stream()
              .map(name -> Lookup.addresses(name, address.family()))
              .toList();
      claims.put(address, named);
      forward.addAll(named);
    }
    Map<Lookup, Chase.End> answers = client.lookUpAll(forward, deadline);
    Map<Address, Told> told = new LinkedHashMap<>();
    claims.forEach(
        (address, names) ->
            told.put(
                address, told(address, end(pointers, Lookup.pointers(address)), names, answers)));
    return told;
  }

  private static Chase.End end(Map<Lookup, Chase.End> ends, Lookup lookup) {
    return Objects.requireNonNull(ends.get(lookup));
  }

  /** Returns those names of the reply that are the domain or below it, where a label begins. */
  private static List<String> names(Chase.End end, String domain) {
    return end.reading() instanceof Reading.Found(List<Record> records, _)
        ? records.stream()
            .map(PTRRecord.class::cast)
            .map(record -> record.getTarget().toString(true).toLowerCase(Locale.ROOT))
            .filter(name -> name.equals(domain) || name.endsWith("." + domain))
            .filter(name -> DnsName.check(name).isEmpty())
            .sorted()
            .limit(TRIED)
            .toList()
        : List.of();
  }

  private Told told(
      Address address, Chase.End pointer, List<Lookup> names, Map<Lookup, Chase.End> answers) {
    return switch (pointer.reading()) {
      case Reading.DeadEnd(_, String why) -> new Unknown(why);
      case Reading.Absent(_, Trail way) -> new Refuted(Duration.ofSeconds(way.ttl()));
      case Reading.Found(_, Trail way) -> confirmed(address, way.ttl(), names, answers);
    };
  }

  /**
   * Returns what the names prove: one that has the address is enough; that none has must be said of
   * each.
   */
  private Told confirmed(
      Address address, long pointerTtl, List<Lookup> names, Map<Lookup, Chase.End> answers) {
    long ttl = pointerTtl;
    String unknown = "";
    for (Lookup name : names) {
      switch (end(answers, name).reading()) {
        case Reading.Found(List<Record> records, Trail way)
            when DnsClient.addresses(records).contains(address) -> {
          Duration both = Duration.ofSeconds(Math.min(pointerTtl, way.ttl()));
          return new Proven(new NameProof(address, name.name(), clock.instant(), both));
        }
        case Reading.Found(_, Trail way) -> ttl = Math.min(ttl, way.ttl());
        case Reading.Absent(_, Trail way) -> ttl = Math.min(ttl, way.ttl());
        case Reading.DeadEnd(_, String why) -> unknown = why;
      }
    }
    return unknown.isEmpty() ? new Refuted(Duration.ofSeconds(ttl)) : new Unknown(unknown);
  }
}
