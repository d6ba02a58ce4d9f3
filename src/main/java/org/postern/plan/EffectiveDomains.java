package org.postern.plan;

import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.postern.plan.memory.DomainMemory;
import org.postern.source.Answer;

/**
 * The domains of a set that are in force, after guards were asked.
 *
 * @param set the name of the set
 * @param since the time when each domain came into force
 * @param unseen the domains of these of which no MX but the filter's was ever seen, and until when
 *     a cache may hold one all the same: until then rules that reject do not judge them
 * @param waiting the domains that join later, and when, as caches may still lead past the filter
 * @param leftOut the domains that the sources name and that do not join, and why
 * @param unlisted the domains that no source names any more and that stay because a guard holds
 *     them
 * @param failures the lists and look-ups that give no information
 */
public record EffectiveDomains(
    String set,
    SortedMap<String, Instant> since,
    SortedMap<String, Instant> unseen,
    SortedMap<String, Instant> waiting,
    SortedMap<String, String> leftOut,
    SortedSet<String> unlisted,
    List<Failure> failures) {
  public EffectiveDomains {
    since = Collections.unmodifiableSortedMap(new TreeMap<>(since));
    unseen = Collections.unmodifiableSortedMap(new TreeMap<>(unseen));
    waiting = Collections.unmodifiableSortedMap(new TreeMap<>(waiting));
    leftOut = Collections.unmodifiableSortedMap(new TreeMap<>(leftOut));
    unlisted = Collections.unmodifiableSortedSet(new TreeSet<>(unlisted));
    failures = List.copyOf(failures);
  }

  /**
   * A list or MX look-up that gives no information.
   *
   * @param source a list, or the MX records
   * @param lastGood the time when it last did; empty when it never did, so that the set is not
   *     known
   * @param cause the cause as far as it is told
   * @param detail the detail in words
   */
  public record Failure(
      String source, Optional<Instant> lastGood, Answer.Cause cause, String detail) {
    /** Returns all of the failure in a sentence. */
    public String sentence(String set) {
      return lastGood
          .map(
              at ->
                  "%s of the set of domains %s gives no information, its names of %s stand: %s"
                      .formatted(source, set, at, detail))
          .orElseGet(
              () ->
                  "%s of the set of domains %s never answered: %s".formatted(source, set, detail));
    }
  }

  /** Returns the domains that an earlier run left, of which nothing else is known. */
  public static EffectiveDomains remembered(DomainMemory.Members members) {
    return new EffectiveDomains(
        members.set(),
        members.since(),
        Collections.emptySortedMap(),
        Collections.emptySortedMap(),
        Collections.emptySortedMap(),
        Collections.emptySortedSet(),
        List.of());
  }

  /**
   * Returns the first failure of a list or look-up that never gave information; empty when all did.
   */
  public Optional<Failure> unknown() {
    return failures.stream().filter(one -> one.lastGood().isEmpty()).findFirst();
  }

  /** Returns the domains that a rule judges. */
  public SortedSet<String> judged(boolean rejects) {
    SortedSet<String> names = new TreeSet<>(since.keySet());
    if (rejects) {
      names.removeAll(unseen.keySet());
    }
    return names;
  }

  /** Returns when the next domain joins or is judged by more rules, as far as that is known. */
  public Optional<Instant> next(Instant now) {
    SortedSet<Instant> times = new TreeSet<>(unseen.values());
    times.addAll(waiting.values());
    return times.stream().filter(now::isBefore).findFirst();
  }
}
