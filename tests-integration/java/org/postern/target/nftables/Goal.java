package org.postern.target.nftables;

import java.util.Locale;
import java.util.function.DoubleBinaryOperator;

/**
 * What we want of a measurement.
 *
 * @param text in words
 * @param most of ours and the peer's, what ours is at most
 */
record Goal(String text, DoubleBinaryOperator most) {
  /** At most so many times what the peer needs. */
  static Goal ratio(double ratio) {
    return new Goal(String.format(Locale.ROOT, "ratio<=%.3g", ratio), (ours, peer) -> ratio * peer);
  }

  /** At most that, whatever the peer needs. */
  static Goal most(Unit unit, double most) {
    return new Goal("ours<=" + unit.text(most), (ours, peer) -> most);
  }

  boolean isReached(double ours, double peer) {
    return ours <= most.applyAsDouble(ours, peer);
  }
}
