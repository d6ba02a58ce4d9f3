package org.postern.address;

import java.util.Optional;

/** An address family, in nftables' words. IPv4 is ordered before IPv6. */
public enum Family {
  /** IPv4. */
  IP(32, "ip", "IPv4"),
  /** IPv6. */
  IP6(128, "ip6", "IPv6");

  private final int bits;
  private final String text;
  private final String label;

  Family(int bits, String text, String label) {
    this.bits = bits;
    this.text = text;
    this.label = label;
  }

  /** Returns how many bits an address has, which is also the longest prefix length. */
  public int bits() {
    return bits;
  }

  /** Returns the family as nftables writes it. */
  public String text() {
    return text;
  }

  /** Returns the family as people write it. */
  public String label() {
    return label;
  }

  /** Returns the family that nftables writes so; empty when there is none. */
  public static Optional<Family> of(String text) {
    for (Family family : values()) {
      if (family.text.equals(text)) {
        return Optional.of(family);
      }
    }
    return Optional.empty();
  }

  /** Returns the lowest address. */
  public Address first() {
    return new Address(this, 0, 0);
  }

  /** Returns the highest address. */
  public Address last() {
    return new Address(this, Unsigned.onesHigh(bits), Unsigned.onesLow(bits));
  }
}
