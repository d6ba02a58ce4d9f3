package org.postern.address;

import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.postern.address.AddressText.Form;
import org.postern.address.AddressText.Ok;
import org.postern.address.AddressText.Parsed;
import org.postern.address.AddressText.Wrong;

/** Reads an address with a prefix length or a netmask. */
final class PrefixText {
  private static final Pattern LENGTH = Pattern.compile("[0-9]{1,3}");
  private static final Pattern SHORT_QUAD = Pattern.compile("[0-9]{1,3}(\\.[0-9]{1,3}){0,2}\\.?");
  private static final int MAPPED_LENGTH = 96;

  private PrefixText() {}

  /** Reads a text that has a slash. */
  static Parsed parse(String text) {
    int slash = text.indexOf('/');
    String left = text.substring(0, slash);
    String right = text.substring(slash + 1);
    if (right.indexOf('/') >= 0) {
      return new Wrong("there is more than one slash", "");
    }
    Optional<Address> address = StrictAddress.readAsWritten(left);
    if (address.isEmpty()) {
      return wrongAddress(left, right);
    }
    if (!LENGTH.matcher(right).matches()) {
      return masked(address.get(), right);
    }
    int length = Integer.parseInt(right);
    if (right.length() > 1 && right.startsWith("0")) {
      return AddressText.wrong("a prefix length has no leading zeros", left + "/" + length);
    }
    return block(address.get(), length);
  }

  private static Parsed block(Address address, int length) {
    if (length > address.family().bits()) {
      String label = address.family().label();
      return new Wrong("/" + length + " is longer than an " + label + " address", "");
    }
    if (!StrictAddress.isMapped(address)) {
      return exact(address, length, Form.PREFIX);
    }
    Address inner = StrictAddress.unmapped(address);
    if (length >= MAPPED_LENGTH) {
      return exact(inner, length - MAPPED_LENGTH, Form.PREFIX);
    }
    return AddressText.wrong(
        "an IPv4-mapped prefix is /96 or longer",
        length > 0 && length <= Family.IP.bits() ? Prefix.containing(inner, length).text() : "");
  }

  private static Parsed masked(Address address, String text) {
    Optional<Address> mask = StrictAddress.readAsWritten(text);
    if (mask.isEmpty() || mask.get().family() != Family.IP) {
      return new Wrong("a prefix length or a netmask must follow the slash", "");
    }
    if (address.family() != Family.IP) {
      return new Wrong("only IPv4 has netmasks", "");
    }
    OptionalInt length = Netmask.length(mask.get());
    if (length.isPresent()) {
      return exact(address, length.getAsInt(), Form.NETMASK);
    }
    OptionalInt wildcard = Netmask.wildcardLength(mask.get());
    if (wildcard.isPresent()) {
      return AddressText.wrong(
          text + " is a wildcard mask, not a netmask",
          Prefix.containing(address, wildcard.getAsInt()).toString());
    }
    return new Wrong("the set bits of netmask " + text + " are not the leading ones", "");
  }

  private static Parsed exact(Address address, int length, Form form) {
    Prefix prefix = Prefix.containing(address, length);
    if (prefix.base().equals(address)) {
      return new Ok(prefix.interval(), form);
    }
    // Nobody who wrote an address meant the whole family.
    String fix = length == 0 ? "" : prefix.toString();
    return AddressText.wrong("host bits are set behind /" + length, fix);
  }

  private static Wrong wrongAddress(String left, String right) {
    Matcher shortQuad = SHORT_QUAD.matcher(left);
    if (shortQuad.matches()) {
      String start = left.endsWith(".") ? left.substring(0, left.length() - 1) : left;
      int parts = start.split("\\.", -1).length;
      return AddressText.wrong(
          TextFaults.FEW_NUMBERS, start + ".0".repeat(4 - parts) + "/" + right);
    }
    Wrong wrong = TextFaults.address(left);
    return wrong.fix().isEmpty()
        ? wrong
        : AddressText.wrong(wrong.reason(), wrong.fix() + "/" + right);
  }
}
