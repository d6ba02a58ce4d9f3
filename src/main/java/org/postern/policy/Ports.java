package org.postern.policy;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.Collectors;

/**
 * TCP ports, 1 to 65535: a canonical, immutable set. Two are equal exactly when they hold the same
 * ports, however these were written.
 *
 * @param ranges sorted, disjoint and not adjacent; never empty
 */
public record Ports(List<Range> ranges) {
  /** The highest port (RFC 9293 3.1: 16 bits). */
  public static final int LAST = 65_535;

  /** The protocol before a port, as the language writes it. */
  private static final String PROTOCOL = "tcp/";

  public Ports {
    if (ranges.isEmpty()) {
      throw new IllegalArgumentException("no port");
    }
    ranges = canonical(ranges);
  }

  /**
   * The ports from one to another, both included.
   *
   * @param first the first port, at least 1
   * @param last the last port, at most 65535, and not below the first
   */
  public record Range(int first, int last) {
    public Range {
      if (first < 1 || last < first || last > LAST) {
        throw new IllegalArgumentException("no range of ports: " + first + "-" + last);
      }
    }

    /** Tells whether it is a single port. */
    public boolean isSingle() {
      return first == last;
    }

    /** Returns {@code 25} or {@code 2500-2599}. */
    public String text() {
      return isSingle() ? String.valueOf(first) : first + "-" + last;
    }
  }

  /** A single port. */
  public static Ports of(int port) {
    return new Ports(List.of(new Range(port, port)));
  }

  /** Returns all ports of some ranges, in any order. */
  public static Ports of(Collection<Range> ranges) {
    return new Ports(List.copyOf(ranges));
  }

  private static List<Range> canonical(List<Range> ranges) {
    List<Range> sorted = new ArrayList<>(ranges);
    sorted.sort(Comparator.comparingInt(Range::first));
    List<Range> joined = new ArrayList<>();
    for (Range range : sorted) {
      if (!joined.isEmpty() && range.first() <= joined.getLast().last() + 1) {
        Range before = joined.removeLast();
        joined.add(new Range(before.first(), Math.max(before.last(), range.last())));
      } else {
        joined.add(range);
      }
    }
    return List.copyOf(joined);
  }

  /** Returns the port, if it is one. */
  public OptionalInt single() {
    return ranges.size() == 1 && ranges.getFirst().isSingle()
        ? OptionalInt.of(first())
        : OptionalInt.empty();
  }

  /** Returns the lowest port. */
  public int first() {
    return ranges.getFirst().first();
  }

  /** Tells whether this port is one of them. */
  public boolean contains(int port) {
    return ranges.stream().anyMatch(range -> range.first() <= port && port <= range.last());
  }

  /** Tells whether all ports of the other are among these. */
  public boolean containsAll(Ports other) {
    return other.ranges.stream()
        .allMatch(
            part ->
                ranges.stream()
                    .anyMatch(
                        range -> range.first() <= part.first() && part.last() <= range.last()));
  }

  /** Tells whether some port is in both. */
  public boolean intersects(Ports other) {
    return ranges.stream()
        .anyMatch(
            one ->
                other.ranges.stream()
                    .anyMatch(two -> one.first() <= two.last() && two.first() <= one.last()));
  }

  /**
   * Returns the ports that are in both, as the language writes them.
   *
   * @throws IllegalArgumentException when there are none
   */
  public String common(Ports other) {
    List<Range> common = new ArrayList<>();
    for (Range one : ranges) {
      for (Range two : other.ranges) {
        int first = Math.max(one.first(), two.first());
        int last = Math.min(one.last(), two.last());
        if (first <= last) {
          common.add(new Range(first, last));
        }
      }
    }
    return new Ports(common).text();
  }

  /** Returns the number of ports. */
  public int count() {
    return ranges.stream().mapToInt(range -> range.last() - range.first() + 1).sum();
  }

  /** Returns the ports as the policy language writes them, {@code tcp/25, tcp/2500-2599}. */
  public String text() {
    return texts().stream().collect(Collectors.joining(", "));
  }

  /** Returns the ranges as the policy language writes them. */
  public List<String> texts() {
    return ranges.stream().map(range -> PROTOCOL + range.text()).toList();
  }

  /** Returns the numbers alone: {@code 25, 2500-2599}. */
  public String numbers() {
    return numbers(", ");
  }

  /** Returns the numbers alone, with this between them. */
  public String numbers(String between) {
    return ranges.stream().map(Range::text).collect(Collectors.joining(between));
  }
}
