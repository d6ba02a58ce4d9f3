package org.postern.address;

import java.math.BigInteger;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;

/**
 * An exact set of IPv4 and IPv6 addresses. Immutable and canonical: two sets are equal when they
 * hold the same addresses. Operations take one pass over the intervals of both sets, look-ups are
 * binary searches.
 */
public final class AddressSet {
  private static final AddressSet NONE =
      new AddressSet(Runs.none(Family.IP), Runs.none(Family.IP6));
  private static final AddressSet ALL = NONE.complement();

  private final Runs ip;
  private final Runs ip6;

  private AddressSet(Runs ip, Runs ip6) {
    this.ip = ip;
    this.ip6 = ip6;
  }

  /** No address. */
  public static AddressSet none() {
    return NONE;
  }

  /** Every address of both families. */
  public static AddressSet all() {
    return ALL;
  }

  /** Every address of one family. */
  public static AddressSet all(Family family) {
    return ALL.only(family);
  }

  /** The addresses of some intervals, in any order, overlapping or not. */
  public static AddressSet of(Interval... intervals) {
    Builder builder = builder();
    for (Interval interval : intervals) {
      builder.add(interval);
    }
    return builder.build();
  }

  /** The addresses of one prefix. */
  public static AddressSet of(Prefix prefix) {
    return builder().add(prefix).build();
  }

  /** A single address. */
  public static AddressSet of(Address address) {
    return builder().add(address).build();
  }

  /** The addresses of these intervals. */
  static AddressSet of(Runs runs) {
    return switch (runs.family()) {
      case IP -> new AddressSet(runs, NONE.ip6);
      case IP6 -> new AddressSet(NONE.ip, runs);
    };
  }

  /**
   * The addresses of all of some sets. What is most of them is taken as it is, without a copy where
   * nothing is beside it.
   */
  public static AddressSet union(Collection<AddressSet> sets) {
    AddressSet largest = NONE;
    Builder others = builder();
    for (AddressSet set : sets) {
      if (set.weight() > largest.weight()) {
        others.add(largest);
        largest = set;
      } else {
        others.add(set);
      }
    }
    return largest.union(others.build());
  }

  private int weight() {
    return ip.count() + ip6.count();
  }

  /** Collects a set from many parts. */
  public static Builder builder() {
    return new Builder();
  }

  /** The addresses in this set, in the other, or in both. */
  public AddressSet union(AddressSet other) {
    if (other.isEmpty()) {
      return this;
    }
    return isEmpty()
        ? other
        : new AddressSet(RunAlgebra.union(ip, other.ip), RunAlgebra.union(ip6, other.ip6));
  }

  /** The addresses in both sets. */
  public AddressSet intersect(AddressSet other) {
    return new AddressSet(RunAlgebra.intersect(ip, other.ip), RunAlgebra.intersect(ip6, other.ip6));
  }

  /** The addresses in this set and not in the other. */
  public AddressSet subtract(AddressSet other) {
    return intersects(other)
        ? new AddressSet(RunAlgebra.subtract(ip, other.ip), RunAlgebra.subtract(ip6, other.ip6))
        : this;
  }

  /**
   * The whole intervals of this set that share an address with the other or lie directly beside
   * one. When a set changes by the other, all intervals but these stay as they are.
   */
  public AddressSet intervalsTouching(AddressSet other) {
    return new AddressSet(RunAlgebra.touching(ip, other.ip), RunAlgebra.touching(ip6, other.ip6));
  }

  /** The addresses, of both families, that are not in this set. */
  public AddressSet complement() {
    return new AddressSet(RunAlgebra.complement(ip), RunAlgebra.complement(ip6));
  }

  /** Whether the address is in this set. */
  public boolean contains(Address address) {
    Runs runs = runs(address.family());
    return runs.startsBy(runs.search(address.high(), address.low()), address.high(), address.low());
  }

  /** Whether every address of the other set is in this one. */
  public boolean containsAll(AddressSet other) {
    return RunAlgebra.containsAll(ip, other.ip) && RunAlgebra.containsAll(ip6, other.ip6);
  }

  /** Whether every address of one interval of some bounds is in this set. */
  public boolean containsAll(Bounds bounds, int index) {
    Runs runs = runs(bounds.family());
    int run = runs.search(bounds.lastHigh(index), bounds.lastLow(index));
    return runs.startsBy(run, bounds.firstHigh(index), bounds.firstLow(index));
  }

  /** Whether some address of one interval of some bounds is in this set. */
  public boolean intersects(Bounds bounds, int index) {
    Runs runs = runs(bounds.family());
    int run = runs.search(bounds.firstHigh(index), bounds.firstLow(index));
    return runs.startsBy(run, bounds.lastHigh(index), bounds.lastLow(index));
  }

  /** Whether some address is in both sets. */
  public boolean intersects(AddressSet other) {
    return RunAlgebra.intersects(ip, other.ip) || RunAlgebra.intersects(ip6, other.ip6);
  }

  /** Whether there is no address. */
  public boolean isEmpty() {
    return isEmpty(Family.IP) && isEmpty(Family.IP6);
  }

  /** Whether there is no address of that family. */
  public boolean isEmpty(Family family) {
    return runs(family).count() == 0;
  }

  /** The addresses of one family. */
  public AddressSet only(Family family) {
    return switch (family) {
      case IP -> new AddressSet(ip, NONE.ip6);
      case IP6 -> new AddressSet(NONE.ip, ip6);
    };
  }

  /** How many addresses there are. */
  public BigInteger size() {
    return ip.size().add(ip6.size());
  }

  /** How many addresses of that family there are. */
  public BigInteger size(Family family) {
    return runs(family).size();
  }

  /** The lowest address. */
  public Optional<Address> first() {
    return Stream.of(ip, ip6).filter(runs -> runs.count() > 0).findFirst().map(r -> r.address(0));
  }

  /** The fewest intervals, IPv4 first, in order. */
  public List<Interval> intervals() {
    return joined(intervals(Family.IP), intervals(Family.IP6));
  }

  /** The fewest intervals of one family, in order. */
  public List<Interval> intervals(Family family) {
    return runs(family).stream().toList();
  }

  /** Hands out the fewest intervals of one family, in order. */
  public void forEachInterval(Family family, IntervalConsumer consumer) {
    Runs runs = runs(family);
    for (int run = 0; run < runs.count(); run++) {
      int first = 2 * run;
      consumer.accept(runs.high(first), runs.low(first), runs.high(first + 1), runs.low(first + 1));
    }
  }

  /** The intervals of one family, ascending; costs no copy. */
  public Bounds bounds(Family family) {
    return Bounds.of(runs(family));
  }

  /** How many intervals of that family there are. */
  public int intervalCount(Family family) {
    return runs(family).count();
  }

  /** The interval of this set that the address is in. */
  public Optional<Interval> interval(Address address) {
    Runs runs = runs(address.family());
    OptionalInt run = runs.find(address.high(), address.low());
    return run.isPresent() ? Optional.of(runs.interval(run.getAsInt())) : Optional.empty();
  }

  /** The fewest prefixes that hold exactly these addresses, IPv4 first, in order. */
  public List<Prefix> prefixes() {
    return joined(prefixes(Family.IP), prefixes(Family.IP6));
  }

  /** The fewest prefixes that hold exactly the addresses of one family, in order. */
  public List<Prefix> prefixes(Family family) {
    return RunAlgebra.prefixes(runs(family));
  }

  /** How many prefixes of that family there are. */
  public int prefixCount(Family family) {
    int[] count = new int[1];
    forEachPrefix(family, (high, low, length) -> count[0]++);
    return count[0];
  }

  /** Hands out the prefixes of one family, in order. */
  public void forEachPrefix(Family family, PrefixConsumer consumer) {
    RunAlgebra.forEachPrefix(runs(family), consumer);
  }

  Runs runs(Family family) {
    return switch (family) {
      case IP -> ip;
      case IP6 -> ip6;
    };
  }

  private static <T> List<T> joined(List<T> left, List<T> right) {
    return Stream.concat(left.stream(), right.stream()).toList();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof AddressSet set && ip.equals(set.ip) && ip6.equals(set.ip6);
  }

  @Override
  public int hashCode() {
    return 31 * ip.hashCode() + ip6.hashCode();
  }

  /** The first intervals, and how many more there are; for people, not for parsing. */
  @Override
  public String toString() {
    return CanonicalText.of(ip, ip6);
  }

  /** Collects a set from many parts, in any order. Not safe for several threads. */
  public static final class Builder {
    private final RunBuilder ip = new RunBuilder(Family.IP, 0);
    private final RunBuilder ip6 = new RunBuilder(Family.IP6, 0);

    private Builder() {}

    /** Adds one address. */
    public Builder add(Address address) {
      return add(address, address);
    }

    /** Adds the addresses of a prefix. */
    public Builder add(Prefix prefix) {
      return add(prefix.first(), prefix.last());
    }

    /** Adds the addresses of a prefix, given as {@link PrefixConsumer} takes it. */
    public Builder add(Family family, long high, long low, int length) {
      int hostBits = family.bits() - length;
      long lastHigh = high | Unsigned.onesHigh(hostBits);
      runs(family).add(high, low, lastHigh, low | Unsigned.onesLow(hostBits));
      return this;
    }

    /** Adds the addresses from one to another; the high words are zero for IPv4. */
    public Builder add(Family family, long firstHigh, long firstLow, long lastHigh, long lastLow) {
      runs(family).add(firstHigh, firstLow, lastHigh, lastLow);
      return this;
    }

    /** Adds the addresses of an interval. */
    public Builder add(Interval interval) {
      return add(interval.first(), interval.last());
    }

    /** Adds the addresses of intervals. */
    public Builder add(Bounds bounds) {
      bounds.addTo(this);
      return this;
    }

    /** Adds the addresses of a set. */
    public Builder add(AddressSet set) {
      ip.addAll(set.ip);
      ip6.addAll(set.ip6);
      return this;
    }

    /** All that was added so far; the builder can be used on. */
    public AddressSet build() {
      return new AddressSet(ip.build(), ip6.build());
    }

    private Builder add(Address first, Address last) {
      runs(first.family()).add(first.high(), first.low(), last.high(), last.low());
      return this;
    }

    private RunBuilder runs(Family family) {
      return switch (family) {
        case IP -> ip;
        case IP6 -> ip6;
      };
    }
  }
}
