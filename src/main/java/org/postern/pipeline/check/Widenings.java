package org.postern.pipeline.check;

import java.util.Optional;
import org.postern.address.Address;
import org.postern.address.AddressSet;
import org.postern.address.Family;
import org.postern.address.Interval;
import org.postern.address.Prefix;
import org.postern.plan.EffectiveSet;
import org.postern.policy.WidenSpec;

/** Finds what widening can have covered. */
final class Widenings {
  private Widenings() {}

  /**
   * Returns the block by which widening covers an address that no source names; empty where it does
   * not.
   */
  static Optional<Interval> block(WidenSpec spec, EffectiveSet set, Address peer) {
    return switch (spec) {
      case WidenSpec.Blocks blocks -> {
        int length = peer.family() == Family.IP ? blocks.ipLength() : blocks.ip6Length();
        yield Optional.of(Prefix.containing(peer, length).interval());
      }
      case WidenSpec.Budget budget ->
          set.excess()
              .interval(peer)
              .flatMap(_ -> set.addresses().interval(peer))
              .flatMap(
                  interval ->
                      switch (budget.form()) {
                        case RANGES -> Optional.of(interval);
                        case PREFIXES -> prefix(interval, peer);
                      });
    };
  }

  private static Optional<Interval> prefix(Interval interval, Address peer) {
    return AddressSet.of(interval).prefixes().stream()
        .map(Prefix::interval)
        .filter(block -> block.contains(peer))
        .findFirst();
  }
}
