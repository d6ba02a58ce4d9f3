package org.postern.state;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The orders of an administrator, each of which stands until another replaces it or its time is
 * over. Kept apart from the memory, so that they are readable when that is damaged.
 *
 * @param pin the generation that is enforced as it is, whatever sources say
 * @param pause the order that nothing is changed, not even repaired
 * @param openings the rules that refuse no peer for a while
 * @param removal the order that took everything of ours out; it stays out until the next apply
 */
public record Orders(
    Optional<Pin> pin, Optional<Pause> pause, List<Opening> openings, Optional<Removal> removal) {
  public Orders {
    openings = List.copyOf(openings);
  }

  /** The author, time and reason of an order. */
  public record Given(Instant at, String who, String why) {
    private Given shifted(Duration by) {
      return new Given(at.plus(by), who, why);
    }
  }

  /**
   * The order that one generation stays.
   *
   * @param generation the number of the generation
   */
  public record Pin(int generation, Given given) {}

  /**
   * The order that nothing is changed.
   *
   * @param until the end; empty when it lasts until it is ended
   */
  public record Pause(Optional<Instant> until, Given given) {
    private Pause shifted(Duration by) {
      return new Pause(until.map(end -> end.plus(by)), given.shifted(by));
    }

    private Pause notAfter(Instant now) {
      return given.at().isAfter(now) ? shifted(Duration.between(given.at(), now)) : this;
    }
  }

  /**
   * A rule refuses no peer.
   *
   * @param rule the name of the rule; empty for every rule
   * @param until the time when it refuses again
   */
  public record Opening(String rule, Instant until, Given given) {
    /** Tells whether it is about that rule. */
    public boolean isFor(String name) {
      return rule.isEmpty() || rule.equals(name);
    }

    /** Returns a copy that is shifted by whole seconds, as targets count. */
    private Opening shifted(Duration by) {
      return new Opening(rule, until.plusSeconds(by.toSeconds()), given.shifted(by));
    }

    private Opening notAfter(Instant now) {
      return given.at().isAfter(now) ? shifted(Duration.between(given.at(), now)) : this;
    }
  }

  /** The order that took everything of ours out. */
  public record Removal(Given given) {}

  /** Returns orders that hold none. */
  public static Orders none() {
    return new Orders(Optional.empty(), Optional.empty(), List.of(), Optional.empty());
  }

  /** Tells whether nothing is ordered. */
  public boolean isEmpty() {
    return equals(none());
  }

  /** Returns a copy with the orders that still stand. */
  public Orders at(Instant now) {
    return new Orders(
        pin,
        pause.filter(one -> one.until().map(now::isBefore).orElse(true)),
        openings.stream().filter(one -> now.isBefore(one.until())).toList(),
        removal);
  }

  /**
   * Returns a copy for a clock that was set forward by so much: an order that is to last an hour
   * still does.
   */
  public Orders shifted(Duration by) {
    return new Orders(
        pin,
        pause.map(one -> one.shifted(by)),
        openings.stream().map(one -> one.shifted(by)).toList(),
        removal);
  }

  /**
   * Returns a copy in which no order is given later than now: one that was given by a clock that
   * was ahead begins now, or it would last for years.
   */
  public Orders notAfter(Instant now) {
    return new Orders(
        pin,
        pause.map(one -> one.notAfter(now)),
        openings.stream().map(one -> one.notAfter(now)).toList(),
        removal);
  }

  /** Returns the time until when a rule refuses no peer; empty when it refuses. */
  public Optional<Instant> openUntil(String rule) {
    return openings.stream()
        .filter(one -> one.isFor(rule))
        .map(Opening::until)
        .max(Instant::compareTo);
  }

  public Orders with(Pin ordered) {
    return new Orders(Optional.of(ordered), pause, openings, Optional.empty());
  }

  public Orders with(Pause ordered) {
    return new Orders(pin, Optional.of(ordered), openings, removal);
  }

  /** Returns a copy with an opening in place of an earlier one for the same rule. */
  public Orders with(Opening ordered) {
    List<Opening> all = new ArrayList<>(openings);
    all.removeIf(one -> one.rule().equals(ordered.rule()));
    all.add(ordered);
    return new Orders(pin, pause, all, removal);
  }

  public Orders with(Removal ordered) {
    return new Orders(Optional.empty(), Optional.empty(), List.of(), Optional.of(ordered));
  }

  /** Returns the orders after {@code resume}: what was taken out stays out until the next apply. */
  public Orders resumed() {
    return new Orders(Optional.empty(), Optional.empty(), List.of(), removal);
  }

  /** Returns the orders that matter while the sources are followed. */
  public Orders following() {
    return new Orders(Optional.empty(), Optional.empty(), openings, Optional.empty());
  }

  /** Returns the orders after a policy was applied: pin and removal are over. */
  public Orders applied() {
    return new Orders(Optional.empty(), pause, openings, Optional.empty());
  }
}
