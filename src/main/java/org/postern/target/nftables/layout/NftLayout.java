package org.postern.target.nftables.layout;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.postern.address.AddressSet;
import org.postern.plan.Observation;

/**
 * The physical contents of our table, and what of the host decides how rules are laid out.
 *
 * @param contents without elements
 * @param irregular the elements as read, of a table in which anything is as no plan of ours would
 *     leave it. Of a regular one the rules and their shapes tell
 * @param shapes the shapes of the rules found
 * @param censuses the censuses of the rules found
 * @param host the rules of others on this host
 * @param stamp the stamp of when it was seen
 */
public record NftLayout(
    TableContents contents,
    Optional<Map<String, AddressSet>> irregular,
    Map<String, Shape> shapes,
    Map<String, Census> censuses,
    Surroundings host,
    Stamp stamp)
    implements Observation.Layout {

  /**
   * The rules of others on this host that matter to ours.
   *
   * @param translates whether another program's rules translate addresses
   * @param tracks whether another program's rules use connection tracking
   */
  public record Surroundings(boolean translates, boolean tracks) {}

  /** An empty host of which nothing is known. */
  public static NftLayout nothing() {
    return new NftLayout(
        TableContents.empty(),
        Optional.empty(),
        Map.of(),
        Map.of(),
        new Surroundings(false, true),
        Stamp.nothing());
  }

  /** Returns a copy without a table of ours. */
  public NftLayout withoutTable() {
    return new NftLayout(TableContents.empty(), Optional.empty(), Map.of(), Map.of(), host, stamp);
  }

  /** Tells whether all is as a plan of ours leaves it. */
  boolean regular() {
    return irregular.isEmpty();
  }

  boolean translates() {
    return host.translates();
  }

  public boolean tracks() {
    return host.tracks();
  }

  /** Returns the shape of a rule that was found. */
  public Shape shape(String rule) {
    return Optional.ofNullable(shapes.get(rule)).orElseThrow();
  }

  /** Returns the census of a rule that was found. */
  Census census(String rule) {
    return Optional.ofNullable(censuses.get(rule)).orElseThrow();
  }

  /**
   * Returns the elements of sets by their names; of other rules' sets too when the table is
   * irregular.
   *
   * @param peers the peers of the rule, if it was found
   */
  Map<String, AddressSet> held(String rule, Optional<AddressSet> peers) {
    if (irregular.isPresent()) {
      return irregular.get();
    }
    if (peers.isEmpty()) {
      return Map.of();
    }
    Map<Length, AddressSet> bases = PrefixSets.split(peers.get(), shape(rule).lengths());
    Map<String, AddressSet> held = new TreeMap<>();
    for (Shape.Lookup lookup : shape(rule).lookups()) {
      held.put(
          Names.prefixes(rule, lookup), bases.getOrDefault(Length.of(lookup), AddressSet.none()));
    }
    return held;
  }

  /** Returns a copy with the table as read again. */
  public NftLayout seen(TableContents again, Stamp at) {
    return new NftLayout(again, irregular, shapes, censuses, host, at);
  }
}
