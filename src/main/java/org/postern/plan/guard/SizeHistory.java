package org.postern.plan.guard;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import org.postern.plan.memory.MemberKind;
import org.postern.plan.memory.SizeSample;

/**
 * How large sets were within the last seven days. A sample holds until the next one, so the last
 * one before the window counts too: a series of small steps cannot walk past a guard, and a host
 * that slept for a month still knows what it had.
 */
final class SizeHistory {
  static final Duration WINDOW = Duration.ofDays(7);

  /** An unchanged size is sampled again after this, so that the window does not run empty. */
  private static final Duration RESAMPLE = Duration.ofHours(6);

  private final List<SizeSample> samples;
  private final Instant now;

  SizeHistory(List<SizeSample> samples, Instant now) {
    this.samples = new ArrayList<>(samples);
    this.now = now;
  }

  OptionalInt widest(String set, MemberKind kind) {
    return inWindow(set, kind).stream().mapToInt(SizeSample::entries).max();
  }

  /** Returns the smallest grown size. */
  OptionalInt narrowest(String set, MemberKind kind) {
    return inWindow(set, kind).stream().mapToInt(SizeSample::grown).min();
  }

  /** Returns the grown size until now. */
  OptionalInt grown(String set, MemberKind kind) {
    List<SizeSample> own = of(set, kind);
    return own.isEmpty() ? OptionalInt.empty() : OptionalInt.of(own.getLast().grown());
  }

  /** Forgets the sizes of a set: after an approval only what was approved counts. */
  void forget(String set, MemberKind kind) {
    samples.removeIf(sample -> is(sample, set, kind));
  }

  /** Notes a size. */
  void record(String set, MemberKind kind, int entries, int grown) {
    List<SizeSample> own = of(set, kind);
    boolean first = own.isEmpty();
    if (first && entries == 0) {
      return;
    }
    if (first
        || own.getLast().entries() != entries
        || own.getLast().grown() != grown
        || own.getLast().at().isBefore(now.minus(RESAMPLE))) {
      samples.add(new SizeSample(set, kind, now, entries, grown));
    }
  }

  /** Returns the samples that are worth remembering: the window, and the last sample before it. */
  List<SizeSample> samples() {
    Instant start = now.minus(WINDOW);
    List<SizeSample> kept = new ArrayList<>();
    for (int i = 0; i < samples.size(); i++) {
      SizeSample sample = samples.get(i);
      if (!sample.at().isBefore(start) || isLastBefore(start, i)) {
        kept.add(sample);
      }
    }
    return kept;
  }

  private boolean isLastBefore(Instant start, int index) {
    SizeSample sample = samples.get(index);
    return samples.subList(index + 1, samples.size()).stream()
        .filter(later -> is(later, sample.set(), sample.kind()))
        .noneMatch(later -> later.at().isBefore(start));
  }

  private List<SizeSample> inWindow(String set, MemberKind kind) {
    Instant start = now.minus(WINDOW);
    List<SizeSample> own = of(set, kind);
    int from = 0;
    for (int i = 0; i < own.size(); i++) {
      if (own.get(i).at().isBefore(start)) {
        from = i;
      }
    }
    return own.subList(from, own.size());
  }

  private List<SizeSample> of(String set, MemberKind kind) {
    return samples.stream().filter(sample -> is(sample, set, kind)).toList();
  }

  private static boolean is(SizeSample sample, String set, MemberKind kind) {
    return sample.set().equals(set) && sample.kind() == kind;
  }
}
