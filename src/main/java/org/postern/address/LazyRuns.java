package org.postern.address;

import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.function.Supplier;

/**
 * The addresses of one family: at hand, or made when they are first looked at. What is known before
 * is whether there are some, and perhaps a name that tells whether others are the same. Safe for
 * several threads.
 */
final class LazyRuns {
  private final Family family;
  private final ContentName name;

  /** No more intervals than that. */
  private final int most;

  /** Tells of how many prefixes they are at most. */
  private final Supplier<Long> prefixes;

  private final Once<Runs> runs;

  private LazyRuns(
      Family family, ContentName name, int most, Supplier<Long> prefixes, Once<Runs> runs) {
    this.family = family;
    this.name = name;
    this.most = most;
    this.prefixes = prefixes;
    this.runs = runs;
  }

  /** What is at hand. */
  static LazyRuns of(Runs runs) {
    return new LazyRuns(
        runs.family(),
        ContentName.unknown(),
        runs.count(),
        () -> RunPrefixes.count(runs),
        Once.of(runs));
  }

  /**
   * What is made when it is first looked at.
   *
   * @param most so many intervals at most, and at least one
   * @param prefixes tells of how many prefixes they are at most
   */
  static LazyRuns of(
      Family family, ContentName name, int most, Supplier<Long> prefixes, Supplier<Runs> maker) {
    return new LazyRuns(family, name, most, prefixes, new Once<>(maker));
  }

  /** The same, at hand. */
  Runs get() {
    return runs.get();
  }

  Family family() {
    return family;
  }

  ContentName name() {
    return name;
  }

  /** No more intervals than that. */
  int most() {
    return most;
  }

  /** No more prefixes than that. */
  long mostPrefixes() {
    return prefixes.get();
  }

  boolean isEmpty() {
    return most == 0;
  }

  /** Whether others are known to be the same without a look at either. */
  boolean isSurely(LazyRuns other) {
    return family == other.family && name.isSame(other.name);
  }

  /**
   * All of them together, put together when they are first looked at. Where there is one alone, it
   * is taken as it is.
   */
  static LazyRuns union(Family family, List<LazyRuns> all) {
    List<LazyRuns> some = all.stream().filter(one -> !one.isEmpty()).toList();
    if (some.size() <= 1) {
      return some.isEmpty() ? of(Runs.none(family)) : some.getFirst();
    }
    return of(
        family,
        ContentName.ofUnion(some.stream().map(LazyRuns::name).toList()),
        some.stream().mapToInt(LazyRuns::most).sum(),
        () -> some.stream().mapToLong(LazyRuns::mostPrefixes).sum(),
        () -> joined(some));
  }

  /** What is most of them is not copied before the others are put together. */
  private static Runs joined(List<LazyRuns> some) {
    LazyRuns largest = Collections.max(some, Comparator.comparingInt(LazyRuns::most));
    AddressSet.Builder others = AddressSet.builder();
    some.stream().filter(one -> !one.isSurely(largest)).forEach(one -> others.add(one.get()));
    return RunAlgebra.union(largest.get(), others.runs(largest.family()));
  }

  LazyRuns union(LazyRuns other) {
    if (other.isEmpty() || isSurely(other)) {
      return this;
    }
    return isEmpty() ? other : of(RunAlgebra.union(get(), other.get()));
  }

  LazyRuns subtract(LazyRuns other) {
    if (isEmpty() || other.isEmpty()) {
      return this;
    }
    if (isSurely(other)) {
      return of(Runs.none(family));
    }
    return RunAlgebra.intersects(get(), other.get())
        ? of(RunAlgebra.subtract(get(), other.get()))
        : this;
  }

  LazyRuns intersect(LazyRuns other) {
    if (isEmpty() || other.isSurely(this)) {
      return this;
    }
    return other.isEmpty() ? other : of(RunAlgebra.intersect(get(), other.get()));
  }

  /** The whole runs of these that share a number with the other or lie directly beside one. */
  LazyRuns touching(LazyRuns other) {
    return isEmpty() || other.isEmpty()
        ? of(Runs.none(family))
        : of(RunAlgebra.touching(get(), other.get()));
  }

  boolean intersects(LazyRuns other) {
    return !isEmpty() && !other.isEmpty() && RunAlgebra.intersects(get(), other.get());
  }

  boolean containsAll(LazyRuns other) {
    return isSurely(other) || RunAlgebra.containsAll(get(), other.get());
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof LazyRuns lazy
        && (isSurely(lazy) || (isEmpty() == lazy.isEmpty() && get().equals(lazy.get())));
  }

  @Override
  public int hashCode() {
    return get().hashCode();
  }
}
