package org.postern.state;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What one run leaves for the next.
 *
 * @param generation the number of the generation in force, 0 when there is none
 * @param lastGood of every half of every source
 * @param samples of the sets' sizes, oldest first
 * @param held changes that wait
 * @param approvals given, oldest first, with the last of those used
 * @param pastFilter ways by which mail was seen to come past the filter
 * @param findings what the last look at the sources found wrong
 * @param outline the generation in force without its answers and rules, by which it is built anew
 *     from {@code lastGood} when its own file is damaged; empty when there is none
 */
public record Memory(
    int generation,
    List<LastGood> lastGood,
    List<SizeSample> samples,
    List<Held> held,
    List<Approval> approvals,
    List<PastFilter> pastFilter,
    Findings findings,
    Optional<Generation> outline) {
  public Memory {
    lastGood = List.copyOf(lastGood);
    samples = List.copyOf(samples);
    held = List.copyOf(held);
    approvals = List.copyOf(approvals);
    pastFilter = List.copyOf(pastFilter);
  }

  /** Of a host that never ran. */
  public static Memory empty() {
    return new Memory(
        0,
        List.of(),
        List.of(),
        List.of(),
        List.of(),
        List.of(),
        Findings.none(),
        Optional.empty());
  }

  /** The last good answer of a half. */
  public Optional<LastGood> lastGood(LastGood.Key key) {
    return lastGood.stream().filter(good -> good.key().equals(key)).findFirst();
  }

  /** Returns a copy with another generation in force. */
  public Memory withGeneration(int number) {
    Optional<Generation> same = outline.filter(one -> one.number() == number);
    return new Memory(number, lastGood, samples, held, approvals, pastFilter, findings, same);
  }

  /** Returns a copy with this generation in force. */
  public Memory withGeneration(Generation inForce) {
    return new Memory(
        inForce.number(),
        lastGood,
        samples,
        held,
        approvals,
        pastFilter,
        findings,
        Optional.of(inForce.outline()));
  }

  /** Returns a copy with other last good answers. */
  public Memory withLastGood(List<LastGood> answers) {
    return new Memory(generation, answers, samples, held, approvals, pastFilter, findings, outline);
  }

  /** Returns a copy with other samples of sizes. */
  public Memory withSamples(List<SizeSample> sizes) {
    return new Memory(generation, lastGood, sizes, held, approvals, pastFilter, findings, outline);
  }

  /** Returns a copy with other changes that wait. */
  public Memory withHeld(List<Held> changes) {
    return new Memory(
        generation, lastGood, samples, changes, approvals, pastFilter, findings, outline);
  }

  /** Returns a copy with other approvals. */
  public Memory withApprovals(List<Approval> given) {
    return new Memory(generation, lastGood, samples, held, given, pastFilter, findings, outline);
  }

  /** Returns a copy with one approval more; an older one of the same change goes. */
  public Memory withApproval(Approval approval) {
    List<Approval> more = new ArrayList<>(approvals);
    more.removeIf(old -> old.digest().equals(approval.digest()));
    more.add(approval);
    return withApprovals(more);
  }

  /** Returns a copy with other ways past the filter. */
  public Memory withPastFilter(List<PastFilter> ways) {
    return new Memory(generation, lastGood, samples, held, approvals, ways, findings, outline);
  }

  /** Returns a copy with other findings. */
  public Memory withFindings(Findings found) {
    return new Memory(generation, lastGood, samples, held, approvals, pastFilter, found, outline);
  }

  /** Whether it says more than an earlier one than that nothing has changed since a while ago. */
  public boolean isNews(Memory earlier) {
    return !timeless().equals(earlier.timeless());
  }

  /** Without the dates that every answer moves. */
  private Memory timeless() {
    return withLastGood(lastGood.stream().map(LastGood::timeless).toList())
        .withFindings(findings.wordless());
  }

  /**
   * Returns a copy on a clock that was set: all ages stay what they are.
   *
   * @param by how far it was set forward
   */
  public Memory shifted(Duration by) {
    return new Memory(
        generation,
        lastGood.stream().map(one -> one.shifted(by)).toList(),
        samples.stream().map(one -> one.at(one.at().plus(by))).toList(),
        held.stream().map(one -> one.since(one.since().plus(by))).toList(),
        approvals,
        pastFilter.stream().map(one -> one.seen(one.lastSeen().plus(by))).toList(),
        findings.shifted(by),
        outline.map(one -> one.shifted(by)));
  }

  /**
   * Returns a copy with nothing later than that: written by a clock that was ahead, or read by one
   * that is behind, it would be young for years.
   */
  public Memory notAfter(Instant now) {
    return new Memory(
        generation,
        lastGood.stream().map(one -> one.notAfter(now)).toList(),
        samples.stream().map(one -> one.at(Dates.earlier(one.at(), now))).toList(),
        held.stream().map(one -> one.since(Dates.earlier(one.since(), now))).toList(),
        approvals,
        pastFilter.stream().map(one -> one.seen(Dates.earlier(one.lastSeen(), now))).toList(),
        findings.notAfter(now),
        outline);
  }
}
