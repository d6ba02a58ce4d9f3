package org.postern.target.nftables.layout;

import java.time.Duration;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.postern.address.Family;
import org.postern.plan.AccessRule;
import org.postern.plan.Peers;
import org.postern.plan.Ruleset;
import org.postern.target.nftables.netlink.NfTables;
import org.postern.target.nftables.netlink.TableFamily;
import org.postern.target.nftables.wire.Counters;
import org.postern.target.nftables.wire.ElementKeys;
import org.postern.target.nftables.wire.Elements;
import org.postern.target.nftables.wire.KeyType;
import org.postern.target.nftables.wire.Keys;
import org.postern.target.nftables.wire.Request;
import org.postern.target.nftables.wire.Sets;

/** Makes requests for what holds something in our table: sets with their elements, and counters. */
public final class Holders {
  /**
   * The time for which peers refused or observed are remembered, at most so many of each family.
   */
  private static final Duration SEEN_FOR = Duration.ofDays(7);

  public static final int SEEN_SIZE = 65_536;
  private static final TableFamily FAMILY = TableContents.FAMILY;

  private Holders() {}

  /** Returns the sets that rules fill with peers, each with the family of these. */
  public static Map<String, Family> remembering(Ruleset ruleset) {
    Map<String, Family> sets = new LinkedHashMap<>();
    for (AccessRule rule : ruleset.rules()) {
      if (rule.peers() instanceof Peers.Only) {
        for (Family family : Family.values()) {
          sets.put(Names.seen(rule.name(), family), family);
        }
      }
    }
    if (FragmentChains.needed(ruleset)) {
      sets.put(Names.FRAGMENTS, Family.IP6);
    }
    return sets;
  }

  /** Returns the names of the counters. */
  public static Set<String> counters(Ruleset ruleset) {
    Set<String> counters = new LinkedHashSet<>();
    for (AccessRule rule : ruleset.rules()) {
      counters.add(Names.accepted(rule.name()));
      if (rule.peers() instanceof Peers.Only) {
        counters.add(Names.refused(rule.name()));
      }
    }
    if (FragmentChains.needed(ruleset)) {
      counters.add(Names.FRAGMENTS);
    }
    return counters;
  }

  /** The counters, and the sets that rules fill, as far as they are not there. */
  public static void create(Ruleset wanted, TableContents held, List<Request> requests) {
    for (String counter : counters(wanted)) {
      if (!held.counters().containsKey(counter)) {
        requests.add(new Counters.NewCounter(FAMILY, Names.TABLE, counter));
      }
    }
    PortSets.create(wanted, held, requests);
    remembering(wanted)
        .forEach(
            (set, family) -> {
              if (!held.sets().containsKey(set)) {
                requests.add(remembering(set, family));
              }
            });
  }

  private static Request remembering(String set, Family family) {
    return Sets.NewSet.learning(
        FAMILY, Names.TABLE, set, Keys.type(family), SEEN_SIZE, SEEN_FOR, true);
  }

  /**
   * Replaces what others made by the names of sets of ours. No rule may refer to them meanwhile, so
   * this belongs where the rules are switched.
   */
  public static void replace(Ruleset wanted, TableContents held, List<Request> requests) {
    PortSets.replace(wanted, held, requests);
    Map<String, Family> families = remembering(wanted);
    for (Sets.SetInfo set : unsound(wanted, held)) {
      requests.add(new Sets.DelSet(FAMILY, Names.TABLE, set.name()));
      requests.add(
          remembering(set.name(), Optional.ofNullable(families.get(set.name())).orElseThrow()));
    }
  }

  /** Returns the sets by the names of those that rules fill, but not made like them. */
  public static List<Sets.SetInfo> unsound(Ruleset wanted, TableContents held) {
    return remembering(wanted).entrySet().stream()
        .flatMap(
            one ->
                Optional.ofNullable(held.sets().get(one.getKey()))
                    .filter(set -> !isSound(set, one.getValue()))
                    .stream())
        .toList();
  }

  private static boolean isSound(Sets.SetInfo set, Family family) {
    return remembers(set, family) && (set.setFlags() & NfTables.NFT_SET_EVAL) != 0;
  }

  /** Tells whether a set is one that rules fill with peers of that family, and time empties. */
  public static boolean remembers(Sets.SetInfo set, Family family) {
    KeyType type = Keys.type(family);
    return (set.setFlags() & ~NfTables.NFT_SET_EVAL) == NfTables.NFT_SET_TIMEOUT
        && set.keyType() == type.number()
        && set.keyLength() == type.length();
  }

  /** A set of accepted prefixes, if it is not there, and what it gains. */
  public static void add(SetChange set, TableContents held, List<Request> requests) {
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

  /** Removes the elements that a set of accepted prefixes loses. */
  public static void remove(SetChange set, List<Request> requests) {
    if (!set.removed().isEmpty()) {
      ElementKeys keys = Keys.elements(set.removed(), set.lookup().family());
      requests.add(new Elements.DelSetElem(FAMILY, Names.TABLE, set.name(), keys));
    }
  }

  /** Returns the sets without an owner; those without a name go with their rule. */
  public static List<Sets.DelSet> deleteSets(
      Ruleset wanted, Set<String> prefixes, TableContents held) {
    Set<String> kept = new HashSet<>(prefixes);
    kept.addAll(remembering(wanted).keySet());
    kept.addAll(PortSets.of(wanted).keySet());
    return held.sets().values().stream()
        .filter(set -> !kept.contains(set.name()))
        .filter(set -> (set.setFlags() & NfTables.NFT_SET_ANONYMOUS) == 0)
        .map(set -> new Sets.DelSet(FAMILY, Names.TABLE, set.name()))
        .toList();
  }

  /** Returns the counters without an owner. */
  public static List<Counters.DelCounter> deleteCounters(Ruleset wanted, TableContents held) {
    Set<String> kept = counters(wanted);
    return held.counters().keySet().stream()
        .filter(name -> !kept.contains(name))
        .map(name -> new Counters.DelCounter(FAMILY, Names.TABLE, name))
        .toList();
  }
}
