package org.postern.address;

import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Writes addresses and sets as text; for an address the one form that <a
 * href="https://www.rfc-editor.org/rfc/rfc5952">RFC 5952</a> recommends.
 */
final class CanonicalText {
  private static final int GROUPS = 8;
  private static final long MAPPED = 0xFFFFL;

  private static final int SHOWN = 8;

  private CanonicalText() {}

  /** Returns the first runs of a set, and how many more there are. */
  static String of(Runs ip, Runs ip6) {
    int count = ip.count() + ip6.count();
    String shown =
        Stream.concat(ip.stream(), ip6.stream())
            .limit(SHOWN)
            .map(Interval::toString)
            .collect(Collectors.joining(", "));
    return count > SHOWN
        ? "{%s, and %d more}".formatted(shown, count - SHOWN)
        : "{%s}".formatted(shown);
  }

  static String of(Address address) {
    StringBuilder text = new StringBuilder(39);
    switch (address.family()) {
      case IP -> appendQuad(text, address.low());
      case IP6 -> appendGroups(text, address.high(), address.low());
    }
    return text.toString();
  }

  private static void appendQuad(StringBuilder text, long low) {
    text.append(low >>> 24 & 0xFF).append('.').append(low >>> 16 & 0xFF);
    text.append('.').append(low >>> 8 & 0xFF).append('.').append(low & 0xFF);
  }

  private static void appendGroups(StringBuilder text, long high, long low) {
    if (high == 0 && low >>> 32 == MAPPED) {
      appendQuad(text.append("::ffff:"), low & 0xFFFF_FFFFL);
      return;
    }
    int start = longestZeros(high, low);
    int end = start + zerosFrom(start, high, low);
    boolean shorten = end - start > 1;
    for (int index = 0; index < GROUPS; index++) {
      if (shorten && index == start) {
        text.append("::");
        index = end - 1;
      } else {
        boolean afterGap = index == 0 || (shorten && index == end);
        text.append(afterGap ? "" : ":").append(Integer.toHexString(group(index, high, low)));
      }
    }
  }

  /** Returns where the longest run of zero groups starts, the leftmost of equally long ones. */
  private static int longestZeros(long high, long low) {
    int best = 0;
    for (int index = 1; index < GROUPS; index++) {
      if (zerosFrom(index, high, low) > zerosFrom(best, high, low)) {
        best = index;
      }
    }
    return best;
  }

  private static int zerosFrom(int start, long high, long low) {
    int index = start;
    while (index < GROUPS && group(index, high, low) == 0) {
      index++;
    }
    return index - start;
  }

  private static int group(int index, long high, long low) {
    long word = index < 4 ? high : low;
    return (int) (word >>> (48 - 16 * (index & 3)) & 0xFFFF);
  }
}
