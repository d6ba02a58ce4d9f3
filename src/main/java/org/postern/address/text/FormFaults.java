package org.postern.address.text;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.postern.address.Address;
import org.postern.address.Family;
import org.postern.address.Prefix;
import org.postern.address.text.AddressText.Wrong;

/** Says why a text is refused that has only the characters of addresses. */
final class FormFaults {
  private static final Pattern LAST_NUMBER = Pattern.compile("[0-9]{1,3}");
  private static final Pattern PADDED_LENGTH = Pattern.compile("0+([0-9]{1,3})");
  private static final Pattern SHORT_QUAD = Pattern.compile("[0-9]{1,3}(\\.[0-9]{1,3}){0,2}\\.?");

  private FormFaults() {}

  static Wrong explain(String text) {
    if (text.indexOf('-') >= 0) {
      return range(text);
    }
    return text.indexOf('/') >= 0 ? slash(text) : AddressFaults.explain(text);
  }

  private static Wrong range(String text) {
    String[] sides = text.split(" *- *", -1);
    if (sides.length != 2) {
      return new Wrong("there is more than one dash", "");
    }
    String left = sides[0];
    String right = sides[1];
    if (left.isEmpty() || right.isEmpty()) {
      return new Wrong("an end of the range is missing", "");
    }
    if (text.indexOf('/') >= 0) {
      return new Wrong("the ends of a range are addresses, not prefixes", "");
    }
    Optional<Address> first = StrictAddress.read(left);
    Optional<Address> last = StrictAddress.read(right);
    if (first.isEmpty()) {
      return repaired(AddressFaults.explain(left), "", "-" + right);
    }
    if (last.isEmpty()) {
      return wrongLast(left, right);
    }
    return first.get().family() == last.get().family()
        ? CharacterFaults.wrong("the range ends before it starts", right + "-" + left)
        : new Wrong("the ends of the range are of two families", "");
  }

  private static Wrong wrongLast(String left, String right) {
    if (left.indexOf(':') < 0 && LAST_NUMBER.matcher(right).matches()) {
      String start = left.substring(0, left.lastIndexOf('.') + 1);
      return CharacterFaults.wrong(
          "both ends of a range are whole addresses", left + "-" + start + right);
    }
    return repaired(AddressFaults.explain(right), left + "-", "");
  }

  private static Wrong slash(String text) {
    String left = text.substring(0, text.indexOf('/'));
    String right = text.substring(text.indexOf('/') + 1);
    if (right.indexOf('/') >= 0) {
      return new Wrong("there is more than one slash", "");
    }
    Optional<Address> address = StrictAddress.readAsWritten(left);
    if (address.isEmpty()) {
      return wrongBase(left, right);
    }
    Matcher padded = PADDED_LENGTH.matcher(right);
    if (padded.matches()) {
      return CharacterFaults.wrong(
          "a prefix length has no leading zeros", left + "/" + padded.group(1));
    }
    return StrictText.length(right).isPresent()
        ? wrongLength(address.get(), StrictText.length(right).getAsInt())
        : wrongMask(address.get(), right);
  }

  private static Wrong wrongBase(String left, String right) {
    if (left.isEmpty()) {
      return new Wrong("there is no address before the slash", "");
    }
    if (!SHORT_QUAD.matcher(left).matches()) {
      return repaired(AddressFaults.explain(left), "", "/" + right);
    }
    String start = left.endsWith(".") ? left.substring(0, left.length() - 1) : left;
    int numbers = start.split("\\.", -1).length;
    return CharacterFaults.wrong(
        AddressFaults.FEW_NUMBERS, start + ".0".repeat(4 - numbers) + "/" + right);
  }

  private static Wrong wrongLength(Address address, int length) {
    if (length > address.family().bits()) {
      return new Wrong(
          "/%d is longer than an %s address".formatted(length, address.family().label()), "");
    }
    if (!StrictAddress.isMapped(address)) {
      return hostBits(address, length);
    }
    Address inner = StrictAddress.unmapped(address);
    if (length == StrictText.MAPPED_LENGTH && inner.equals(Family.IP.first())) {
      return new Wrong("it could mean all of IPv4, or the IPv4-mapped part of IPv6", "");
    }
    if (length >= StrictText.MAPPED_LENGTH) {
      return hostBits(inner, length - StrictText.MAPPED_LENGTH);
    }
    String fix =
        length > 0 && length <= Family.IP.bits() ? Prefix.containing(inner, length).toString() : "";
    return CharacterFaults.wrong("an IPv4-mapped prefix is /96 or longer", fix);
  }

  private static Wrong wrongMask(Address address, String text) {
    Optional<Address> mask =
        StrictAddress.readAsWritten(text).filter(read -> read.family() == Family.IP);
    if (mask.isEmpty()) {
      return StrictAddress.readAsWritten(text)
          .filter(_ -> address.family() == Family.IP6)
          .map(wide -> wideMask(address, wide))
          .orElse(new Wrong("a prefix length or a netmask must follow the slash", ""));
    }
    if (address.family() != Family.IP) {
      return new Wrong("only IPv4 has netmasks", "");
    }
    Optional<Integer> length = Netmask.length(mask.get());
    if (length.isPresent()) {
      return hostBits(address, length.get());
    }
    return Netmask.wildcardLength(mask.get())
        .map(
            wildcard ->
                CharacterFaults.wrong(
                    text + " is a wildcard mask, not a netmask",
                    Prefix.containing(address, wildcard).toString()))
        .orElseGet(
            () -> new Wrong("the set bits of netmask " + text + " are not the leading ones", ""));
  }

  /**
   * Returns the fault of a netmask of IPv6, which never had any, and some tools print them all the
   * same.
   */
  private static Wrong wideMask(Address address, Address mask) {
    String reason = "IPv6 takes a prefix length, and no netmask";
    int high = Long.numberOfLeadingZeros(~mask.high());
    int length = high < Long.SIZE ? high : high + Long.numberOfLeadingZeros(~mask.low());
    boolean leading =
        Long.bitCount(mask.high()) + Long.bitCount(mask.low()) == length && length > 0;
    return leading
        ? CharacterFaults.wrong(reason, Prefix.containing(address, length).toString())
        : new Wrong(reason, "");
  }

  private static Wrong hostBits(Address address, int length) {
    // No person who wrote an address meant the whole family.
    String fix = length == 0 ? "" : Prefix.containing(address, length).toString();
    return CharacterFaults.wrong("host bits are set behind /" + length, fix);
  }

  /** Returns the fault of a part, with a fix for the whole if there is one for the part. */
  private static Wrong repaired(Wrong part, String before, String after) {
    return part.fix().isEmpty()
        ? part
        : CharacterFaults.wrong(part.reason(), before + part.fix() + after);
  }
}
