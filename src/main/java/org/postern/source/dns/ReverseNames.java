package org.postern.source.dns;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.postern.address.Address;
import org.postern.source.PeerNames;
import org.xbill.DNS.PTRRecord;
import org.xbill.DNS.Record;

/**
 * The names of addresses by PTR records, each looked up again: only one of which the address is one
 * counts. Both rounds share the client's deadline, and what is late is not known.
 */
public final class ReverseNames implements PeerNames {
  /**
   * The number of an address's names that are tried: some addresses have hundreds, and the first
   * ones say enough.
   */
  private static final int TRIED = 3;

  private final DnsClient client;

  public ReverseNames(DnsClient client) {
    this.client = client;
  }

  @Override
  public Map<Address, String> confirmed(List<Address> peers) {
    Deadline deadline = client.deadline();
    Map<Lookup, Chase.End> pointers =
        client.lookUpAll(peers.stream().map(Lookup::pointers).toList(), deadline.half());
    Map<Address, List<String>> claimed = new LinkedHashMap<>();
    for (Address peer : peers) {
      claimed.put(peer, names(Objects.requireNonNull(pointers.get(Lookup.pointers(peer)))));
    }
    Set<Lookup> forward = new LinkedHashSet<>();
    claimed.forEach(
        (peer, names) -> names.forEach(name -> forward.add(Lookup.addresses(name, peer.family()))));
    Map<Lookup, Chase.End> addresses = client.lookUpAll(forward, deadline);
    Map<Address, String> confirmed = new LinkedHashMap<>();
    claimed.forEach(
        (peer, names) ->
            confirmed(peer, names, addresses).ifPresent(one -> confirmed.put(peer, one)));
    return confirmed;
  }

  private static List<String> names(Chase.End end) {
    return end.reading() instanceof Reading.Found(List<Record> records, _)
        ? records.stream()
            .map(PTRRecord.class::cast)
            .map(record -> record.getTarget().canonicalize().toString(true))
            .filter(name -> DnsName.check(name).isEmpty())
            .sorted()
            .limit(TRIED)
            .toList()
        : List.of();
  }

  private static Optional<String> confirmed(
      Address peer, List<String> names, Map<Lookup, Chase.End> addresses) {
    return names.stream()
        .filter(
            name ->
                Objects.requireNonNull(addresses.get(Lookup.addresses(name, peer.family())))
                            .reading()
                        instanceof Reading.Found(List<Record> records, _)
                    && DnsClient.addresses(records).contains(peer))
        .findFirst();
  }
}
