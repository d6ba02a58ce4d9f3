package org.postern.plan.guard;

import java.util.List;
import java.util.Optional;
import org.postern.plan.Approval;
import org.postern.plan.ChangeSide;
import org.postern.plan.PendingChange;
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

  /** All of them, as they are after the settlement. */
  List<Approval> all() {
    return all;
  }

  /** How few entries of a set are enough. */
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
   * Changes went through because they were approved.
   *
   * @return whether one of them did for the first time
   */
  boolean use(Candidate candidate, List<PendingChange> approved) {
    boolean news = false;
    for (PendingChange change : approved) {
      for (Approval one : all) {
        if (one.digest().equals(change.digest()) && !one.used()) {
          news = true;
        }
      }
      all = all.stream().map(one -> used(one, candidate, change)).toList();
    }
    return news;
  }

  private static Approval used(Approval approval, Candidate candidate, PendingChange change) {
    boolean bounds =
        change.side() == ChangeSide.REMOVALS
            && candidate.publishedInSet() < candidate.spec().atLeast();
    return approval.digest().equals(change.digest())
        ? approval.used(
            bounds
                ? Optional.of(new Approval.Floor(candidate.set(), candidate.publishedInSet()))
                : Optional.empty())
        : approval;
  }
}
