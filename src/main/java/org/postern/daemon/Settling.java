package org.postern.daemon;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.postern.daemon.follow.Following;
import org.postern.daemon.journal.Event;
import org.postern.daemon.journal.EventKind;
import org.postern.pipeline.Accepted;
import org.postern.pipeline.InForce;
import org.postern.pipeline.Outcome;
import org.postern.pipeline.Prepared;
import org.postern.pipeline.ask.Questions;
import org.postern.pipeline.run.Refresh;
import org.postern.pipeline.run.Refreshed;
import org.postern.state.RunState;

/** Settles what the followed sources say, and has it applied. */
final class Settling {
  /** Answers that come in a row are looked at together, unless a peer waits for one. */
  private static final Duration TOGETHER = Duration.ofSeconds(1);

  /** Answers that could not be applied are tried again after this. */
  private static final Duration APPLY_AGAIN = Duration.ofSeconds(30);

  private final Refresh refresh;
  private final Following following;
  private final DriftWatches watches;
  private final Tally.Counter events;

  private Optional<Prepared> settled = Optional.empty();
  private Optional<Prepared> learned = Optional.empty();
  private Optional<Prepared> admitted = Optional.empty();
  private Optional<Instant> due = Optional.empty();
  private String failure = "";

  Settling(Refresh refresh, Following following, DriftWatches watches, Tally.Counter events) {
    this.refresh = refresh;
    this.following = following;
    this.watches = watches;
    this.events = events;
  }

  /** The result of a look at the answers. */
  sealed interface Result {
    /** Nothing is to be enforced that was not before. */
    record Same() implements Result {}

    /** Another state is in force: it is to be read anew. */
    record Changed() implements Result {}

    /**
     * Another run has changed the state: it is to be read anew, and the answers looked at again.
     */
    record Overtaken() implements Result {}

    /** The state cannot be written: this is enforced until it can be. */
    record Admitted(InForce inForce) implements Result {}
  }

  /**
   * Returns what the answers amount to; empty before all were heard, and while no source is
   * followed.
   */
  Optional<Prepared> settled() {
    return settled;
  }

  /** Returns when answers are looked at next. */
  Optional<Instant> due() {
    return due;
  }

  /** Forgets what was settled: it is of another policy, or older than what another run settled. */
  void forget() {
    settled = Optional.empty();
    due = Optional.empty();
  }

  /** Has the answers looked at again: the same ones may mean something else by now. */
  void again(Instant at) {
    if (settled.isPresent()) {
      due = Optional.of(at);
    }
  }

  /** Has a change by others looked at together with answers that come in a row. */
  void afterOthers(Instant now) {
    due = Optional.of(now.plus(TOGETHER));
  }

  /** A command has asked the sources and settled their answers. */
  void learn(Prepared prepared) {
    learned = Optional.of(prepared);
  }

  /**
   * An answer that a command has heard since replaces the one known here, and one that another
   * process has settled since has it asked for again: nothing is settled with an older answer.
   */
  void goOnFromOthers(RunState memory, Instant now) {
    if (learned.isPresent() && following.accepted().filter(this::isLearned).isPresent()) {
      following.learn(learned.get().answers());
      following.domains().learn(learned.get().resolved().domains());
      due = Optional.of(now);
    }
    learned = Optional.empty();
    boolean older = following.domains().forgetOlderThan(memory.guards().domains());
    if (following.forgetOlderThan(Questions.answered(memory)) || older) {
      forget();
    }
  }

  private boolean isLearned(Accepted accepted) {
    return learned.filter(accepted::isOf).isPresent();
  }

  /** Returns what is enforced: what is to be in force, with what was admitted meanwhile. */
  InForce enforced(InForce inForce) {
    return admitted.map(inForce::with).orElse(inForce);
  }

  /** The state can be written again: what was admitted is remembered, and looked at once more. */
  void remember(Instant now) throws IOException {
    if (admitted.isPresent()) {
      refresh.remember(admitted.get());
    }
    again(now);
  }

  /**
   * Looks at the answers, when it is time.
   *
   * @param trouble whether the state can be written
   */
  Result settle(InForce inForce, WriteTrouble trouble, Instant now) throws IOException {
    if (following.takeNews()) {
      boolean atOnce = following.takeUrgent() || settled.isEmpty();
      Instant soon = atOnce ? now : now.plus(TOGETHER);
      due = due.filter(soon::isAfter).or(() -> Optional.of(soon));
    }
    if (due.isEmpty() || due.get().isAfter(now) || !following.isComplete()) {
      return new Result.Same();
    }
    if (trouble.stands()) {
      return trouble.isLasting() ? admit(inForce) : new Result.Same();
    }
    return refresh(now);
  }

  private Result refresh(Instant now) throws IOException {
    Refreshed refreshed =
        refresh.apply(
            following.accepted().orElseThrow(), following.heard(), following.domains().heard());
    due = Optional.empty();
    if (refreshed.prepared().isEmpty()) {
      return new Result.Overtaken();
    }
    events.refreshed();
    boolean unwritten = admitted.isPresent();
    admitted = Optional.empty();
    settled = refreshed.prepared();
    due = settled.flatMap(one -> one.meaning().settled().nextEnd(now));
    applied(refreshed.outcomes(), now);
    return unwritten || !refreshed.outcomes().isEmpty() ? new Result.Changed() : new Result.Same();
  }

  /**
   * Lets in the addresses that the sources add, while the state cannot be written: a refused node
   * loses mail. Nothing is put out, because a restart would not know of it.
   */
  private Result admit(InForce inForce) {
    due = Optional.empty();
    Accepted accepted = following.accepted().orElseThrow();
    Prepared wider =
        refresh.admitting(
            accepted, following.heard(), following.domains().heard(), inForce, admitted);
    boolean news = !inForce.prepared().map(Prepared::wanted).equals(Optional.of(wider.wanted()));
    settled = Optional.of(wider);
    admitted = Optional.of(wider);
    if (news) {
      watches.lookAgain();
      tell(EventKind.ADMITTED, "let in, although the state cannot be written; nothing is put out");
    }
    return new Result.Admitted(inForce.with(wider));
  }

  /**
   * Tells the watches what targets were proven to hold. It is in force as soon as one was, and the
   * watches bring the others to it.
   */
  private void applied(List<Outcome> outcomes, Instant now) {
    List<String> failed = new ArrayList<>();
    for (Outcome outcome : outcomes) {
      if (outcome instanceof Outcome.Proven proven) {
        watches.learned(proven, now);
        tell(
            EventKind.APPLIED,
            "%s: applied as generation %d, proof %s"
                .formatted(proven.target(), proven.generation(), proven.proof().text()));
      } else if (outcome instanceof Outcome.Handed handed) {
        watches.lookAgain();
        if (handed.anew()) {
          tell(EventKind.APPLIED, Status.failure(handed));
        }
      } else {
        failed.add(Status.failure(outcome));
      }
    }
    if (!failed.isEmpty() && failed.size() == outcomes.size()) {
      watches.distrust();
      due = Optional.of(now.plus(APPLY_AGAIN));
    }
    String why = String.join("; ", failed);
    if (!outcomes.isEmpty()) {
      if (!why.isEmpty() && !why.equals(failure)) {
        tell(EventKind.NOT_APPLIED, why);
      }
      failure = why;
    }
  }

  /** The clock was set forward by so much. */
  void shift(Duration by) {
    due = due.map(at -> at.plus(by));
  }

  private void tell(EventKind kind, String message) {
    events.happened(Event.of(kind, message));
  }
}
