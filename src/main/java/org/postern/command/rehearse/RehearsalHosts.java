package org.postern.command.rehearse;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.postern.address.Address;
import org.postern.address.AddressTable;

/** The hosts that would have been refused, each with what was found of it, whatever the port. */
final class RehearsalHosts {
  private final int most;
  private final AddressTable numbers = new AddressTable();
  private final List<RehearsalHost> hosts = new ArrayList<>();

  /**
   * Creates a table without hosts.
   *
   * @param most so many are kept
   */
  RehearsalHosts(int most) {
    this.most = most;
  }

  /**
   * Returns a host, a new one included; null when there are too many.
   *
   * @param number the number of the finding, by which the host is told from itself with another one
   */
  @Nullable RehearsalHost of(Address peer, int number, RehearsalJudge.Finding finding) {
    int tag = number << Byte.SIZE | peer.family().bits();
    int known = numbers.find(tag, peer.high(), peer.low());
    if (known == AddressTable.NONE && hosts.size() < most) {
      known = numbers.add(tag, peer.high(), peer.low());
      hosts.add(new RehearsalHost(peer, finding));
    }
    return known == AddressTable.NONE ? null : hosts.get(known);
  }

  /** Returns all of them in the order in which they came. */
  List<RehearsalHost> all() {
    return Collections.unmodifiableList(hosts);
  }
}
