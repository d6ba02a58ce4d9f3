package org.postern.target.nftables.observe;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.postern.address.Address;
import org.postern.address.Family;
import org.postern.plan.SeenPeer;
import org.postern.target.nftables.layout.Holders;
import org.postern.target.nftables.layout.Names;
import org.postern.target.nftables.layout.TableContents;
import org.postern.target.nftables.netlink.NftablesException;
import org.postern.target.nftables.wire.Chains;
import org.postern.target.nftables.wire.ElementCursor;
import org.postern.target.nftables.wire.ElementSink;
import org.postern.target.nftables.wire.RulesetReader;
import org.postern.target.nftables.wire.Sets;
import org.postern.target.nftables.wire.Statements;

/**
 * Reads whom rules remember. A set by the name of ours that is not made as ours are is passed over,
 * and so is an element that no packet can have put there: others may have been at work.
 */
public final class SeenReader {
  private final RulesetReader reader;

  public SeenReader(RulesetReader reader) {
    this.reader = reader;
  }

  /**
   * Reads the peers that all rules remember. They belong to one generation only if the caller sees
   * to that.
   */
  public List<SeenPeer> read() throws NftablesException {
    Set<String> rules = new TreeSet<>();
    for (Chains.ChainInfo chain : reader.chains()) {
      if (chain.family() == TableContents.FAMILY && chain.table().equals(Names.TABLE)) {
        Names.ruleOf(chain.name()).ifPresent(rules::add);
      }
    }
    Map<String, Sets.SetInfo> sets = new HashMap<>();
    reader.sets(TableContents.FAMILY, Names.TABLE).forEach(set -> sets.put(set.name(), set));
    List<SeenPeer> seen = new ArrayList<>();
    for (String rule : rules) {
      for (Family family : Family.values()) {
        Optional<Sets.SetInfo> set = Optional.ofNullable(sets.get(Names.seen(rule, family)));
        if (set.filter(one -> Holders.remembers(one, family)).isPresent()) {
          seen.addAll(read(rule, set.get()));
        }
      }
    }
    Sets.SetInfo fragments = sets.get(Names.FRAGMENTS);
    if (fragments != null && Holders.remembers(fragments, Family.IP6)) {
      read("", fragments)
          .forEach(one -> seen.add(SeenPeer.ofFragments(one.peer(), one.ago(), one.packets())));
    }
    return seen;
  }

  private List<SeenPeer> read(String rule, Sets.SetInfo set) throws NftablesException {
    Collector collector = new Collector(rule, set.timeout());
    reader.elements(TableContents.FAMILY, Names.TABLE, set.name(), collector);
    return List.copyOf(collector.peers.values());
  }

  /** Collects peers by address: while the kernel enlarges a set, an element may come twice. */
  private static final class Collector implements ElementSink {
    private final String rule;
    private final Optional<Duration> timeout;
    private final Map<Address, SeenPeer> peers = new HashMap<>();

    Collector(String rule, Optional<Duration> timeout) {
      this.rule = rule;
      this.timeout = timeout;
    }

    @Override
    public void restart() {
      peers.clear();
    }

    @Override
    public void element(ElementCursor cursor) throws NftablesException {
      if (peers.size() >= Holders.SEEN_SIZE) {
        return;
      }
      ElementCursor.Element element = cursor.element();
      Optional<Duration> life = element.timeout().or(() -> timeout);
      if (life.isPresent() && element.expires().isPresent()) {
        Address peer = Address.ofBytes(element.key().toArray());
        Duration ago = life.get().minus(element.expires().get());
        long packets = element.counter().map(Statements.Counter::packets).orElse(0L);
        peers.put(peer, new SeenPeer(rule, peer, ago.isNegative() ? Duration.ZERO : ago, packets));
      }
    }
  }
}
