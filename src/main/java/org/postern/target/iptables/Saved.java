package org.postern.target.iptables;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The table filter of one family as {@code iptables-save -c} tells it.
 *
 * @param policies the policies of the built-in chains
 * @param chains every chain with its rules
 */
record Saved(Map<String, String> policies, Map<String, List<Rule>> chains) {
  private static final Pattern CHAIN = Pattern.compile(":(\\S+) (\\S+) \\[\\d+:\\d+]");
  private static final Pattern RULE = Pattern.compile("\\[(\\d{1,19}):\\d+] -A (\\S+)(?: (.*))?");

  Saved {
    policies = Map.copyOf(policies);
  }

  /**
   * A rule that is there.
   *
   * @param text behind {@code -A CHAIN}, as it was told
   * @param packets the number of packets that it has counted
   */
  record Rule(String text, RuleLine line, long packets) {}

  /** Returns the table of a host that never used it. */
  static Saved nothing() {
    return new Saved(Map.of(), Map.of());
  }

  /** Reads it; lines of other kinds say nothing about the rules. */
  static Saved parse(String text) {
    Map<String, String> policies = new LinkedHashMap<>();
    Map<String, List<Rule>> chains = new LinkedHashMap<>();
    for (String line : text.lines().toList()) {
      Matcher chain = CHAIN.matcher(line);
      Matcher rule = RULE.matcher(line);
      if (chain.matches()) {
        chains.put(chain.group(1), new ArrayList<>());
        if (!chain.group(2).equals("-")) {
          policies.put(chain.group(1), chain.group(2));
        }
      } else if (rule.matches()) {
        String words = Optional.ofNullable(rule.group(3)).orElse("");
        long packets = Long.parseUnsignedLong(rule.group(1));
        chains
            .computeIfAbsent(rule.group(2), name -> new ArrayList<>())
            .add(new Rule(words, RuleLine.parse(words), packets));
      }
    }
    return new Saved(policies, chains);
  }

  static boolean isOurs(String chain) {
    return chain.startsWith(Names.CHAIN);
  }

  /** Returns the rules of a chain; empty when it is not there. */
  Optional<List<RuleLine>> lines(String chain) {
    return Optional.ofNullable(chains.get(chain))
        .map(rules -> rules.stream().map(Rule::line).toList());
  }

  /** Returns the chains that are ours. */
  List<String> ours() {
    return chains.keySet().stream().filter(Saved::isOurs).sorted().toList();
  }

  /**
   * Returns the rules of others that lead to a chain of ours, the jumps of the built-in chains too.
   */
  List<Entrance> entrances() {
    List<Entrance> found = new ArrayList<>();
    chains.forEach(
        (chain, rules) -> {
          for (int at = 0; at < rules.size() && !isOurs(chain); at++) {
            if (rules.get(at).line().chain().filter(Saved::isOurs).isPresent()) {
              found.add(new Entrance(chain, at + 1, rules.get(at)));
            }
          }
        });
    return found;
  }

  /**
   * A rule of a foreign chain that leads to ours.
   *
   * @param number the number of the rule, from 1
   */
  record Entrance(String chain, int number, Rule rule) {}

  /** Returns the packets that the counting rule of a chain has counted. */
  long packets(String chain) {
    return chains.getOrDefault(chain, List.of()).stream().mapToLong(Rule::packets).sum();
  }

  /** Tells whether there is any rule. */
  boolean hasRules() {
    return chains.values().stream().anyMatch(rules -> !rules.isEmpty());
  }

  /** Tells whether there is any rule that is not ours, or a policy that accepts not everything. */
  boolean hasRulesOfOthers() {
    return policies.containsValue("DROP")
        || chains.entrySet().stream()
            .filter(chain -> !isOurs(chain.getKey()))
            .flatMap(chain -> chain.getValue().stream())
            .anyMatch(rule -> rule.line().chain().filter(Saved::isOurs).isEmpty());
  }

  /** Returns all that was read but the counters, to be compared. */
  String text() {
    StringBuilder text = new StringBuilder(policies.toString());
    chains.forEach(
        (chain, rules) -> {
          text.append('\n').append(chain);
          rules.forEach(rule -> text.append("\n ").append(rule.text()));
        });
    return text.toString();
  }
}
