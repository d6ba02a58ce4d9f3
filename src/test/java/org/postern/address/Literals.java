package org.postern.address;

import org.postern.address.text.AddressText;

/** Addresses written in tests. A mistake in one is a mistake of the test, and thrown. */
public final class Literals {
  private Literals() {}

  /** One address, {@code 192.0.2.1}. */
  public static Address address(String text) {
    Interval interval = interval(text);
    if (!interval.first().equals(interval.last())) {
      throw new IllegalArgumentException(text + " is more than one address");
    }
    return interval.first();
  }

  /** Any text form, as an interval. */
  public static Interval interval(String text) {
    return switch (AddressText.parse(text)) {
      case AddressText.Ok ok -> ok.interval();
      case AddressText.Wrong wrong -> throw new IllegalArgumentException(text + ": " + wrong);
    };
  }

  /** A prefix, {@code 192.0.2.0/24}, or an address as a prefix of full length. */
  public static Prefix prefix(String text) {
    return interval(text).prefix().orElseThrow();
  }

  /** The addresses of some text forms. */
  public static AddressSet set(String... texts) {
    AddressSet.Builder builder = AddressSet.builder();
    for (String text : texts) {
      builder.add(interval(text));
    }
    return builder.build();
  }
}
