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

/** The mail domains of the accepted policy: what their lists and MX records said last. */
public final class DomainFollowing {
  /**
   * A list that changes is read sooner. One that was not written since is not read, and MX records
   * are asked for less often.
   */
  private static final Duration EVERY = Duration.ofSeconds(30);

  /** A look that takes so long has gone astray. */
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
     * Looks.
     *
     * @param before what was heard last
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

  /** The same policy went on to another generation. */
  void goOn(Accepted next) {
    accepted = accepted.map(_ -> next);
  }

  /** Follows nothing; a look that is still on its way is passed over. */
  void stop() {
    round++;
    accepted = Optional.empty();
    heard = Optional.empty();
    asked = Optional.empty();
    news = false;
  }

  /** The list files that are followed. */
  Set<Path> lists() {
    return accepted.stream()
        .flatMap(one -> one.policy().domains().stream())
        .flatMap(set -> set.sources().stream())
        .filter(DomainSource.ListFile.class::isInstance)
        .map(DomainSource.ListFile.class::cast)
        .map(list -> Path.of(list.resolvedPath()))
        .collect(Collectors.toUnmodifiableSet());
  }

  /** Has lists read at once; what is read of them now is from before, and counts for nothing. */
  void changed(Set<Path> files) {
    if (!Collections.disjoint(lists(), files)) {
      round++;
      asked = Optional.empty();
      due = steady.elapsed();
    }
  }

  /** Looks when it is time. */
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

  /** Takes over what a command has heard of the same policy. */
  public void learn(HeardDomains found) {
    if (accepted.isPresent()) {
      round++;
      heard(found);
    }
  }

  /** Has lists read again that another run has read since; until then nothing is settled. */
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

  /** Whether all was looked at once, or nothing is to be. */
  boolean isComplete() {
    return accepted.isEmpty() || heard.isPresent();
  }

  /** Whether something new was heard since this was last so. */
  boolean takeNews() {
    boolean taken = news;
    news = false;
    return taken;
  }

  /** What was heard last. */
  public HeardDomains heard() {
    return heard.orElseGet(HeardDomains::nothing);
  }

  /** When the next look is due. */
  Optional<Instant> next() {
    return accepted.map(_ -> clock.instant().plus(due.minus(steady.elapsed())));
  }

  /** The clock on the wall was set; what was heard keeps its age. */
  void shift(Duration by) {
    heard = heard.map(one -> one.shifted(by));
  }
}
