package org.postern.target.iptables;

import org.postern.address.Address;
import org.postern.address.text.AddressText;

/** What tests write in text. */
final class Rules {
  private Rules() {}

  static Address address(String text) {
    return switch (AddressText.parse(text)) {
      case AddressText.Ok ok -> ok.interval().first();
      case AddressText.Wrong wrong -> throw new AssertionError(wrong.reason());
    };
  }
}
