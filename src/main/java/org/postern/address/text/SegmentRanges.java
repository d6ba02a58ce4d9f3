package org.postern.address.text;

import inet.ipaddr.IPAddress;
import inet.ipaddr.IPAddressString;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.postern.address.Address;
import org.postern.address.Interval;
import org.postern.address.Prefix;
import org.postern.address.text.AddressText.Wrong;

/**
 * Ranges and wildcards inside an address, as scanners and hosters write them: {@code
 * 185.201.16-19.*}, {@code 2001:db8:*}. The IPAddress library knows what they name; they are
 * refused, because other programs read them in other ways.
 */
final class SegmentRanges {
  private static final String NUMBER = "(?:\\*|[0-9]{1,3}(?:-[0-9]{1,3})?)";

  /** An IPv4 address with a wildcard, or with a range in a part that is not the last. */
  private static final Pattern IP =
      Pattern.compile("(?=.*\\*|.*-.*\\.)" + NUMBER + "(?:\\." + NUMBER + "){3}");

  /**
   * An IPv6 address with a wildcard or a range; none with {@code ::}, behind which {@code *} is
   * read in two ways.
   */
  private static final Pattern IP6 =
      Pattern.compile("(?!.*::)(?=.*[*-])[0-9A-Fa-f]{1,4}(?::(?:\\*|[0-9A-Fa-f-]{1,9})){1,7}");

  private static final Pattern RANGE = Pattern.compile("([0-9A-Fa-f]+)-([0-9A-Fa-f]+)");

  private SegmentRanges() {}

  /** Says what is meant by such a text; empty for any other. */
  static Optional<Wrong> explain(String text) {
    boolean isIp6 = IP6.matcher(text).matches();
    if (!isIp6 && !IP.matcher(text).matches()) {
      return Optional.empty();
    }
    Matcher ranges = RANGE.matcher(text);
    if (ranges.results().anyMatch(range -> isReversed(range, isIp6 ? 16 : 10))) {
      return Optional.of(new Wrong("the range ends before it starts", ""));
    }
    IPAddress named = new IPAddressString(text).getAddress();
    if (named == null) {
      return Optional.empty();
    }
    String reason =
        text.indexOf('-') < 0
            ? "wildcards are written as prefixes"
            : "a range is two whole addresses with a dash between them";
    return Optional.of(CharacterFaults.wrong(reason, named.isSequential() ? fix(named) : ""));
  }

  private static boolean isReversed(MatchResult range, int radix) {
    return Integer.parseInt(range.group(1), radix) > Integer.parseInt(range.group(2), radix);
  }

  private static String fix(IPAddress named) {
    Interval interval =
        new Interval(
            Address.ofBytes(named.getLower().getBytes()),
            Address.ofBytes(named.getUpper().getBytes()));
    return interval.prefix().map(Prefix::toString).orElseGet(interval::toString);
  }
}
