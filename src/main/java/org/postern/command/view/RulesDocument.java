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
   * @param rule its name
   * @param line where it is in the policy, with the file
   * @param scope what it judges
   * @param accept {@code any}, {@code none} or a list of names of sets
   * @param never whom it never accepts
   * @param otherwise what becomes of others; empty where nothing does
   * @param loaded whether it can be in force
   * @param sizes what it accepts, where it can be in force
   * @param openUntil when it judges again; empty where no order opened it
   * @param accepted connections from accepted peers; empty for mail, and where nothing counts
   * @param refused connections from others; empty where nothing counts
   * @param obstacle why it cannot be in force; empty where it can
   * @param review when it is to be looked at again, where it says so
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
   * How many prefixes a rule accepts.
   *
   * @param ip those of IPv4
   * @param ip6 those of IPv6
   */
  public record Sizes(int ip, int ip6) {}
}
