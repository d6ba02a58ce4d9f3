package org.postern.target.mail.exim;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.postern.policy.Refusal;
import org.postern.target.mail.DomainTree;

/**
 * The domains of a rule as an Exim domain list, in the file of one verdict. What no line of Exim's
 * says stands in comments: that a rule has no domain, and how long it is open.
 *
 * @param domains empty where the rule has another verdict, or is gone
 * @param opening the opening of the list of what is observed, where the rule is open for a while
 */
record DomainList(Optional<DomainTree> domains, Optional<Opening> opening) {
  private static final String NONE = "# no domain";

  private static final Pattern OPEN =
      Pattern.compile("# open until ([0-9TZ:.-]{1,40}), then (defer|reject)");

  /**
   * The time for which a rule observes what it is going to refuse.
   *
   * @param until the time when that ends
   * @param then the verdict that it has from then on
   */
  record Opening(Instant until, Refusal then) {}

  /** Returns the list of a verdict that the rule does not have. */
  static DomainList unused() {
    return new DomainList(Optional.empty(), Optional.empty());
  }

  /** Returns the list of the rule's verdict. */
  static DomainList of(DomainTree domains) {
    return new DomainList(Optional.of(domains), Optional.empty());
  }

  /** Returns its domains; none where the rule has another verdict. */
  DomainTree tree() {
    return domains.orElseGet(DomainTree::none);
  }

  String write(String rule, RuleFile file) {
    StringBuilder text = new StringBuilder();
    text.append(
        "# Postern writes this file: rule %s %s mail for these domains from other peers than %s.\n"
            .formatted(rule, file.done(), RuleFile.HOSTS.of(rule)));
    opening.ifPresent(
        one -> text.append("# open until %s, then %s\n".formatted(one.until(), one.then().text())));
    domains.ifPresent(
        tree -> {
          List<String> lines = tree.lines();
          lines.forEach(line -> text.append(line).append('\n'));
          text.append(lines.isEmpty() ? NONE + "\n" : "");
        });
    return text.toString();
  }

  /** Reads a list; empty when a line is none of ours: what Exim makes of it is not known. */
  static Optional<DomainList> read(String text) {
    List<String> lines = new ArrayList<>();
    boolean none = false;
    Optional<Opening> opening = Optional.empty();
    for (String line : text.lines().toList()) {
      if (line.startsWith("#")) {
        none |= line.equals(NONE);
        opening = opening.or(() -> opening(line));
      } else if (!line.isEmpty()) {
        lines.add(line);
      }
    }
    boolean live = none || !lines.isEmpty();
    Optional<Opening> found = opening;
    return DomainTree.read(lines)
        .map(tree -> new DomainList(live ? Optional.of(tree) : Optional.empty(), found));
  }

  private static Optional<Opening> opening(String line) {
    Matcher matcher = OPEN.matcher(line);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    try {
      Refusal then = matcher.group(2).equals("defer") ? Refusal.DEFER : Refusal.REJECT;
      return Optional.of(new Opening(Instant.parse(matcher.group(1)), then));
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }
}
