package org.postern.address;

import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.function.Supplier;

/**
 * The addresses of one family, computed when they are first read. Before that it is known whether
 * there are any, how many intervals and prefixes they are at most, and perhaps a name that
 * identifies equal content. Thread-safe.
 */
final class LazyRuns {
  private final Family family;
  private final ContentName name;

  /** An upper bound of the number of intervals; 0 exactly when there is no address. */
  private final int most;

  /** Gives an upper bound of the number of prefixes. */
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

  /** Returns addresses that are known already. */
  static LazyRuns of(Runs runs) {
    return new LazyRuns(
        runs.family(),
        ContentName.unknown(),
        runs.count(),
        () -> RunPrefixes.count(runs),
        Once.of(runs));
  }

  /**
   * Returns addresses that are computed when they are first read.
   *
   * @param most an upper bound of the number of intervals, of which there is at least one
   * @param prefixes gives an upper bound of the number of prefixes
   * @param maker computes the addresses
   */
  static LazyRuns of(
      Family family, ContentName name, int most, Supplier<Long> prefixes, Supplier<Runs> maker) {
    return new LazyRuns(family, name, most, prefixes, new Once<>(maker));
  }

  /** Returns the addresses; the first call computes them. */
  Runs get() {
    return runs.get();
  }

  Family family() {
    return family;
  }

  ContentName name() {
    return name;
  }

  /** Returns an upper bound of the number of intervals; 0 exactly when there is no address. */
  int most() {
    return most;
  }

  /** Returns an upper bound of the number of prefixes. */
  long mostPrefixes() {
    return prefixes.get();
  }

  boolean isEmpty() {
    return most == 0;
  }

  /** Tells whether the names alone tell that both hold equal addresses; neither is computed. */
  boolean isSurely(LazyRuns other) {
    return family == other.family && name.isSame(other.name);
  }

  /**
   * Returns the union of all, computed when it is first read. Where only one is not empty, it is
   * returned itself.
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

  /**
   * Returns the union. The largest is merged last, so that it is not copied into the builder of the
   * others.
   */
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

  /** Returns the whole intervals of these that intersect an interval of the other or adjoin one. */
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
