package org.postern.address.text;

import java.util.Optional;
import org.postern.address.Interval;

/**
 * Reads addresses as people and files write them. Forms that programs read in different ways are
 * refused: short forms, leading zeros, wildcards, zones, host bits behind a prefix. IPv4-mapped
 * addresses ({@code ::ffff:192.0.2.1}) are read as the IPv4 addresses they are.
 */
public final class AddressText {
  private AddressText() {}

  /** How a text was written. */
  public enum Form {
    /** A single address. */
    ADDRESS,
    /** An address and a prefix length, {@code 192.0.2.0/24}. */
    PREFIX,
    /** A range of two addresses and a dash, {@code 192.0.2.1-192.0.2.9}. */
    RANGE,
    /** An IPv4 address and a netmask, {@code 192.0.2.0/255.255.255.0}. */
    NETMASK
  }

  /** The addresses of a text, or why it names none. */
  public sealed interface Parsed {}

  /** The addresses that the text names. */
  public record Ok(Interval interval, Form form) implements Parsed {}

  /**
   * A text that names no addresses.
   *
   * @param reason why, as a clause that can follow a colon
   * @param fix the text that was probably meant, itself readable; empty when that would be a guess
   */
  public record Wrong(String reason, String fix) implements Parsed {}

  /** Reads an address, a prefix, a range, or an IPv4 address with a netmask. */
  public static Parsed parse(String text) {
    Optional<Ok> read = StrictText.read(text);
    return read.isPresent() ? read.get() : CharacterFaults.explain(text);
  }
}
