package org.postern.plan;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.postern.source.Resolution;
import org.postern.state.Approval;
import org.postern.state.Held;
import org.postern.state.LastGood;
import org.postern.state.SizeSample;

/**
 * What is in force of every source, after guards were asked.
 *
 * @param entries in force, of all sets
 * @param lastGood to be remembered
 * @param samples to be remembered
 * @param held what waits for an approval
 * @param approvals given, those marked as used that have let something through
 * @param refused entries that no guard setting lets in, in words
 * @param blocked sets that may not be used at all for now, and why
 * @param unanswered halves that never answered
 */
public record Settled(
    List<SettledEntry> entries,
    List<LastGood> lastGood,
    List<SizeSample> samples,
    List<Held> held,
    List<Approval> approvals,
    List<String> refused,
    List<Blocked> blocked,
    List<Resolution.Failed> unanswered) {
  public Settled {
    entries = List.copyOf(entries);
    lastGood = List.copyOf(lastGood);
    samples = List.copyOf(samples);
    held = List.copyOf(held);
    approvals = List.copyOf(approvals);
    refused = List.copyOf(refused);
    blocked = List.copyOf(blocked);
    unanswered = List.copyOf(unanswered);
  }

  /**
   * A set that may not be used.
   *
   * @param set its name
   * @param why in words
   */
  public record Blocked(String set, String why) {}

  /** The entries of one set. */
  public List<SettledEntry> of(String set) {
    return entries.stream().filter(entry -> entry.key().set().equals(set)).toList();
  }

  /** Why a set may not be used. */
  public Optional<Blocked> blocked(String set) {
    return blocked.stream().filter(one -> one.set().equals(set)).findFirst();
  }

  /** When the next entry leaves, as far as that is known. */
  public Optional<Instant> nextEnd(Instant now) {
    return entries.stream()
        .map(SettledEntry::until)
        .flatMap(Optional::stream)
        .filter(now::isBefore)
        .min(Instant::compareTo);
  }
}
