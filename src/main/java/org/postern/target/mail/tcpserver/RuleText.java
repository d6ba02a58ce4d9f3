package org.postern.target.mail.tcpserver;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.postern.address.AddressSet;
import org.postern.plan.AccessRule;
import org.postern.plan.Peers;
import org.postern.target.mail.ConnectionRules;

/**
 * A rule as lines of tcprules(1), and back. That others are denied is no line here: it goes behind
 * those of the administrator when both are compiled.
 */
final class RuleText {
  private static final String ALLOW = ":allow";
  private static final String ANY = "# accepts any";
  private static final String DEFERS = "# defers all others";

  private static final Pattern OPEN =
      Pattern.compile("# open until ([0-9TZ:.-]{1,40}), then defers all others");

  private RuleText() {}

  static String write(AccessRule rule) {
    StringBuilder text = new StringBuilder();
    text.append(
        "# Postern writes this file: the peers that rule %s accepts.\n".formatted(rule.name()));
    switch (rule.peers()) {
      case Peers.Any _ -> text.append(ANY).append('\n');
      case Peers.Only(AddressSet addresses) -> {
        text.append(
                rule.openUntil()
                    .map("# open until %s, then defers all others"::formatted)
                    .orElse(DEFERS))
            .append('\n');
        OctetKeys.of(addresses).forEach(key -> text.append(key).append(ALLOW).append('\n'));
      }
    }
    return text.toString();
  }

  /** Returns the text of a rule that is gone. */
  static String open(String rule) {
    return "# Postern writes this file: rule %s is gone and accepts and defers no peer.\n"
        .formatted(rule);
  }

  /** Reads a text; empty when the rule is gone, or is not to be understood at all. */
  static Optional<AccessRule> read(String rule, String text) {
    List<String> lines = text.lines().toList();
    if (lines.contains(ANY)) {
      return Optional.of(ConnectionRules.rule(rule, new Peers.Any(), Optional.empty()));
    }
    Optional<Instant> until = lines.stream().flatMap(line -> until(line).stream()).findFirst();
    if (until.isEmpty() && !lines.contains(DEFERS)) {
      return Optional.empty();
    }
    AddressSet.Builder accepted = AddressSet.builder();
    for (String line : lines) {
      if (line.endsWith(ALLOW)) {
        OctetKeys.read(line.substring(0, line.length() - ALLOW.length()))
            .ifPresent(key -> accepted.add(key.addresses()));
      }
    }
    return Optional.of(ConnectionRules.rule(rule, new Peers.Only(accepted.build()), until));
  }

  private static Optional<Instant> until(String line) {
    Matcher matcher = OPEN.matcher(line);
    return matcher.matches() ? ConnectionRules.closingTime(matcher.group(1)) : Optional.empty();
  }
}
