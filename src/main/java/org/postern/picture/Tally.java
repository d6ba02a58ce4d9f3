package org.postern.picture;

import java.math.BigInteger;
import java.util.Locale;
import org.postern.address.AddressSet;
import org.postern.address.Family;

/**
 * How many addresses there are, and in how many prefixes they are held.
 *
 * @param addresses exact
 * @param prefixes the number of the fewest prefixes that hold exactly these addresses
 */
public record Tally(BigInteger addresses, int prefixes) {
  /** A tally of nothing. */
  public static final Tally NONE = new Tally(BigInteger.ZERO, 0);

  /**
   * The number of bits from which on numbers are told as powers of two: their digits are not
   * counted at a glance.
   */
  private static final int LONGEST_BITS = 40;

  /** Returns the tally of a set in a family. */
  public static Tally of(AddressSet set, Family family) {
    return new Tally(set.size(family), set.prefixCount(family));
  }

  /** Returns the sum of both, where no prefix of the one meets one of the other. */
  Tally plus(Tally other) {
    return new Tally(addresses.add(other.addresses), prefixes + other.prefixes);
  }

  /** Tells whether there is nothing. */
  public boolean isNone() {
    return addresses.signum() == 0;
  }

  /**
   * Returns {@code 1 address}, {@code 12 addresses in 3 prefixes}; of one prefix only the
   * addresses.
   */
  public String text() {
    String counted = addressText();
    return prefixes == 1 || BigInteger.valueOf(prefixes).equals(addresses)
        ? counted
        : "%s in %,d prefixes".formatted(counted, prefixes);
  }

  /** Returns a text such as {@code 12 addresses}. */
  public String addressText() {
    return number(addresses) + (addresses.equals(BigInteger.ONE) ? " address" : " addresses");
  }

  /** Returns {@code 1,212}; from about a trillion on {@code 2^80} or {@code about 2^80.3}. */
  public static String number(BigInteger number) {
    int bits = number.bitLength();
    if (bits <= LONGEST_BITS) {
      return String.format(Locale.ROOT, "%,d", number);
    }
    if (number.bitCount() == 1) {
      return "2^" + (bits - 1);
    }
    int shift = bits - Long.SIZE + 1;
    double leading = number.shiftRight(Math.max(0, shift)).doubleValue();
    double exponent = Math.log(leading) / Math.log(2) + Math.max(0, shift);
    return "about 2^" + String.format(Locale.ROOT, "%.1f", exponent).replace(".0", "");
  }
}
