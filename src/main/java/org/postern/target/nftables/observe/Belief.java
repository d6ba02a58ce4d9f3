package org.postern.target.nftables.observe;

import java.util.Map;
import java.util.Optional;
import org.postern.address.Address;
import org.postern.address.AddressSet;
import org.postern.address.Bounds;
import org.postern.address.Family;
import org.postern.address.Interval;
import org.postern.plan.AccessRule;
import org.postern.plan.Observation;
import org.postern.plan.Proof;
import org.postern.target.nftables.layout.Length;
import org.postern.target.nftables.layout.Names;
import org.postern.target.nftables.layout.PrefixSets;
import org.postern.target.nftables.layout.RuleLayout;
import org.postern.target.nftables.layout.Shape;
import org.postern.target.nftables.layout.Stamp;
import org.postern.target.nftables.layout.TableContents;
import org.postern.target.nftables.netlink.NftablesException;
import org.postern.target.nftables.wire.ElementKeys;
import org.postern.target.nftables.wire.Keys;
import org.postern.target.nftables.wire.RulesetReader;

/**
 * Decides whether the elements may be believed to be what they were. Handles and counts tell nearly
 * everything: what they cannot tell is that another program took as many elements out of a set as
 * it put back, or, on kernels that do not count, any of them. So what costs little to read, or to
 * confirm as {@link Confirmation} does, is not believed; of more, a sample of the members is looked
 * up.
 */
public final class Belief {
  /** The number of intervals below which reading them takes a few hundredths of a second. */
  private static final long READ = 20_000;

  /**
   * The number of intervals below which confirming them takes a tenth of a second, by a kernel that
   * counts elements.
   */
  private static final long CONFIRMED = 100_000;

  /** The number of look-ups in each family of each rule; a look-up costs 10 µs. */
  private static final int SAMPLES = 256;

  private final RulesetReader reader;
  private final Observation last;

  public Belief(RulesetReader reader, Observation last) {
    this.reader = reader;
    this.last = last;
  }

  /**
   * Returns how well the last look's elements are known to be there still; empty when they are not.
   */
  public Optional<Proof> of(TableContents contents, Stamp now) throws NftablesException {
    Optional<Stamp> before = Stamp.parse(last.precondition());
    if (before.isEmpty()
        || !before.get().stillTells(now)
        || before.get().place().isEmpty()
        || contents.table().isEmpty()) {
      return Optional.empty();
    }
    Interpreter.Reading reading = Interpreter.believe(contents, last.owned());
    if (!reading.anomalies().isEmpty() || !reading.ruleset().equals(last.owned())) {
      return Optional.empty();
    }
    if (before.get().isAt(now.place(), now.generation()) && last.proof() != Proof.SAMPLED) {
      return Optional.of(Proof.RECORDED);
    }
    long cheap = Confirmation.isPossible(contents) ? CONFIRMED : READ;
    return intervals() < cheap || !sampled(reading.shapes(), now)
        ? Optional.empty()
        : Optional.of(Proof.SAMPLED);
  }

  private long intervals() {
    long intervals = 0;
    for (AccessRule rule : last.owned().rules()) {
      for (Family family : Family.values()) {
        intervals += RuleLayout.peers(rule).intervalCount(family);
      }
    }
    return intervals;
  }

  private boolean sampled(Map<String, Shape> shapes, Stamp now) throws NftablesException {
    for (AccessRule rule : last.owned().rules()) {
      Shape shape = Optional.ofNullable(shapes.get(rule.name())).orElseThrow();
      for (Family family : Family.values()) {
        if (!sampled(rule, shape, sample(RuleLayout.peers(rule), family, now))) {
          return false;
        }
      }
    }
    return true;
  }

  private boolean sampled(AccessRule rule, Shape shape, AddressSet sample)
      throws NftablesException {
    Map<Length, AddressSet> bases = PrefixSets.split(sample, shape.lengths());
    for (Shape.Lookup lookup : shape.lookups()) {
      String set = Names.prefixes(rule.name(), lookup);
      AddressSet members = bases.getOrDefault(Length.of(lookup), AddressSet.none());
      for (Interval interval : members.intervals(lookup.family())) {
        if (!holds(set, interval.first())) {
          return false;
        }
      }
    }
    return true;
  }

  private boolean holds(String set, Address member) throws NftablesException {
    ElementKeys key = Keys.elements(AddressSet.of(member), member.family());
    return reader.hasElement(TableContents.FAMILY, Names.TABLE, set, key);
  }

  /** Returns whole intervals at equal distances, others at every generation. */
  private static AddressSet sample(AddressSet peers, Family family, Stamp now) {
    Bounds bounds = peers.bounds(family);
    AddressSet.Builder builder = AddressSet.builder();
    int stride = Math.max(1, bounds.size() / SAMPLES);
    for (int at = (int) (now.generation() % stride); at < bounds.size(); at += stride) {
      builder.add(bounds.interval(at));
    }
    return builder.build();
  }
}
