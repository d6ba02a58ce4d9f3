package org.postern.address.text;

import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Pattern;
import org.postern.address.Address;
import org.postern.address.Family;
import org.postern.address.Interval;
import org.postern.address.Prefix;
import org.postern.address.text.AddressText.Form;
import org.postern.address.text.AddressText.Ok;

/** Reads the accepted forms and nothing else; why a text is refused is found out elsewhere. */
final class StrictText {
  /** The most characters of a text that is read closely; no form is longer. */
  static final int LONGEST = 100;

  private static final Pattern LENGTH = Pattern.compile("0|[1-9][0-9]{0,2}");
  static final int MAPPED_LENGTH = 96;

  private StrictText() {}

  static Optional<Ok> read(String text) {
    if (text.length() > LONGEST) {
      return Optional.empty();
    }
    int dash = text.indexOf('-');
    if (dash >= 0) {
      return range(
          spaceless(text.substring(0, dash), true), spaceless(text.substring(dash + 1), false));
    }
    int slash = text.indexOf('/');
    if (slash >= 0) {
      return prefix(text.substring(0, slash), text.substring(slash + 1));
    }
    return StrictAddress.read(text).map(a -> new Ok(new Interval(a, a), Form.ADDRESS));
  }

  private static Optional<Ok> range(String left, String right) {
    Optional<Address> first = StrictAddress.read(left);
    Optional<Address> last = StrictAddress.read(right);
    return first.isPresent()
            && last.isPresent()
            && first.get().family() == last.get().family()
            && first.get().compareTo(last.get()) <= 0
        ? Optional.of(new Ok(new Interval(first.get(), last.get()), Form.RANGE))
        : Optional.empty();
  }

  private static Optional<Ok> prefix(String left, String right) {
    Optional<Address> written = StrictAddress.readAsWritten(left);
    if (written.isEmpty()) {
      return Optional.empty();
    }
    Address address = written.get();
    OptionalInt length = length(right);
    if (length.isEmpty()) {
      return address.family() == Family.IP
          ? netmask(right).flatMap(bits -> block(address, bits, Form.NETMASK))
          : Optional.empty();
    }
    if (!StrictAddress.isMapped(address)) {
      return block(address, length.getAsInt(), Form.PREFIX);
    }
    // All mapped addresses together stand in lists of odd IPv6 prefixes, not for all of IPv4.
    return length.getAsInt() == MAPPED_LENGTH
        ? Optional.empty()
        : block(StrictAddress.unmapped(address), length.getAsInt() - MAPPED_LENGTH, Form.PREFIX);
  }

  /** A prefix length without leading zeros; empty if the text is none. */
  static OptionalInt length(String text) {
    return LENGTH.matcher(text).matches()
        ? OptionalInt.of(Integer.parseInt(text))
        : OptionalInt.empty();
  }

  private static Optional<Integer> netmask(String text) {
    return StrictAddress.readAsWritten(text)
        .filter(mask -> mask.family() == Family.IP)
        .flatMap(Netmask::length);
  }

  private static Optional<Ok> block(Address address, int length, Form form) {
    if (length < 0 || length > address.family().bits()) {
      return Optional.empty();
    }
    Prefix prefix = Prefix.containing(address, length);
    return prefix.base().equals(address)
        ? Optional.of(new Ok(prefix.interval(), form))
        : Optional.empty();
  }

  /** A side of a dash without the spaces that may be next to the dash. */
  private static String spaceless(String side, boolean atEnd) {
    int from = 0;
    int to = side.length();
    while (atEnd && to > 0 && side.charAt(to - 1) == ' ') {
      to--;
    }
    while (!atEnd && from < to && side.charAt(from) == ' ') {
      from++;
    }
    return side.substring(from, to);
  }
}
