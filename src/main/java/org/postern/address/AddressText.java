package org.postern.address;

import java.util.Optional;

/**
 * Addresses as people and files write them. What several programs read in several ways is refused:
 * short forms, leading zeros, wildcards, zones, host bits behind a prefix. IPv4-mapped addresses
 * ({@code ::ffff:192.0.2.1}) are read as the IPv4 addresses they are.
 */
public final class AddressText {
  private static final int LONGEST = 100;

  private AddressText() {}

  /** How a text was written. */
  public enum Form {
    /** A single address. */
    ADDRESS,
    /** An address and a prefix length, {@code 192.0.2.0/24}. */
    PREFIX,
    /** Two addresses and a dash, {@code 192.0.2.1-192.0.2.9}. */
    RANGE,
    /** An IPv4 address and a netmask, {@code 192.0.2.0/255.255.255.0}. */
    NETMASK
  }

  /** What a text means, or why it means nothing. */
  public sealed interface Parsed {}

  /** The addresses that the text names. */
  public record Ok(Interval interval, Form form) implements Parsed {}

  /**
   * No addresses.
   *
   * @param reason why, as a clause that can follow a colon
   * @param fix what was probably meant, itself readable; empty when that would be a guess
   */
  public record Wrong(String reason, String fix) implements Parsed {}

  /** Reads an address, a prefix, a range, or an IPv4 address with a netmask. */
  public static Parsed parse(String text) {
    if (text.isEmpty()) {
      return new Wrong("there is no text", "");
    }
    if (text.length() > LONGEST) {
      return new Wrong("no address is longer than " + LONGEST + " characters", "");
    }
    Optional<Wrong> foreign = TextFaults.foreign(text);
    if (foreign.isPresent()) {
      return foreign.get();
    }
    if (text.indexOf('-') >= 0) {
      return RangeText.parse(text);
    }
    return text.indexOf('/') >= 0 ? PrefixText.parse(text) : address(text);
  }

  private static Parsed address(String text) {
    return StrictAddress.read(text)
        .<Parsed>map(address -> new Ok(new Interval(address, address), Form.ADDRESS))
        .orElseGet(() -> TextFaults.address(text));
  }

  /** A refusal whose fix is kept only if it can be read. */
  static Wrong wrong(String reason, String fix) {
    return new Wrong(reason, !fix.isEmpty() && parse(fix) instanceof Ok ? fix : "");
  }
}
