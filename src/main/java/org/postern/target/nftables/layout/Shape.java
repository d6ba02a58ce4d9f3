package org.postern.target.nftables.layout;

import java.util.List;
import org.postern.address.Family;

/**
 * The choices in laying out a rule that do not change its meaning; kept from one apply to the next.
 *
 * <p>Only connection tracking knows the port that a client dialled before it was translated, and
 * its use turns it on for the whole network namespace. So a rule asks it only where translation is
 * to be expected: on the forward hook, and on hosts that translate. Elsewhere a rule reads the port
 * of the packet, at no cost to other traffic. A rule that asks connection tracking never stops to
 * do so, so that it does not change back and forth.
 *
 * @param tracked whether connection tracking is asked which address and port were dialled
 * @param lookups the prefix lengths in the order in which they are tried
 */
public record Shape(boolean tracked, List<Lookup> lookups) {
  public Shape {
    lookups = List.copyOf(lookups);
  }

  /** Returns the prefix lengths in the order in which they are tried. */
  public List<Length> lengths() {
    return lookups.stream().map(Length::of).toList();
  }

  /**
   * A look-up in the set that holds one prefix length of one family. Sets have a fixed size: the
   * kernel then never moves their elements while they are read, and fills them twice as fast. A set
   * that outgrows its size is replaced by a larger one.
   *
   * @param size the largest number of elements of the set
   */
  public record Lookup(Family family, int length, int size) {}
}
