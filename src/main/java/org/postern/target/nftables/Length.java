package org.postern.target.nftables;

import org.postern.address.Family;

/** One prefix length of one family. */
record Length(Family family, int length) {
  /** The length that a lookup tries. */
  static Length of(Shape.Lookup lookup) {
    return new Length(lookup.family(), lookup.length());
  }
}
