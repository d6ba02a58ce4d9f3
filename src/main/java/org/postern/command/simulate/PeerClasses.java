package org.postern.command.simulate;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import org.postern.address.Address;
import org.postern.address.AddressIndex;
import org.postern.address.AddressSet;
import org.postern.address.Family;
import org.postern.plan.AccessRule;
import org.postern.plan.Peers;
import org.postern.policy.Hook;

/**
 * Tells peers apart by their family and by which of some sets hold them. Whatever looks at nothing
 * else of a peer finds the same of all peers of a class. Classes are numbered as they are met, in a
 * tree with a level for each set; so there are no more than peers, however many sets there are.
 */
public final class PeerClasses {
  private static final int SMALLEST = 64;

  private final List<AddressIndex> sets;

  /**
   * Two classes for each node: that of the peers which the next set lacks, and that of those which
   * it holds; zero for none yet.
   */
  private int[] next = new int[2 * SMALLEST];

  private int nodes = 2;

  /** Creates classes by these sets, as {@link Indexes} makes them. */
  public PeerClasses(List<AddressIndex> sets) {
    this.sets = sets;
  }

  /** Returns the number of the peer's class, neither negative nor large. */
  public int of(Address peer) {
    int node = peer.family() == Family.IP ? 0 : 1;
    for (int set = 0; set < sets.size(); set++) {
      boolean held = sets.get(set).contains(peer.family(), peer.high(), peer.low());
      int at = 2 * node + (held ? 1 : 0);
      if (next[at] == 0) {
        next[at] = node();
      }
      node = next[at];
    }
    return node;
  }

  private int node() {
    if (2 * nodes == next.length) {
      next = Arrays.copyOf(next, 2 * next.length);
    }
    nodes++;
    return nodes - 1;
  }

  /** Adds the sets by which a rule of packets tells peers apart. */
  public static void addSets(AccessRule rule, List<AddressSet> sets) {
    if (rule.peers() instanceof Peers.Only only) {
      sets.add(only.addresses());
    }
    // On output the peer is the one that is dialled.
    if (rule.packets().hooks().contains(Hook.OUTPUT)) {
      rule.packets().servers().ifPresent(sets::add);
    }
  }

  /** The indexes of sets, of which several rules have the same. */
  public static final class Indexes {
    private final IdentityHashMap<AddressSet, AddressIndex> same = new IdentityHashMap<>();
    private final Map<AddressSet, AddressIndex> equal = new HashMap<>();

    /** Returns one index for each set that differs from the others. */
    public List<AddressIndex> of(List<AddressSet> sets) {
      LinkedHashSet<AddressIndex> found = new LinkedHashSet<>();
      for (AddressSet set : sets) {
        AddressIndex index = same.get(set);
        if (index == null) {
          index = equal.computeIfAbsent(set, AddressIndex::new);
          same.put(set, index);
        }
        found.add(index);
      }
      return new ArrayList<>(found);
    }
  }
}
