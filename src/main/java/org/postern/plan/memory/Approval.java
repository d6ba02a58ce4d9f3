package org.postern.plan.memory;

import java.time.Instant;
import java.util.Optional;

/**
 * An administrator's word that a held change is right. It lets exactly the approved content
 * through, on each look that finds it: neither time nor a second look spends it.
 *
 * @param digest the digest of the held change
 * @param who gave it
 * @param why the reason that was given, empty when none was
 * @param at the time when it was given
 * @param used whether it has let its change through
 * @param floor how few entries it makes enough for its set; empty when it was not about a lower
 *     bound, or when the set has had enough since
 */
public record Approval(
    String digest, String who, String why, Instant at, boolean used, Optional<Floor> floor) {

  /**
   * A lower bound that stands in for the one of the policy.
   *
   * @param set the set's name
   * @param entries the number of entries that is enough, as published, over both families
   */
  public record Floor(String set, int entries) {}

  /** An approval that nothing has used yet. */
  public Approval(String digest, String who, String why, Instant at) {
    this(digest, who, why, at, false, Optional.empty());
  }

  /** Returns a copy after its change went through. */
  public Approval used(Optional<Floor> bound) {
    return new Approval(digest, who, why, at, true, bound);
  }

  /** Returns a copy without a lower bound of its own. */
  public Approval withoutFloor() {
    return new Approval(digest, who, why, at, used, Optional.empty());
  }
}
