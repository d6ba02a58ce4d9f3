package org.postern.command.view;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.postern.host.RecordTree;
import org.postern.policy.Refusal;

/** The rules of a policy. */
public record RulesDocument(List<Rule> rules) {
  public RulesDocument {
    rules = List.copyOf(rules);
  }

  /**
   * A rule.
   *
   * @param rule the name of the rule
   * @param line the place in the policy, with the file
   * @param scope the attempts that it judges
   * @param accept the peers: {@code any}, {@code none} or a list of names of sets
   * @param never the peers that it never accepts
   * @param otherwise the verdict on others; empty where there is none
   * @param loaded whether it can be in force
   * @param sizes the number of prefixes that it accepts, where it can be in force
   * @param openUntil the time when it judges again; empty where no order opened it
   * @param accepted the number of connections from accepted peers; empty for mail, and where
   *     nothing counts
   * @param refused the number of connections from others; empty where nothing counts
   * @param obstacle the reason why it cannot be in force; empty where it can
   * @param review the day when it is to be looked at again, where it says so
   */
  public record Rule(
      String rule,
      String line,
      @RecordTree.Inline ScopeDocument scope,
      Object accept,
      List<String> never,
      Optional<Refusal> otherwise,
      boolean loaded,
      @RecordTree.Inline Optional<Sizes> sizes,
      Optional<Instant> openUntil,
      OptionalLong accepted,
      OptionalLong refused,
      Optional<String> obstacle,
      Optional<LocalDate> review) {
    public Rule {
      never = List.copyOf(never);
    }
  }

  /**
   * The number of prefixes that a rule accepts.
   *
   * @param ip the number of IPv4 prefixes
   * @param ip6 the number of IPv6 prefixes
   */
  public record Sizes(int ip, int ip6) {}
}
