package org.postern.source.url;

import java.time.Duration;
import java.util.Optional;
import org.postern.source.Answer;

/** Tells why a web address told nothing of its list. */
final class NothingLearned extends Exception {
  private static final long serialVersionUID = 1L;

  private final Answer.Cause cause;
  private final transient Optional<Duration> pause;

  /**
   * Makes the exception for a cause.
   *
   * @param what happened, in words that go on behind the address and are fit for a terminal
   */
  NothingLearned(Answer.Cause cause, String what) {
    this(cause, what, Optional.empty());
  }

  /**
   * Makes the exception for a server that says when to ask again.
   *
   * @param pause the time for which it is not to be asked
   */
  NothingLearned(Answer.Cause cause, String what, Optional<Duration> pause) {
    super(what);
    this.cause = cause;
    this.pause = pause;
  }

  Answer.Cause cause() {
    return cause;
  }

  Optional<Duration> pause() {
    return pause;
  }

  /** Returns it as an answer. */
  Answer.NoInformation answer(String address) {
    return new Answer.NoInformation(cause, address + " " + getMessage());
  }
}
