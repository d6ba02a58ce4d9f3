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
 * Whether our table holds exactly the elements that are expected, without having them read. The
 * kernel counts the elements of a set (NFTA_SET_COUNT, Linux 6.18 does), and looks at a batch that
 * would delete all that are expected, which it then forgets: it refuses one that names an element
 * that is not there. As many elements as are expected, all of them there, are those and no others.
 *
 * <p>To read a set takes the kernel the square of its size, because each part of an answer is found
 * again by counting from the first element (Linux {@code net/netfilter/nft_set_hash.c}, {@code
 * nft_hash_walk}); this takes its size, and no copy of it here.
 */
final class Confirmation {
  /** Fewer elements than that are read in the same time. */
  private static final int SMALL = 5_000;

  private final NftablesConnection connection;
  private final TableContents contents;

  Confirmation(NftablesConnection connection, TableContents contents) {
    this.connection = connection;
    this.contents = contents;
  }

  /** Whether the kernel counts what would have to be confirmed. */
  static boolean isPossible(TableContents contents) {
    return contents.sets().values().stream()
        .filter(set -> TableContents.plainFamily(set).isPresent())
        .allMatch(set -> set.count().isPresent());
  }

  /** The expected meaning of the table; empty where all has to be read to tell. */
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
      // One is not there, or the kernel does not let this process ask so: reading tells.
      return false;
    }
  }
}
