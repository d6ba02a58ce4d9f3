package org.postern.address;

import java.math.BigInteger;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * An exact set of IPv4 and IPv6 addresses. Immutable and canonical: two sets are equal when they
 * hold the same addresses. Operations take one pass over the intervals of both sets, look-ups are
 * binary searches.
 */
public final class AddressSet implements IntervalSource {
  private static final AddressSet NONE =
      new AddressSet(Runs.none(Family.IP), Runs.none(Family.IP6));
  private static final AddressSet ALL = NONE.complement();

  private final LazyRuns ip;
  private final LazyRuns ip6;

  private AddressSet(LazyRuns ip, LazyRuns ip6) {
    this.ip = ip;
    this.ip6 = ip6;
  }

  private AddressSet(Runs ip, Runs ip6) {
    this(LazyRuns.of(ip), LazyRuns.of(ip6));
  }

  /** Returns the set without an address. */
  public static AddressSet none() {
    return NONE;
  }

  /** Returns every address of both families. */
  public static AddressSet all() {
    return ALL;
  }

  /** Returns every address of one family. */
  public static AddressSet all(Family family) {
    return ALL.only(family);
  }

  /** Returns the addresses of some intervals, in any order, overlapping or not. */
  public static AddressSet of(Interval... intervals) {
    Builder builder = builder();
    for (Interval interval : intervals) {
      builder.add(interval);
    }
    return builder.build();
  }

  /** Returns the addresses of one prefix. */
  public static AddressSet of(Prefix prefix) {
    return builder().add(prefix).build();
  }

  /** A single address. */
  public static AddressSet of(Address address) {
    return builder().add(address).build();
  }

  /** Returns the addresses of these intervals. */
  public static AddressSet of(Runs runs) {
    return switch (runs.family()) {
      case IP -> new AddressSet(LazyRuns.of(runs), NONE.ip6);
      case IP6 -> new AddressSet(NONE.ip, LazyRuns.of(runs));
    };
  }

  /**
   * Returns addresses of one family that are made when they are first looked at.
   *
   * @param name names them once it is known; sets of one name are equal without a look at either
   * @param most the most intervals of which they are made, and at least one
   * @param prefixes tells of how many prefixes they are made at most
   * @param maker makes them, once
   */
  public static AddressSet lazy(
      Family family,
      ContentName name,
      int most,
      Supplier<Long> prefixes,
      Supplier<AddressSet> maker) {
    LazyRuns runs = LazyRuns.of(family, name, most, prefixes, () -> maker.get().runs(family));
    return family == Family.IP ? new AddressSet(runs, NONE.ip6) : new AddressSet(NONE.ip, runs);
  }

  /** Returns the name of the addresses of one family, as far as it is known. */
  public ContentName name(Family family) {
    return lazy(family).name();
  }

  /** Returns a number that the intervals of a family do not exceed; told without a look at them. */
  public int mostIntervals(Family family) {
    return lazy(family).most();
  }

  /**
   * Returns the addresses of all of some sets, put together when they are first looked at. Where
   * one alone has addresses of a family, those are taken as they are.
   */
  public static AddressSet union(Collection<AddressSet> sets) {
    return new AddressSet(
        LazyRuns.union(Family.IP, sets.stream().map(set -> set.ip).toList()),
        LazyRuns.union(Family.IP6, sets.stream().map(set -> set.ip6).toList()));
  }

  /** Collects a set from many parts. */
  public static Builder builder() {
    return new Builder();
  }

  /** Returns the addresses in this set, in the other, or in both. */
  public AddressSet union(AddressSet other) {
    return new AddressSet(ip.union(other.ip), ip6.union(other.ip6));
  }

  /** Returns the addresses in both sets. */
  public AddressSet intersect(AddressSet other) {
    return new AddressSet(ip.intersect(other.ip), ip6.intersect(other.ip6));
  }

  /** Returns the addresses in this set and not in the other. */
  public AddressSet subtract(AddressSet other) {
    return new AddressSet(ip.subtract(other.ip), ip6.subtract(other.ip6));
  }

  /**
   * Returns the whole intervals of this set that share an address with the other or lie directly
   * beside one. When a set changes by the other, all intervals but these stay as they are.
   */
  public AddressSet intervalsTouching(AddressSet other) {
    return new AddressSet(ip.touching(other.ip), ip6.touching(other.ip6));
  }

  /** Returns the addresses, of both families, that are not in this set. */
  public AddressSet complement() {
    return new AddressSet(RunAlgebra.complement(ip.get()), RunAlgebra.complement(ip6.get()));
  }

  /** Tells whether the address is in this set. */
  public boolean contains(Address address) {
    Runs runs = runs(address.family());
    return runs.startsBy(runs.search(address.high(), address.low()), address.high(), address.low());
  }

  /** Tells whether every address of the other set is in this one. */
  public boolean containsAll(AddressSet other) {
    return ip.containsAll(other.ip) && ip6.containsAll(other.ip6);
  }

  /** Tells whether every address of one interval of some bounds is in this set. */
  public boolean containsAll(Bounds bounds, int index) {
    Runs runs = runs(bounds.family());
    int run = runs.search(bounds.lastHigh(index), bounds.lastLow(index));
    return runs.startsBy(run, bounds.firstHigh(index), bounds.firstLow(index));
  }

  /** Tells whether some address of one interval of some bounds is in this set. */
  public boolean intersects(Bounds bounds, int index) {
    Runs runs = runs(bounds.family());
    int run = runs.search(bounds.firstHigh(index), bounds.firstLow(index));
    return runs.startsBy(run, bounds.lastHigh(index), bounds.lastLow(index));
  }

  /** Tells whether some address is in both sets. */
  public boolean intersects(AddressSet other) {
    return ip.intersects(other.ip) || ip6.intersects(other.ip6);
  }

  /** Tells whether there is no address. */
  public boolean isEmpty() {
    return isEmpty(Family.IP) && isEmpty(Family.IP6);
  }

  @Override
  public boolean isEmpty(Family family) {
    return lazy(family).isEmpty();
  }

  /** Returns the addresses of one family. */
  public AddressSet only(Family family) {
    return switch (family) {
      case IP -> new AddressSet(ip, NONE.ip6);
      case IP6 -> new AddressSet(NONE.ip, ip6);
    };
  }

  /** Returns how many addresses there are. */
  public BigInteger size() {
    return ip.get().size().add(ip6.get().size());
  }

  /** Returns how many addresses of that family there are. */
  public BigInteger size(Family family) {
    return runs(family).size();
  }

  /** Returns the lowest address. */
  public Optional<Address> first() {
    return Stream.of(ip, ip6)
        .filter(runs -> !runs.isEmpty())
        .findFirst()
        .map(runs -> runs.get().address(0));
  }

  /** Returns the fewest intervals, IPv4 first, in order. */
  public List<Interval> intervals() {
    return joined(intervals(Family.IP), intervals(Family.IP6));
  }

  /** Returns the fewest intervals of one family, in order. */
  public List<Interval> intervals(Family family) {
    return runs(family).stream().toList();
  }

  @Override
  public void forEachInterval(Family family, IntervalConsumer consumer) {
    Runs runs = runs(family);
    for (int run = 0; run < runs.count(); run++) {
      int first = 2 * run;
      consumer.accept(runs.high(first), runs.low(first), runs.high(first + 1), runs.low(first + 1));
    }
  }

  /** Returns the intervals of one family, ascending; costs no copy. */
  public Bounds bounds(Family family) {
    return Bounds.of(runs(family));
  }

  /** Returns how many intervals of that family there are. */
  public int intervalCount(Family family) {
    return runs(family).count();
  }

  /** Returns the interval of this set that the address is in. */
  public Optional<Interval> interval(Address address) {
    Runs runs = runs(address.family());
    OptionalInt run = runs.find(address.high(), address.low());
    return run.isPresent() ? Optional.of(runs.interval(run.getAsInt())) : Optional.empty();
  }

  /** Returns the fewest prefixes that hold exactly these addresses, IPv4 first, in order. */
  public List<Prefix> prefixes() {
    return joined(prefixes(Family.IP), prefixes(Family.IP6));
  }

  /** Returns the fewest prefixes that hold exactly the addresses of one family, in order. */
  public List<Prefix> prefixes(Family family) {
    return RunPrefixes.of(runs(family));
  }

  /** Returns how many prefixes of that family there are. */
  public int prefixCount(Family family) {
    return Math.toIntExact(RunPrefixes.count(runs(family)));
  }

  /** Returns a bound on the number of prefixes, where it can be without a look at them. */
  public long mostPrefixes(Family family) {
    return lazy(family).mostPrefixes();
  }

  /** Hands out the prefixes of one family, in order. */
  public void forEachPrefix(Family family, PrefixConsumer consumer) {
    RunPrefixes.forEach(runs(family), consumer);
  }

  Runs runs(Family family) {
    return lazy(family).get();
  }

  private LazyRuns lazy(Family family) {
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

  /** Returns the first intervals, and how many more there are; for people, not for parsing. */
  @Override
  public String toString() {
    return CanonicalText.of(ip.get(), ip6.get());
  }

  /** Collects a set from many parts, in any order. Not safe for several threads. */
  public static final class Builder implements IntervalSource {
    private final IpCollector ip = new IpCollector();
    private final Ip6Collector ip6 = new Ip6Collector();

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
      return add(family, high, low, lastHigh, low | Unsigned.onesLow(hostBits));
    }

    /** Adds the addresses from one to another; the high words are zero for IPv4. */
    public Builder add(Family family, long firstHigh, long firstLow, long lastHigh, long lastLow) {
      if (family == Family.IP) {
        ip.add((int) firstLow, (int) lastLow);
      } else {
        ip6.add(firstHigh, firstLow, lastHigh, lastLow);
      }
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
      return add(set.runs(Family.IP)).add(set.runs(Family.IP6));
    }

    public Builder add(Runs runs) {
      switch (runs.family()) {
        case IP -> ip.addAll(runs);
        case IP6 -> ip6.addAll(runs);
      }
      return this;
    }

    private Builder add(Address first, Address last) {
      return add(first.family(), first.high(), first.low(), last.high(), last.low());
    }

    /** Returns all that was added so far; the builder can be used on. */
    public AddressSet build() {
      return new AddressSet(ip.build(), ip6.build());
    }

    Runs runs(Family family) {
      return switch (family) {
        case IP -> ip.build();
        case IP6 -> ip6.build();
      };
    }

    /** Tells whether nothing was added so far. */
    public boolean isEmpty() {
      return ip.isEmpty() && ip6.isEmpty();
    }

    @Override
    public boolean isEmpty(Family family) {
      return switch (family) {
        case IP -> ip.isEmpty();
        case IP6 -> ip6.isEmpty();
      };
    }

    /** Hands out what was added so far, without a set in between. */
    @Override
    public void forEachInterval(Family family, IntervalConsumer consumer) {
      switch (family) {
        case IP -> ip.forEach(consumer);
        case IP6 -> ip6.forEach(consumer);
      }
    }
  }
}
