package org.postern.daemon;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.postern.daemon.loop.SteadyClock;
import org.postern.pipeline.Pipeline;
import org.postern.pipeline.Recall;
import org.postern.pipeline.recover.ClockShift;
import org.postern.pipeline.recover.Closing;
import org.postern.pipeline.run.Restoration;
import org.postern.state.Generation;
import org.postern.state.StateException;

/**
 * Rolls a change on trial back when it is not confirmed in time, and closes openings on targets
 * that cannot do so by themselves. It is for a process of its own, which outlives the daemon and
 * the terminal.
 *
 * <p>The packet filter comes first: a state that cannot be written does not prevent the rollback,
 * and is written as soon as possible. While another process holds the lock of the state, the
 * rollback is tried again. Trials and openings keep their length when the wall clock is set.
 */
public final class TrialWatch {
  private static final Duration LONGEST_WAIT = Duration.ofSeconds(5);
  private static final Duration AGAIN = Duration.ofSeconds(1);

  private final Pipeline pipeline;
  private final Restoration restoration;
  private final Closing closing;
  private final ClockShift shift;
  private final SteadyClock steady;
  private final Optional<Duration> longest;
  private final Consumer<String> told;
  private String said = "";
  private boolean begun;

  /**
   * Creates a watch that begins now.
   *
   * @param longest after this time the change is rolled back, whatever the wall clock says; empty
   *     to go by the wall clock
   * @param told receives messages for the user; a message equal to the last one is left out
   */
  public TrialWatch(Pipeline pipeline, Optional<Duration> longest, Consumer<String> told) {
    this.pipeline = pipeline;
    this.restoration = pipeline.restoration();
    this.closing = pipeline.closing();
    this.shift = pipeline.clockShift();
    this.steady = new SteadyClock(System::nanoTime, pipeline.actor().now());
    this.longest = longest;
    this.told = told;
  }

  /**
   * Does what is due.
   *
   * @return how long to wait before the next call; empty when nothing is on trial or open any more
   * @throws IOException when a newer version of the program wrote the state; other failures are
   *     told and tried again
   */
  public Optional<Duration> look() throws IOException {
    try {
      Instant now = pipeline.actor().now();
      Optional<SteadyClock.Jump> jump = steady.jump(now);
      jump.ifPresent(one -> shift.add(one.by()));
      Optional<Instant> open = lookAtOpenings(jump.isPresent(), now);
      shift.write();
      Recall recall = restoration.recall();
      if (recall.unconfirmed().isPresent()) {
        takeBack(recall.unconfirmed().get());
        return Optional.of(Duration.ZERO);
      }
      Optional<Instant> until = recall.confirmBy();
      if (until.isEmpty()) {
        restoration.forgetTrial();
      } else if (longest.filter(most -> steady.elapsed().compareTo(most) > 0).isPresent()) {
        restoration.endTrial();
        return Optional.of(Duration.ZERO);
      }
      return Stream.concat(until.stream(), open.stream())
          .min(Instant::compareTo)
          .map(end -> wait(Duration.between(now, end)));
    } catch (IOException e) {
      if (e instanceof StateException s && s.kind() == StateException.Kind.NEWER) {
        throw e;
      }
      tell(String.valueOf(e.getMessage()));
      return Optional.of(AGAIN);
    }
  }

  /** Closes what is due. A failure must not prevent the rollback of a trial, so it is told only. */
  private Optional<Instant> lookAtOpenings(boolean jumped, Instant now) {
    try {
      if (jumped) {
        shift.write();
      }
      if (!begun) {
        closing.begin();
        begun = true;
      }
      Optional<Instant> next = closing.look();
      return next.isPresent() && jumped ? closing.bring() : next;
    } catch (IOException e) {
      tell(String.valueOf(e.getMessage()));
      return Optional.of(now.plus(AGAIN));
    }
  }

  private void takeBack(Generation trial) throws IOException {
    String what = "generation %d was not confirmed in time: ".formatted(trial.number());
    try {
      restoration.takeBackUnconfirmed();
      tell(what + "what was in force before is back");
    } catch (StateException e) {
      boolean waits = e.kind() == StateException.Kind.LOCKED;
      if (!waits) {
        restoration.restore();
        tell(what + "what was in force before is back, but " + e.getMessage());
      }
      throw e;
    }
  }

  private void tell(String what) {
    if (!what.equals(said)) {
      told.accept(what);
      said = what;
    }
  }

  private static Duration wait(Duration left) {
    Duration least = left.compareTo(AGAIN) < 0 ? AGAIN.dividedBy(2) : left;
    return least.compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : least;
  }
}
