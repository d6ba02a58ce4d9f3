package org.postern.target.nftables;

import java.time.Duration;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.postern.address.Family;
import org.postern.plan.FilterRule;
import org.postern.plan.Ruleset;

/** Requests for what holds something in our table: sets with their elements, and counters. */
final class Holders {
  /** Peers refused or observed are remembered so long, and at most so many of each family. */
  private static final Duration SEEN_FOR = Duration.ofDays(7);

  static final int SEEN_SIZE = 65_536;
  private static final TableFamily FAMILY = TableContents.FAMILY;

  private Holders() {}

  /** The counters of a rule, and the sets of those it refuses, as far as they are not there. */
  static void create(FilterRule rule, TableContents held, List<Request> requests) {
    for (String counter : PrefixSets.counters(rule)) {
      if (!held.counters().containsKey(counter)) {
        requests.add(new Counters.NewCounter(FAMILY, Names.TABLE, counter));
      }
    }
    if (PrefixSets.seen(rule).isEmpty()) {
      return;
    }
    for (Family family : Family.values()) {
      if (!held.sets().containsKey(Names.seen(rule.name(), family))) {
        requests.add(seen(rule.name(), family));
      }
    }
  }

  private static Request seen(String rule, Family family) {
    String name = Names.seen(rule, family);
    return Sets.NewSet.learning(
        FAMILY, Names.TABLE, name, Keys.type(family), SEEN_SIZE, SEEN_FOR, true);
  }

  /**
   * In place of what others made by the names of a rule's sets of those it refuses. No rule may
   * refer to them meanwhile, so this belongs where the rules are switched.
   */
  static void replace(FilterRule rule, TableContents held, List<Request> requests) {
    for (Sets.SetInfo set : unsound(rule, held)) {
      boolean six = set.name().equals(Names.seen(rule.name(), Family.IP6));
      requests.add(new Sets.DelSet(FAMILY, Names.TABLE, set.name()));
      requests.add(seen(rule.name(), six ? Family.IP6 : Family.IP));
    }
  }

  /**
   * The sets by the names of those in which a rule remembers whom it refuses, but not like them.
   */
  static List<Sets.SetInfo> unsound(FilterRule rule, TableContents held) {
    return PrefixSets.seen(rule).isEmpty()
        ? List.of()
        : Arrays.stream(Family.values())
            .flatMap(
                family ->
                    Optional.ofNullable(held.sets().get(Names.seen(rule.name(), family)))
                        .filter(set -> !isSound(set, family))
                        .stream())
            .toList();
  }

  private static boolean isSound(Sets.SetInfo set, Family family) {
    return remembers(set, family) && (set.setFlags() & NfTables.NFT_SET_EVAL) != 0;
  }

  /** Whether a set is one that rules fill with peers of that family, and time empties. */
  static boolean remembers(Sets.SetInfo set, Family family) {
    KeyType type = Keys.type(family);
    return (set.setFlags() & ~NfTables.NFT_SET_EVAL) == NfTables.NFT_SET_TIMEOUT
        && set.keyType() == type.number()
        && set.keyLength() == type.length();
  }

  /** A set of accepted prefixes, if it is not there, and what it gains. */
  static void add(SetChange set, TableContents held, List<Request> requests) {
    Family family = set.lookup().family();
    if (!held.sets().containsKey(set.name())) {
      requests.add(
          Sets.NewSet.hash(
              FAMILY, Names.TABLE, set.name(), Keys.type(family), set.lookup().size()));
    }
    if (!set.added().isEmpty()) {
      ElementKeys keys = Keys.elements(set.added(), family);
      requests.add(new Elements.NewSetElem(FAMILY, Names.TABLE, set.name(), keys));
    }
  }

  /** What a set of accepted prefixes loses. */
  static void remove(SetChange set, List<Request> requests) {
    if (!set.removed().isEmpty()) {
      ElementKeys keys = Keys.elements(set.removed(), set.lookup().family());
      requests.add(new Elements.DelSetElem(FAMILY, Names.TABLE, set.name(), keys));
    }
  }

  /** The sets of nobody; those without a name go with their rule. */
  static List<Sets.DelSet> deleteSets(Ruleset wanted, Set<String> prefixes, TableContents held) {
    Set<String> kept = new HashSet<>(prefixes);
    wanted.rules().forEach(rule -> kept.addAll(PrefixSets.seen(rule)));
    return held.sets().values().stream()
        .filter(set -> !kept.contains(set.name()))
        .filter(set -> (set.setFlags() & NfTables.NFT_SET_ANONYMOUS) == 0)
        .map(set -> new Sets.DelSet(FAMILY, Names.TABLE, set.name()))
        .toList();
  }

  /** The counters of nobody. */
  static List<Counters.DelCounter> deleteCounters(Ruleset wanted, TableContents held) {
    Set<String> kept = new HashSet<>();
    wanted.rules().forEach(rule -> kept.addAll(PrefixSets.counters(rule)));
    return held.counters().keySet().stream()
        .filter(name -> !kept.contains(name))
        .map(name -> new Counters.DelCounter(FAMILY, Names.TABLE, name))
        .toList();
  }
}
