package org.postern.state;

import java.time.Instant;

/**
 * Somebody's word that a held change is right.
 *
 * @param digest of the held change
 * @param who gave it
 * @param why, as he said
 * @param at when
 * @param used whether it has let its change through; it is kept for the audit
 */
public record Approval(String digest, String who, String why, Instant at, boolean used) {
  /** An approval that nothing has used yet. */
  public Approval(String digest, String who, String why, Instant at) {
    this(digest, who, why, at, false);
  }

  /** The same after its change went through. */
  public Approval spent() {
    return new Approval(digest, who, why, at, true);
  }
}
