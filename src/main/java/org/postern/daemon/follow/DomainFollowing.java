package org.postern.daemon.follow;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collections;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.postern.daemon.loop.SteadyClock;
import org.postern.pipeline.Accepted;
import org.postern.pipeline.DomainAsker;
import org.postern.plan.memory.DomainMemory;
import org.postern.policy.DomainSource;
import org.postern.source.HeardDomains;

/**
 * Follows the mail domains of the accepted policy: looks at their lists and MX records when that is
 * due, and keeps what they said last.
 */
public final class DomainFollowing {
  /**
   * The time between two looks; a list that changes causes one earlier. A look reads only lists
   * that were written since, and queries only MX records whose lifetime is over.
   */
  private static final Duration EVERY = Duration.ofSeconds(30);

  /** The time after which a look counts as lost, and another one may start. */
  private static final Duration LONGEST = Duration.ofMinutes(10);

  private final Asking asking;
  private final Looking looking;
  private final InstantSource clock;
  private final SteadyClock steady;
  private Optional<Accepted> accepted = Optional.empty();
  private Optional<HeardDomains> heard = Optional.empty();
  private Optional<Duration> asked = Optional.empty();
  private Duration due = Duration.ZERO;
  private boolean news;
  private int round;

  /** Looks at the mail domains of an accepted policy. */
  interface Looking {
    /**
     * Returns what the lists and MX records say now.
     *
     * @param before the last answers
     */
    HeardDomains look(Accepted accepted, HeardDomains before);
  }

  DomainFollowing(Asking asking, Looking looking, InstantSource clock, SteadyClock steady) {
    this.asking = asking;
    this.looking = looking;
    this.clock = clock;
    this.steady = steady;
  }

  /** Follows the domains of this policy from now on. */
  void follow(Accepted next) {
    stop();
    accepted = Optional.of(next).filter(one -> DomainAsker.isNeeded(one.policy()));
    due = steady.elapsed();
  }

  /** Replaces the policy by the same one in another generation; what was heard is kept. */
  void goOn(Accepted next) {
    accepted = accepted.map(_ -> next);
  }

  /** Follows nothing any more; the result of a look that is under way is ignored. */
  void stop() {
    round++;
    accepted = Optional.empty();
    heard = Optional.empty();
    asked = Optional.empty();
    news = false;
  }

  /** Returns the list files that are followed. */
  Set<Path> lists() {
    return accepted.stream()
        .flatMap(one -> one.policy().domains().stream())
        .flatMap(set -> set.sources().stream())
        .filter(DomainSource.ListFile.class::isInstance)
        .map(DomainSource.ListFile.class::cast)
        .map(list -> Path.of(list.resolvedPath()))
        .collect(Collectors.toUnmodifiableSet());
  }

  /**
   * Has the lists read at once if one of them is among these files. The result of a look that is
   * under way is ignored: it may have read the old file.
   */
  void changed(Set<Path> files) {
    if (!Collections.disjoint(lists(), files)) {
      round++;
      asked = Optional.empty();
      due = steady.elapsed();
    }
  }

  /** Starts a look when one is due and none is under way. */
  void ask() {
    Duration now = steady.elapsed();
    boolean underWay = asked.filter(since -> since.plus(LONGEST).compareTo(now) > 0).isPresent();
    if (accepted.isEmpty() || underWay || due.compareTo(now) > 0) {
      return;
    }
    asked = Optional.of(now);
    int of = ++round;
    Accepted policy = accepted.get();
    HeardDomains before = heard.orElseGet(HeardDomains::nothing);
    asking.look(
        () -> looking.look(policy, before),
        found -> {
          if (of == round) {
            heard(found);
          }
        });
  }

  private void heard(HeardDomains found) {
    asked = Optional.empty();
    due = steady.elapsed().plus(EVERY);
    news |= heard.filter(found::saysSame).isEmpty();
    heard = Optional.of(found);
  }

  /** Takes over what a command has heard of the mail domains of this policy. */
  public void learn(HeardDomains found) {
    if (accepted.isPresent()) {
      round++;
      heard(found);
    }
  }

  /**
   * Has the lists read again if another run has stored a newer reading of one.
   *
   * @return whether that is so: then nothing may be settled before they are read
   */
  public boolean forgetOlderThan(DomainMemory memory) {
    boolean older =
        heard.filter(one -> DomainAsker.isOlder(one, memory, clock.instant())).isPresent();
    if (older) {
      round++;
      heard = Optional.empty();
      asked = Optional.empty();
      due = steady.elapsed();
    }
    return older;
  }

  /** Tells whether everything was looked at once, or nothing is followed. */
  boolean isComplete() {
    return accepted.isEmpty() || heard.isPresent();
  }

  /** Tells whether something new was heard since the last call. */
  boolean takeNews() {
    boolean taken = news;
    news = false;
    return taken;
  }

  /** Returns what was heard last. */
  public HeardDomains heard() {
    return heard.orElseGet(HeardDomains::nothing);
  }

  /** Returns when the next look is due; empty when nothing is followed. */
  Optional<Instant> next() {
    return accepted.map(_ -> clock.instant().plus(due.minus(steady.elapsed())));
  }

  /** Moves the dates of what was heard, so that it keeps its age after the wall clock was set. */
  void shift(Duration by) {
    heard = heard.map(one -> one.shifted(by));
  }
}
