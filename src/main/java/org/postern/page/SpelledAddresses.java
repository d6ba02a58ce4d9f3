package org.postern.page;

import java.util.BitSet;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.postern.address.AddressSet;
import org.postern.address.text.AddressText;

/**
 * Finds addresses in texts, however they are spelled: beside other words, within a prefix, a
 * netmask or a range, with leading zeros, as the tail of an IPv6 address (RFC 4291 2.2, RFC 6052)
 * and as the name under which DNS has them (RFC 1035 3.5, RFC 3596 2.5).
 */
final class SpelledAddresses {
  /** The form of a word that may be an address, perhaps with a length or a netmask. */
  private static final Pattern WORD =
      Pattern.compile("[0-9A-Fa-f]*[:.][0-9A-Fa-f:.]*(?<=[0-9A-Fa-f]|::)(?:/[0-9.]*[0-9])?");

  private static final Pattern DASH = Pattern.compile(" ?- ?");
  private static final Pattern LEADING_ZEROS = Pattern.compile("(?<![0-9])0+(?=[0-9])");

  /** The number of hexadecimal digits in the DNS name of an IPv6 address, each of them a label. */
  private static final int DIGITS = 32;

  /** The length of the longest address: eight groups of IPv6, the last two of them as IPv4. */
  private static final int LONGEST = 45;

  private final AddressSet addresses;

  SpelledAddresses(AddressSet addresses) {
    this.addresses = addresses;
  }

  /** Marks the characters that tell one of the addresses. */
  void mark(String text, BitSet marks) {
    if (addresses.isEmpty()) {
      return;
    }
    Matcher words = WORD.matcher(text);
    int start = 0;
    int end = 0;
    while (words.find()) {
      if (mayBe(words.group())) {
        mark(text, words.start(), words.end(), marks);
        if (end > 0
            && DASH.matcher(text).region(end, words.start()).matches()
            && tells(text.substring(start, words.end()))) {
          marks.set(start, words.end());
        }
        start = words.start();
        end = words.end();
      }
    }
  }

  /** Tells whether it has as many colons or dots as an address at least. */
  private static boolean mayBe(String word) {
    int colons = 0;
    int dots = 0;
    for (int i = 0; i < word.length(); i++) {
      colons += word.charAt(i) == ':' ? 1 : 0;
      dots += word.charAt(i) == '.' ? 1 : 0;
    }
    return dots > 2 || colons > 6 || word.contains("::");
  }

  private void mark(String text, int start, int end, BitSet marks) {
    String word = text.substring(start, end);
    boolean isPlain = isAlone(text, start) && !isMixed(word) && !isName(text, end);
    switch (AddressText.parse(word)) {
      case AddressText.Ok ok when touches(ok) -> marks.set(start, end);
      case AddressText.Ok _ when isPlain -> {
        // Another address.
      }
      case AddressText.Ok _, AddressText.Wrong _ -> {
        if (tells(word) || (isName(text, end) && tells(reversed(word)))) {
          marks.set(start, end);
        }
        markParts(word, start, marks);
      }
    }
  }

  /** Tells whether no other word runs into it. */
  private static boolean isAlone(String text, int start) {
    return start == 0 || !Character.isLetterOrDigit(text.charAt(start - 1));
  }

  /** Tells whether an IPv4 address may be the tail of one of IPv6. */
  private static boolean isMixed(String word) {
    return word.indexOf(':') >= 0 && word.indexOf('.') >= 0;
  }

  private void markParts(String word, int start, BitSet marks) {
    int end = word.indexOf('/') < 0 ? word.length() : word.indexOf('/');
    for (int from = 0; from < end; from++) {
      for (int to = from + 1; to <= Math.min(end, from + LONGEST); to++) {
        if (isBound(word, from - 1) && isBound(word, to) && tells(word.substring(from, to))) {
          marks.set(start + from, start + to);
        }
      }
    }
  }

  /** Tells whether a part of a word can begin after that place, or end before it. */
  private static boolean isBound(String word, int at) {
    return at < 0 || at == word.length() || ":./".indexOf(word.charAt(at)) >= 0;
  }

  private static boolean isName(String text, int end) {
    return text.regionMatches(true, end, ".in-addr.arpa", 0, 13)
        || text.regionMatches(true, end, ".ip6.arpa", 0, 9);
  }

  private static String reversed(String name) {
    List<String> labels = List.of(name.split("\\.", -1)).reversed();
    return labels.size() == DIGITS
        ? String.join("", labels).replaceAll("(....)(?=.)", "$1:")
        : String.join(".", labels);
  }

  private boolean tells(String word) {
    return switch (AddressText.parse(word)) {
      case AddressText.Ok ok -> touches(ok);
      case AddressText.Wrong _ ->
          word.indexOf(':') < 0
              && AddressText.parse(LEADING_ZEROS.matcher(word).replaceAll(""))
                  instanceof AddressText.Ok ok
              && touches(ok);
    };
  }

  private boolean touches(AddressText.Ok ok) {
    return addresses.intersects(AddressSet.of(ok.interval()));
  }
}
