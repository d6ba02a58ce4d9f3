package org.postern.target.iptables;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.postern.address.text.AddressText;

/**
 * A rule of iptables(8) in canonical form: rules with one meaning are equal. The order of
 * conditions, the modules they come from, and options that state the default do not matter.
 *
 * @param matches each condition with its values; a negated one begins with an exclamation mark
 * @param target the target with its options; empty for a rule that only counts
 */
record RuleLine(Set<String> matches, String target) {
  private static final Pattern TOKEN = Pattern.compile("\"((?:[^\"\\\\]|\\\\.)*)\"|(\\S+)");

  /** Modules that match only by their options, so that {@code -m} alone has no effect. */
  private static final Set<String> SILENT =
      Set.of("tcp", "multiport", "comment", "conntrack", "set", "time", "limit");

  private static final Set<String> ADDRESSES =
      Set.of("-s", "-d", "--ctorigdst", "! -s", "! -d", "! --ctorigdst");

  /** Protocols by their number, or by another name in the host's list of protocols. */
  private static final Map<String, String> PROTOCOLS =
      Map.of("6", "tcp", "17", "udp", "58", "ipv6-icmp", "icmpv6", "ipv6-icmp");

  RuleLine {
    matches = Set.copyOf(matches);
  }

  private record Token(String text, boolean quoted) {
    boolean begins() {
      return !quoted && (text.startsWith("-") || text.equals("!"));
    }
  }

  /** Reads the text that follows {@code -A CHAIN}. */
  static RuleLine parse(String text) {
    List<Token> tokens = tokens(text);
    Set<String> matches = new TreeSet<>();
    for (int at = 0; at < tokens.size(); ) {
      String first = tokens.get(at).text();
      if (tokens.get(at).begins() && (first.equals("-j") || first.equals("-g"))) {
        return new RuleLine(matches, target(tokens.subList(at, tokens.size())));
      }
      int end = at + 1;
      while (end < tokens.size()
          && (!tokens.get(end).begins() || tokens.get(end - 1).text().equals("!"))) {
        end++;
      }
      condition(tokens.subList(at, end)).ifPresent(matches::add);
      at = end;
    }
    return new RuleLine(matches, "");
  }

  private static List<Token> tokens(String text) {
    List<Token> tokens = new ArrayList<>();
    Matcher matcher = TOKEN.matcher(text);
    while (matcher.find()) {
      String quoted = matcher.group(1);
      tokens.add(
          quoted == null
              ? new Token(matcher.group(2), false)
              : new Token(quoted.replaceAll("\\\\(.)", "$1"), true));
    }
    return tokens;
  }

  private static Optional<String> condition(List<Token> tokens) {
    List<String> words = tokens.stream().map(Token::text).toList();
    int names = words.getFirst().equals("!") && words.size() > 1 ? 2 : 1;
    String name = String.join(" ", words.subList(0, names));
    List<String> values = words.subList(names, words.size());
    boolean silent =
        switch (name) {
          case "-m" -> values.size() == 1 && SILENT.contains(values.getFirst());
          case "--limit-burst" -> values.equals(List.of("5"));
          default -> false;
        };
    return silent
        ? Optional.empty()
        : Optional.of((name + " " + String.join(" ", canonical(name, values))).strip());
  }

  private static List<String> canonical(String name, List<String> values) {
    if (values.size() != 1) {
      return values;
    }
    String value = values.getFirst();
    if (ADDRESSES.contains(name)) {
      return List.of(address(value));
    }
    return switch (name) {
      case "--ctstate" -> List.of(sorted(value));
      case "-p", "! -p" -> List.of(PROTOCOLS.getOrDefault(value, value));
      default -> values;
    };
  }

  private static String address(String value) {
    return switch (AddressText.parse(value)) {
      // As a prefix, which is read again: the end of one may be an IPv4-mapped address.
      case AddressText.Ok ok -> ok.interval().toString();
      case AddressText.Wrong wrong -> value;
    };
  }

  private static String sorted(String list) {
    return String.join(",", new TreeSet<>(Arrays.asList(list.split(",", -1))));
  }

  private static String target(List<Token> tokens) {
    List<String> words = new ArrayList<>(tokens.stream().map(Token::text).toList());
    int level = words.indexOf("--log-level");
    if (level >= 0 && words.subList(level + 1, words.size()).indexOf("4") == 0) {
      words.subList(level, level + 2).clear();
    }
    return String.join(" ", words);
  }

  /** Returns the values of a condition, if there is one by that name. */
  Optional<String> value(String option) {
    return matches.stream()
        .filter(match -> match.startsWith(option + " "))
        .map(match -> match.substring(option.length() + 1))
        .findFirst();
  }

  /** Tells whether it has a condition. */
  boolean has(String match) {
    return matches.contains(match);
  }

  /** Returns the chain that it jumps or goes to, or a built-in target without options. */
  Optional<String> chain() {
    String[] words = target.split(" ", -1);
    return words.length == 2 ? Optional.of(words[1]) : Optional.empty();
  }
}
