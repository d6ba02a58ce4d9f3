package org.postern.target.nftables.layout;

import org.postern.address.Family;

/** A prefix length of a family. */
public record Length(Family family, int length) {
  /** Returns the length that a lookup tries. */
  public static Length of(Shape.Lookup lookup) {
    return new Length(lookup.family(), lookup.length());
  }
}
