package org.postern.state;

import java.io.IOException;
import org.postern.address.AddressText;
import org.postern.address.Family;
import org.postern.address.Interval;

/** Single words of the state's files. */
final class Words {
  private Words() {}

  static Family family(String text) throws IOException {
    for (Family family : Family.values()) {
      if (family.text().equals(text)) {
        return family;
      }
    }
    throw new IOException("no such family: " + text);
  }

  static Interval interval(String text) throws IOException {
    return switch (AddressText.parse(text)) {
      case AddressText.Ok ok -> ok.interval();
      case AddressText.Wrong wrong -> throw new IOException(text + ": " + wrong.reason());
    };
  }
}
