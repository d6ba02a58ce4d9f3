package org.postern.target.nftables.layout;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.LongConsumer;
import org.postern.address.AddressSet;
import org.postern.address.Family;
import org.postern.host.Progress;
import org.postern.policy.Ports;
import org.postern.target.nftables.netlink.NfTables;
import org.postern.target.nftables.netlink.NftablesException;
import org.postern.target.nftables.netlink.TableFamily;
import org.postern.target.nftables.wire.Chains;
import org.postern.target.nftables.wire.Counters;
import org.postern.target.nftables.wire.KeyType;
import org.postern.target.nftables.wire.Keys;
import org.postern.target.nftables.wire.Rules;
import org.postern.target.nftables.wire.RulesetReader;
import org.postern.target.nftables.wire.Sets;
import org.postern.target.nftables.wire.Tables;

/**
 * The contents of our table, as read from the kernel.
 *
 * @param table empty when there is none
 * @param chains the chains by name
 * @param rules the rules by chain, in their order
 * @param sets the sets by name, without their elements
 * @param ports the contents of the sets of ports, by name
 * @param catchAlls the names of plain sets which hold an element for all keys
 * @param counters the counters by name
 */
public record TableContents(
    Optional<Tables.TableInfo> table,
    Map<String, Chains.ChainInfo> chains,
    Map<String, List<Rules.RuleInfo>> rules,
    Map<String, Sets.SetInfo> sets,
    Map<String, Ports> ports,
    Set<String> catchAlls,
    Map<String, Counters.CounterInfo> counters) {

  public static final TableFamily FAMILY = TableFamily.INET;

  /** A host without our table. */
  static TableContents empty() {
    return new TableContents(
        Optional.empty(), Map.of(), Map.of(), Map.of(), Map.of(), Set.of(), Map.of());
  }

  /** Returns the elements of all plain sets of addresses, as base addresses by the set's name. */
  public Map<String, AddressSet> elements(RulesetReader reader, Progress progress)
      throws NftablesException {
    Map<String, AddressSet> elements = new TreeMap<>();
    try (Progress.Work work = progress.begin(reading())) {
      long before = 0;
      for (Sets.SetInfo set : sets.values()) {
        Optional<Family> family = plainFamily(set);
        if (family.isPresent()) {
          long base = before;
          elements.put(
              set.name(), elements(reader, set, family.get(), count -> work.reached(base + count)));
          before += set.count().orElse(0);
        }
      }
    }
    return elements;
  }

  /**
   * Returns a task for the progress of reading; it has a total where the kernel counts elements
   * (Linux 6.18).
   */
  private Progress.Task reading() {
    String what = "elements read";
    List<Sets.SetInfo> plain =
        sets.values().stream().filter(set -> plainFamily(set).isPresent()).toList();
    return plain.stream().allMatch(set -> set.count().isPresent())
        ? Progress.Task.of(what, plain.stream().mapToLong(set -> set.count().orElse(0)).sum())
        : Progress.Task.whole(what);
  }

  /** Returns a copy with some sets as read again. */
  public TableContents withSets(List<Sets.SetInfo> again) {
    Map<String, Sets.SetInfo> all = new TreeMap<>(sets);
    again.forEach(set -> all.put(set.name(), set));
    return new TableContents(table, chains, rules, all, ports, catchAlls, counters);
  }

  /** Reads all but elements; at one generation only if the caller sees to that. */
  public static TableContents read(RulesetReader reader) throws NftablesException {
    Optional<Tables.TableInfo> table =
        reader.tables().stream().filter(TableContents::isOurs).findFirst();
    if (table.isEmpty()) {
      return empty();
    }
    Map<String, Sets.SetInfo> sets = new TreeMap<>();
    reader.sets(FAMILY, Names.TABLE).forEach(set -> sets.put(set.name(), set));
    return new TableContents(
        table,
        chains(reader),
        rules(reader),
        sets,
        PortSets.read(reader, sets.values()),
        catchAlls(reader, sets),
        counters(reader));
  }

  private static Set<String> catchAlls(RulesetReader reader, Map<String, Sets.SetInfo> sets)
      throws NftablesException {
    Set<String> found = new TreeSet<>();
    for (Sets.SetInfo set : sets.values()) {
      if (plainFamily(set).isPresent() && reader.hasCatchAll(FAMILY, Names.TABLE, set.name())) {
        found.add(set.name());
      }
    }
    return found;
  }

  /** Returns the clauses of a chain's rules; empty when there is no such chain. */
  public Optional<List<List<Clause>>> clauses(String chain) {
    return chains.containsKey(chain)
        ? Optional.of(
            rules.getOrDefault(chain, List.of()).stream()
                .map(rule -> ClauseReader.read(rule.expressions()))
                .toList())
        : Optional.empty();
  }

  /** Tells whether that is our table. */
  public static boolean isOurs(Tables.TableInfo table) {
    return table.family() == FAMILY && table.name().equals(Names.TABLE);
  }

  /** Tells whether there is no such set, or one that is made as ours are. */
  public boolean isSound(String name, Shape.Lookup lookup) {
    Sets.SetInfo set = sets.get(name);
    return set == null
        || (plainFamily(set).equals(Optional.of(lookup.family()))
            && !catchAlls.contains(name)
            && set.size().equals(Optional.of(lookup.size())));
  }

  /** A table that was put to sleep: all of it is there, and judges nothing. */
  public boolean dormant() {
    return table.filter(one -> (one.flags() & NfTables.NFT_TABLE_F_DORMANT) != 0).isPresent();
  }

  /** Returns the family of a hash set of addresses that we fill ourselves. */
  public static Optional<Family> plainFamily(Sets.SetInfo set) {
    if (set.setFlags() != 0) {
      return Optional.empty();
    }
    for (Family family : Family.values()) {
      KeyType type = Keys.type(family);
      if (type.number() == set.keyType() && type.length() == set.keyLength()) {
        return Optional.of(family);
      }
    }
    return Optional.empty();
  }

  private static Map<String, Chains.ChainInfo> chains(RulesetReader reader)
      throws NftablesException {
    Map<String, Chains.ChainInfo> chains = new TreeMap<>();
    for (Chains.ChainInfo chain : reader.chains()) {
      if (chain.family() == FAMILY && chain.table().equals(Names.TABLE)) {
        chains.put(chain.name(), chain);
      }
    }
    return chains;
  }

  private static Map<String, List<Rules.RuleInfo>> rules(RulesetReader reader)
      throws NftablesException {
    Map<String, List<Rules.RuleInfo>> rules = new LinkedHashMap<>();
    for (Rules.RuleInfo rule : reader.rules(FAMILY, Names.TABLE)) {
      rules.computeIfAbsent(rule.chain(), chain -> new ArrayList<>()).add(rule);
    }
    return rules;
  }

  private static Map<String, Counters.CounterInfo> counters(RulesetReader reader)
      throws NftablesException {
    Map<String, Counters.CounterInfo> counters = new TreeMap<>();
    reader.counters(FAMILY, Names.TABLE).forEach(one -> counters.put(one.name(), one));
    return counters;
  }

  private static AddressSet elements(
      RulesetReader reader, Sets.SetInfo set, Family family, LongConsumer count)
      throws NftablesException {
    long[] words = reader.addresses(FAMILY, Names.TABLE, set.name(), Keys.type(family), count);
    AddressSet.Builder builder = AddressSet.builder();
    int each = family == Family.IP ? 1 : 2;
    for (int at = 0; at < words.length; at += each) {
      builder.add(family, each == 1 ? 0 : words[at], words[at + each - 1], family.bits());
    }
    return builder.build();
  }
}
