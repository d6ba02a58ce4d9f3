package org.postern.plan.guard;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import org.postern.address.Family;
import org.postern.plan.SizeSample;

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

  OptionalInt widest(String set, Family family) {
    return inWindow(set, family).stream().mapToInt(SizeSample::entries).max();
  }

  /** The smallest grown size. */
  OptionalInt narrowest(String set, Family family) {
    return inWindow(set, family).stream().mapToInt(SizeSample::grown).min();
  }

  /** The grown size until now. */
  OptionalInt grown(String set, Family family) {
    List<SizeSample> own = of(set, family);
    return own.isEmpty() ? OptionalInt.empty() : OptionalInt.of(own.getLast().grown());
  }

  /** After an approval only what was approved counts from now on. */
  void forget(String set, Family family) {
    samples.removeIf(sample -> is(sample, set, family));
  }

  /** Notes a size. */
  void record(String set, Family family, int entries, int grown) {
    List<SizeSample> own = of(set, family);
    boolean first = own.isEmpty();
    if (first && entries == 0) {
      return;
    }
    if (first
        || own.getLast().entries() != entries
        || own.getLast().grown() != grown
        || own.getLast().at().isBefore(now.minus(RESAMPLE))) {
      samples.add(new SizeSample(set, family, now, entries, grown));
    }
  }

  /** What is worth remembering: the window, and the last sample before it. */
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
        .filter(later -> is(later, sample.set(), sample.family()))
        .noneMatch(later -> later.at().isBefore(start));
  }

  private List<SizeSample> inWindow(String set, Family family) {
    Instant start = now.minus(WINDOW);
    List<SizeSample> own = of(set, family);
    int from = 0;
    for (int i = 0; i < own.size(); i++) {
      if (own.get(i).at().isBefore(start)) {
        from = i;
      }
    }
    return own.subList(from, own.size());
  }

  private List<SizeSample> of(String set, Family family) {
    return samples.stream().filter(sample -> is(sample, set, family)).toList();
  }

  private static boolean is(SizeSample sample, String set, Family family) {
    return sample.set().equals(set) && sample.family() == family;
  }
}
