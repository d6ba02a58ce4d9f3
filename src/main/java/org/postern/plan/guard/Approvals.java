package org.postern.plan.guard;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.postern.plan.memory.Approval;
import org.postern.plan.memory.ChangeSide;
import org.postern.plan.memory.PendingChange;
import org.postern.policy.SetDefinition;

/**
 * The approvals given so far, and what comes of them in one settlement. An approval of a set that
 * is smaller than its policy expects makes that size enough, until the set has had enough again: a
 * name whose answers rotate would be held anew with each of them.
 */
final class Approvals {
  private List<Approval> all;

  Approvals(List<Approval> given) {
    this.all = List.copyOf(given);
  }

  /** Returns all approvals as they are after the settlement. */
  List<Approval> all() {
    return all;
  }

  /** Returns how few entries of a set are enough. */
  int least(SetDefinition set) {
    return all.stream()
        .flatMap(one -> one.floor().stream())
        .filter(floor -> floor.set().equals(set.name()))
        .mapToInt(Approval.Floor::entries)
        .reduce(set.guard().atLeast(), Math::min);
  }

  /** A set that has enough again is asked for that much from now on. */
  void publishes(SetDefinition set, int entries) {
    if (entries >= set.guard().atLeast()) {
      all =
          all.stream()
              .map(
                  one ->
                      one.floor().filter(floor -> floor.set().equals(set.name())).isPresent()
                          ? one.withoutFloor()
                          : one)
              .toList();
    }
  }

  /**
   * Changes of a set of addresses went through because they were approved.
   *
   * @return whether one of them did for the first time
   */
  boolean use(Candidate candidate, List<PendingChange> approved) {
    return use(
        approved,
        change ->
            change.side() == ChangeSide.REMOVALS
                    && candidate.publishedInSet() < candidate.spec().atLeast()
                ? Optional.of(new Approval.Floor(candidate.set(), candidate.publishedInSet()))
                : Optional.empty());
  }

  /** Uses approvals of changes that are not about a lower bound. */
  boolean use(List<PendingChange> approved) {
    return use(approved, _ -> Optional.empty());
  }

  private boolean use(
      List<PendingChange> approved, Function<PendingChange, Optional<Approval.Floor>> floor) {
    boolean news = false;
    for (PendingChange change : approved) {
      for (Approval one : all) {
        if (one.digest().equals(change.digest()) && !one.used()) {
          news = true;
        }
      }
      all =
          all.stream()
              .map(
                  one -> one.digest().equals(change.digest()) ? one.used(floor.apply(change)) : one)
              .toList();
    }
    return news;
  }
}
