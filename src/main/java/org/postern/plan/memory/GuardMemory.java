package org.postern.plan.memory;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.postern.source.LastGood;

/**
 * The memory of guards from one run to the next.
 *
 * @param lastGood the last good answers of all sources
 * @param samples the samples of the sets' sizes, oldest first
 * @param pending the changes that wait for an approval
 * @param approvals the approvals given, oldest first, with the last of those used
 */
public record GuardMemory(
    List<LastGood> lastGood,
    List<SizeSample> samples,
    List<PendingChange> pending,
    List<Approval> approvals,
    DomainMemory domains) {
  private static final GuardMemory EMPTY =
      new GuardMemory(List.of(), List.of(), List.of(), List.of());

  /** Makes the memory of a host that has no set of mail domains. */
  public GuardMemory(
      List<LastGood> lastGood,
      List<SizeSample> samples,
      List<PendingChange> pending,
      List<Approval> approvals) {
    this(lastGood, samples, pending, approvals, DomainMemory.empty());
  }

  public GuardMemory {
    lastGood = List.copyOf(lastGood);
    samples = List.copyOf(samples);
    pending = List.copyOf(pending);
    approvals = List.copyOf(approvals);
  }

  /** Returns the memory of a host that never ran. */
  public static GuardMemory empty() {
    return EMPTY;
  }

  /** Returns the last good answer of one family of a source in a set. */
  public Optional<LastGood> lastGood(LastGood.Key key) {
    return lastGood.stream().filter(good -> good.key().equals(key)).findFirst();
  }

  /** Returns a copy with other last good answers. */
  public GuardMemory withLastGood(List<LastGood> answers) {
    return new GuardMemory(answers, samples, pending, approvals, domains);
  }

  /** Returns a copy with other samples of sizes. */
  public GuardMemory withSamples(List<SizeSample> sizes) {
    return new GuardMemory(lastGood, sizes, pending, approvals, domains);
  }

  /** Returns a copy with other changes that wait. */
  public GuardMemory withPending(List<PendingChange> changes) {
    return new GuardMemory(lastGood, samples, changes, approvals, domains);
  }

  /** Returns a copy with other approvals. */
  public GuardMemory withApprovals(List<Approval> given) {
    return new GuardMemory(lastGood, samples, pending, given, domains);
  }

  /** Returns a copy that remembers other domains. */
  public GuardMemory withDomains(DomainMemory other) {
    return new GuardMemory(lastGood, samples, pending, approvals, other);
  }

  /** Returns a copy with one approval more; an older one of the same change goes. */
  public GuardMemory withApproval(Approval approval) {
    List<Approval> more = new ArrayList<>(approvals);
    more.removeIf(old -> old.digest().equals(approval.digest()));
    more.add(approval);
    return withApprovals(more);
  }

  /**
   * Tells whether it says more than an earlier one than that nothing has changed since a while ago.
   */
  public boolean isNews(GuardMemory earlier) {
    if (lastGood.size() != earlier.lastGood.size()
        || !samples.equals(earlier.samples)
        || !pending.equals(earlier.pending)
        || !approvals.equals(earlier.approvals)
        || domains.isNews(earlier.domains)) {
      return true;
    }
    for (int i = 0; i < lastGood.size(); i++) {
      if (lastGood.get(i).isNews(earlier.lastGood.get(i))) {
        return true;
      }
    }
    return false;
  }

  /** Returns a copy on a clock that was set forward by so much: all ages stay what they are. */
  public GuardMemory shifted(Duration by) {
    return new GuardMemory(
        lastGood.stream().map(one -> one.shifted(by)).toList(),
        samples.stream().map(one -> one.at(one.at().plus(by))).toList(),
        pending.stream().map(one -> one.since(one.since().plus(by))).toList(),
        approvals,
        domains.shifted(by));
  }

  /**
   * Returns a copy with nothing later than that: written by a clock that was ahead, or read by one
   * that is behind, it would be young for years.
   */
  public GuardMemory notAfter(Instant now) {
    return new GuardMemory(
        lastGood.stream().map(one -> one.notAfter(now)).toList(),
        samples.stream().map(one -> one.at(earlier(one.at(), now))).toList(),
        pending.stream().map(one -> one.since(earlier(one.since(), now))).toList(),
        approvals,
        domains.notAfter(now));
  }

  private static Instant earlier(Instant one, Instant other) {
    return one.isBefore(other) ? one : other;
  }
}
