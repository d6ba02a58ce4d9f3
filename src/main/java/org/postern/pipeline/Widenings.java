package org.postern.pipeline;

import org.postern.address.Address;
import org.postern.address.Family;
import org.postern.address.Interval;
import org.postern.address.Prefix;
import org.postern.policy.WidenSpec;

/** What widening can have covered. */
final class Widenings {
  private Widenings() {}

  /** Whether some member of the interval lies in the same block as the peer. */
  static boolean sameBlock(WidenSpec spec, Interval interval, Address peer) {
    int length = peer.family() == Family.IP ? spec.ipLength() : spec.ip6Length();
    Prefix block = Prefix.containing(peer, length);
    return interval.first().compareTo(block.last()) <= 0
        && interval.last().compareTo(block.first()) >= 0;
  }
}
