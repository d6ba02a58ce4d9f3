package org.postern.target.nftables.observe;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.postern.address.AddressSet;
import org.postern.host.ffm.Errno;
import org.postern.plan.AccessRule;
import org.postern.plan.Ruleset;
import org.postern.target.nftables.layout.Length;
import org.postern.target.nftables.layout.Names;
import org.postern.target.nftables.layout.PrefixSets;
import org.postern.target.nftables.layout.RuleLayout;
import org.postern.target.nftables.layout.Shape;
import org.postern.target.nftables.layout.TableContents;
import org.postern.target.nftables.netlink.NftablesException;
import org.postern.target.nftables.wire.ElementKeys;
import org.postern.target.nftables.wire.Elements;
import org.postern.target.nftables.wire.Keys;
import org.postern.target.nftables.wire.NftablesConnection;
import org.postern.target.nftables.wire.Sets;

/**
 * Checks that our table holds exactly the expected elements, without reading them. The kernel tells
 * the number of elements of a set (NFTA_SET_COUNT, as of Linux 6.18). It also validates a batch
 * that would delete all expected elements, and that is never committed: it refuses a batch that
 * names a missing element. If the number is right and no expected element is missing, the set holds
 * no other.
 *
 * <p>To list a set takes the kernel time quadratic in its size, because it finds each part of an
 * answer by counting from the first element (Linux {@code net/netfilter/nft_set_hash.c}, {@code
 * nft_hash_walk}). This check takes linear time, and no copy of the set in this process.
 */
final class Confirmation {
  /** The number of elements below which they are read as fast as they are confirmed. */
  private static final int SMALL = 5_000;

  private final NftablesConnection connection;
  private final TableContents contents;

  Confirmation(NftablesConnection connection, TableContents contents) {
    this.connection = connection;
    this.contents = contents;
  }

  /** Tells whether the kernel tells the size of each set that has to be confirmed. */
  static boolean isPossible(TableContents contents) {
    return contents.sets().values().stream()
        .filter(set -> TableContents.plainFamily(set).isPresent())
        .allMatch(set -> set.count().isPresent());
  }

  /**
   * Returns the reading of the table when it is confirmed; empty where its elements have to be
   * read.
   */
  Optional<Interpreter.Reading> of(Ruleset expected) throws NftablesException {
    if (elements() < SMALL || contents.table().isEmpty()) {
      return Optional.empty();
    }
    Interpreter.Reading reading = Interpreter.believe(contents, expected);
    if (!reading.anomalies().isEmpty() || !reading.ruleset().equals(expected)) {
      return Optional.empty();
    }
    Set<String> confirmed = new LinkedHashSet<>();
    for (AccessRule rule : expected.rules()) {
      Shape shape = Optional.ofNullable(reading.shapes().get(rule.name())).orElseThrow();
      if (!confirm(rule, shape, confirmed)) {
        return Optional.empty();
      }
    }
    return confirmed.containsAll(plainSets()) ? Optional.of(reading) : Optional.empty();
  }

  private long elements() {
    return contents.sets().values().stream()
        .filter(set -> TableContents.plainFamily(set).isPresent())
        .mapToLong(set -> set.count().orElse(0))
        .sum();
  }

  private List<String> plainSets() {
    return contents.sets().values().stream()
        .filter(set -> TableContents.plainFamily(set).isPresent())
        .map(Sets.SetInfo::name)
        .toList();
  }

  private boolean confirm(AccessRule rule, Shape shape, Set<String> confirmed)
      throws NftablesException {
    if (shape.lengths().stream().distinct().count() < shape.lookups().size()) {
      return false;
    }
    Map<Length, AddressSet> bases = PrefixSets.split(RuleLayout.peers(rule), shape.lengths());
    for (Shape.Lookup lookup : shape.lookups()) {
      String set = Names.prefixes(rule.name(), lookup);
      AddressSet members = bases.getOrDefault(Length.of(lookup), AddressSet.none());
      if (!holds(set, lookup, members)) {
        return false;
      }
      confirmed.add(set);
    }
    return true;
  }

  private boolean holds(String set, Shape.Lookup lookup, AddressSet members)
      throws NftablesException {
    Optional<Integer> count =
        Optional.ofNullable(contents.sets().get(set)).flatMap(Sets.SetInfo::count);
    return count.isPresent()
        && members.size().longValueExact() == count.get()
        && (members.isEmpty() || allThere(set, Keys.elements(members, lookup.family())));
  }

  private boolean allThere(String set, ElementKeys keys) throws NftablesException {
    try {
      connection.checkEach(
          List.of(new Elements.DelSetElem(TableContents.FAMILY, Names.TABLE, set, keys)));
      return true;
    } catch (NftablesException e) {
      if (e.is(Errno.ETIMEDOUT) || e.is(Errno.EIO)) {
        throw e;
      }
      // An element is missing, or this process may not ask in this way: the set has to be read.
      return false;
    }
  }
}
