package org.postern.command.view;

import java.math.BigInteger;
import java.util.List;
import java.util.Optional;
import org.postern.address.widening.Tradeoff;
import org.postern.daemon.SetStatus;
import org.postern.plan.WidenedDocument;
import org.postern.policy.GuardSpec;
import org.postern.policy.KeepSpec;
import org.postern.policy.WidenSpec;

/** The sets of addresses of a policy. */
public record SetsDocument(List<One> sets) {
  public SetsDocument {
    sets = List.copyOf(sets);
  }

  /**
   * A set.
   *
   * @param set the name of the set
   * @param line the place in the policy, with the file
   * @param sources the sources, in the words of the policy
   * @param excess the number of addresses that it covers and no source named
   * @param widen the widening that it asks for; empty where it is not to be widened
   * @param widened the outcome of a budget; empty where there is none
   * @param never the addresses that it never holds
   * @param rules the rules that accept it
   * @param sets the sets that take their members from it
   * @param held the digests of its changes that wait for an approval
   * @param blocked the reason why it may not be used; empty where it may
   */
  public record One(
      String set,
      String line,
      List<String> sources,
      Families families,
      BigInteger excess,
      Optional<Widen> widen,
      Optional<WidenedDocument> widened,
      List<String> never,
      Guard guard,
      Keep keep,
      List<String> rules,
      List<String> sets,
      List<String> held,
      Optional<String> blocked) {
    public One {
      sources = List.copyOf(sources);
      never = List.copyOf(never);
      rules = List.copyOf(rules);
      sets = List.copyOf(sets);
      held = List.copyOf(held);
    }
  }

  /** The size of a set in each family. */
  public record Families(Size ip, Size ip6) {}

  /**
   * The size of one family of a set.
   *
   * @param entries the number of entries in force of its own sources; these are fresh, fading,
   *     stale or held
   * @param prefixes the number of prefixes that it amounts to, those of sets within it too
   * @param addresses the number of addresses that these cover; empty where the set is not known
   */
  public record Size(
      int entries,
      int fresh,
      int fading,
      int stale,
      int held,
      int prefixes,
      Optional<BigInteger> addresses) {
    static Size of(SetStatus size, Optional<BigInteger> addresses) {
      return new Size(
          size.entries(),
          size.fresh(),
          size.fading(),
          size.stale(),
          size.held(),
          size.prefixes(),
          addresses);
    }
  }

  /**
   * The widening that a set asks for: blocks of some lengths, or a budget.
   *
   * @param entries the most that there may be
   * @param extra the most addresses that may be added
   * @param prefix the shortest length of IPv4
   * @param prefix6 the shortest length of IPv6
   * @param form the form of the entries; empty without a budget
   */
  public record Widen(
      Optional<Integer> entries,
      Optional<Integer> extra,
      int prefix,
      int prefix6,
      Optional<Tradeoff.Form> form) {
    static Widen of(WidenSpec spec) {
      return switch (spec) {
        case WidenSpec.Blocks blocks ->
            new Widen(
                Optional.empty(),
                Optional.empty(),
                blocks.ipLength(),
                blocks.ip6Length(),
                Optional.empty());
        case WidenSpec.Budget budget ->
            new Widen(
                budget.entries(),
                budget.extra(),
                budget.ipLength(),
                budget.ip6Length(),
                Optional.of(budget.form()));
      };
    }
  }

  /**
   * The limits beyond which changes of a set are held.
   *
   * @param atLeast the fewest entries
   * @param atMost the most entries
   * @param shrink the percentage of the entries that may go at once
   * @param grow the percentage that may be added at once
   * @param widestIp the shortest prefix length of IPv4
   * @param widestIp6 the shortest prefix length of IPv6
   * @param special whether special-purpose addresses are allowed
   */
  public record Guard(
      int atLeast, int atMost, int shrink, int grow, int widestIp, int widestIp6, boolean special) {
    static Guard of(GuardSpec guard) {
      return new Guard(
          guard.atLeast(),
          guard.atMost(),
          guard.shrink(),
          guard.grow(),
          guard.widestIp(),
          guard.widestIp6(),
          guard.allowSpecial());
    }
  }

  /**
   * The time for which entries stay that no answer names.
   *
   * @param removed the seconds for which those stay that confirmed answers no longer name
   * @param alarmAfter the seconds without an answer after which there is an alarm
   */
  public record Keep(long removed, long alarmAfter) {
    static Keep of(KeepSpec keep) {
      return new Keep(keep.removed().toSeconds(), keep.alarmAfter().toSeconds());
    }
  }
}
