package org.postern.address;

import java.util.Optional;
import java.util.regex.Pattern;
import org.postern.address.AddressText.Form;
import org.postern.address.AddressText.Ok;
import org.postern.address.AddressText.Parsed;
import org.postern.address.AddressText.Wrong;

/** Reads two addresses with a dash between. */
final class RangeText {
  private static final Pattern DASH = Pattern.compile(" *- *");
  private static final Pattern LAST_NUMBER = Pattern.compile("[0-9]{1,3}");

  private RangeText() {}

  /** Reads a text that has a dash. */
  static Parsed parse(String text) {
    String[] sides = DASH.split(text, -1);
    if (sides.length != 2) {
      return new Wrong("there is more than one dash", "");
    }
    String left = sides[0];
    String right = sides[1];
    if (left.isEmpty() || right.isEmpty()) {
      return AddressText.wrong("an end of the range is missing", left + right);
    }
    if (text.indexOf('/') >= 0) {
      return new Wrong("the ends of a range are addresses, not prefixes", "");
    }
    Optional<Address> first = StrictAddress.read(left);
    Optional<Address> last = StrictAddress.read(right);
    return first.isPresent() && last.isPresent()
        ? range(first.get(), last.get())
        : wrongEnd(left, first, right);
  }

  private static Parsed range(Address first, Address last) {
    if (first.family() != last.family()) {
      return new Wrong("the ends of the range are of two families", "");
    }
    return first.compareTo(last) <= 0
        ? new Ok(new Interval(first, last), Form.RANGE)
        : AddressText.wrong("the range ends before it starts", last + "-" + first);
  }

  private static Wrong wrongEnd(String left, Optional<Address> first, String right) {
    boolean lastNumberOnly =
        first.isPresent() && left.indexOf(':') < 0 && LAST_NUMBER.matcher(right).matches();
    if (lastNumberOnly) {
      String start = left.substring(0, left.lastIndexOf('.') + 1);
      return AddressText.wrong("both ends must be whole addresses", left + "-" + start + right);
    }
    Wrong wrong = TextFaults.address(first.isEmpty() ? left : right);
    if (wrong.fix().isEmpty()) {
      return wrong;
    }
    return AddressText.wrong(
        wrong.reason(), first.isEmpty() ? wrong.fix() + "-" + right : left + "-" + wrong.fix());
  }
}
