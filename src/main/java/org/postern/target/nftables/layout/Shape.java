package org.postern.target.nftables.layout;

import java.util.List;
import org.postern.address.Family;

/**
 * The choices in laying out a rule that do not change its meaning; kept from one apply to the next.
 *
 * <p>A port that was dialled and then translated is known to connection tracking alone, and using
 * that turns it on for the whole network namespace. So a rule asks it only where translation is to
 * be expected: on the forward hook, and on hosts that translate. Elsewhere the packet itself tells,
 * at no cost to other traffic. A rule never goes back, lest it flap.
 *
 * @param tracked ask connection tracking what was dialled
 * @param lookups the prefix lengths in the order in which they are tried
 */
public record Shape(boolean tracked, List<Lookup> lookups) {
  public Shape {
    lookups = List.copyOf(lookups);
  }

  /** The prefix lengths in the order in which they are tried. */
  public List<Length> lengths() {
    return lookups.stream().map(Length::of).toList();
  }

  /**
   * One prefix length of one family, and the set that holds it. Sets have a fixed size: the kernel
   * then never moves their elements while they are read, and fills them twice as fast. One that
   * grows out of its size is replaced by a larger one, as any other change of lookups.
   *
   * @param size most elements of the set
   */
  public record Lookup(Family family, int length, int size) {}
}
