package org.postern.page.html;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import org.postern.address.AddressSet;
import org.postern.address.Family;
import org.postern.diagnostic.Counted;
import org.postern.plan.Peers;

/** Writes numbers, times and lists in words, the same in every locale. */
public final class Words {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm", Locale.ROOT).withZone(ZoneOffset.UTC);

  private Words() {}

  /** Returns {@code 1 rule}, {@code 2,000 rules}. */
  public static String count(long number, String noun) {
    return Counted.grouped(number, noun);
  }

  public static String number(long number) {
    return String.format(Locale.ROOT, "%,d", number);
  }

  /** Returns how many prefixes a rule accepts. */
  public static int count(Peers.Only only) {
    return count(only.addresses());
  }

  public static int count(AddressSet set) {
    return set.prefixCount(Family.IP) + set.prefixCount(Family.IP6);
  }

  /** Returns {@code 12 IPv4 and 3 IPv6 prefixes}. */
  public static String prefixes(AddressSet set) {
    int ip = set.prefixCount(Family.IP);
    int ip6 = set.prefixCount(Family.IP6);
    if (ip6 == 0) {
      return count(ip, Family.IP.label() + " prefix");
    }
    return ip == 0
        ? count(ip6, Family.IP6.label() + " prefix")
        : "%s %s and %s"
            .formatted(number(ip), Family.IP.label(), count(ip6, Family.IP6.label() + " prefix"));
  }

  /** Returns {@code a, b and c}. */
  public static String list(List<String> words) {
    int last = words.size() - 1;
    return last < 1
        ? String.join("", words)
        : String.join(", ", words.subList(0, last)) + " and " + words.get(last);
  }

  /** Returns a time to the minute, in UTC. */
  public static String time(Instant time) {
    return TIME.format(time) + " UTC";
  }

  /** Returns {@code 45 s}, {@code 5 min}, {@code 24 h} or {@code 7 d}, cut down. */
  public static String duration(Duration duration) {
    long seconds = duration.toSeconds();
    if (seconds < 120) {
      return seconds + " s";
    }
    if (seconds < 7_200) {
      return seconds / 60 + " min";
    }
    return seconds < 172_800 ? seconds / 3_600 + " h" : seconds / 86_400 + " d";
  }

  /** Returns the name of a constant as a person writes it. */
  public static String of(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }
}
