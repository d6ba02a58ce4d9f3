package org.postern.target.nftables;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Our table as nft lists it, without what may differ between two tables of one meaning: the order
 * of lookups and elements, the sizes of sets, and what was counted.
 */
public final class Listing {
  private static final Pattern ELEMENTS = Pattern.compile("elements = \\{([^}]*)}");

  private static final Pattern LENGTH = Pattern.compile("_ip6?_[0-9]+\\b");

  private static final Pattern LETTER = Pattern.compile("(_ip6?_)[a-d]\\b");

  private Listing() {}

  /** Each block with its lines. */
  static Map<String, Set<String>> of(Host host) {
    return host.filter() == Filter.NFTABLES ? ofTable(host) : ofTools(host);
  }

  /** Chains with their rules in order, and sets, but for the letters of those in use. */
  private static Map<String, Set<String>> ofTools(Host host) {
    Map<String, Set<String>> blocks = new TreeMap<>();
    for (String tool : List.of("iptables-", "ip6tables-")) {
      String text = host.exec(tool + host.filter().variant() + "-save -t filter");
      int number = 0;
      for (String line : text.lines().filter(one -> one.contains("POSTERN-")).toList()) {
        String chain = line.startsWith("-A ") ? line.split(" ", -1)[1] : "chains";
        String place = line.startsWith("-A ") ? ++number + " " : "";
        blocks
            .computeIfAbsent(tool + chain, name -> new TreeSet<>())
            .add(place + LETTER.matcher(line).replaceAll("$1"));
      }
    }
    for (String line : host.exec("ipset save").lines().toList()) {
      blocks
          .computeIfAbsent(
              LETTER.matcher(line.split(" ", -1)[1]).replaceAll("$1"), name -> new TreeSet<>())
          .add(
              LETTER
                  .matcher(line.replaceAll("(hashsize|maxelem|bucketsize|initval) [^ ]+", ""))
                  .replaceAll("$1"));
    }
    return blocks;
  }

  /** Nothing of ours is left. */
  static void assertNothing(Host host) {
    if (host.filter() == Filter.NFTABLES) {
      assertEquals("", host.nft("list ruleset"));
    }
    assertEquals(Map.of(), of(host));
  }

  private static Map<String, Set<String>> ofTable(Host host) {
    if (!host.nft("list tables").contains("table inet postern\n")) {
      return Map.of();
    }
    String text =
        ELEMENTS
            .matcher(host.nft("list table inet postern"))
            .replaceAll(found -> Matcher.quoteReplacement(sorted(found.group(1))))
            .replaceAll("(_ip6?_[0-9]+)_[0-9]+\\b", "$1")
            .replaceAll("size [0-9]+", "size")
            .replaceAll("packets [0-9]+ bytes [0-9]+", "");
    Map<String, Set<String>> blocks = new TreeMap<>();
    String block = "";
    for (String line : text.lines().map(String::strip).filter(line -> !line.isEmpty()).toList()) {
      block = line.endsWith("{") ? line : block;
      blocks.computeIfAbsent(block, name -> new TreeSet<>()).add(line);
    }
    return blocks;
  }

  /** Holds two hosts to the same listing; of a difference, the blocks that differ. */
  public static void assertSame(Host expected, Host actual) {
    assertSame(of(expected), of(actual));
  }

  /**
   * The same, but for the prefix lengths that were chosen, which depend on those chosen before. Of
   * those there may be only a few more.
   */
  static void assertSameButLengths(Host expected, Host actual, int more) {
    Map<String, Set<String>> left = of(expected);
    Map<String, Set<String>> right = of(actual);
    int lookups = left.size();
    withoutLengths(left);
    withoutLengths(right);
    assertSame(left, right);
    assertTrue(of(actual).size() <= lookups + more, () -> "too many sets: " + of(actual).keySet());
  }

  private static void withoutLengths(Map<String, Set<String>> blocks) {
    blocks.keySet().removeIf(block -> LENGTH.matcher(block).find());
    blocks.values().forEach(lines -> lines.removeIf(line -> LENGTH.matcher(line).find()));
  }

  private static void assertSame(Map<String, Set<String>> left, Map<String, Set<String>> right) {
    Map<String, Set<String>> common = new TreeMap<>(left);
    common.entrySet().retainAll(right.entrySet());
    left.keySet().removeAll(common.keySet());
    right.keySet().removeAll(common.keySet());
    assertEquals(left, right);
  }

  private static String sorted(String elements) {
    return new TreeSet<>(Arrays.asList(elements.strip().split("[,\\s]+", -1))).toString();
  }
}
