package org.postern.command;

import java.util.Collection;
import java.util.Comparator;

/**
 * How a command ended, in the order of precedence: where several fit, the first is meant. The
 * numbers from 64 on are those of sysexits(3).
 */
public enum ExitCode {
  /** A bug of ours. */
  BUG(70),
  /** The policy or another input is wrong. */
  WRONG_INPUT(65),
  /** A file is missing. */
  MISSING_FILE(66),
  /** The command line is wrong. */
  USAGE(64),
  /** A right is missing. */
  PERMISSION(77),
  /** A target or tool is not available. */
  UNAVAILABLE(69),
  /** Something was changed, but not all of it, or it is not proven. */
  PARTIAL(4),
  /** Held by a guard or refused; nothing was changed. */
  HELD(3),
  /** Standard output, or a file that was asked for, could not be written. */
  OUTPUT(74),
  /** It may work later: no answer and no last good one, or the lock is held. */
  TEMPORARY(75),
  /** There are differences. */
  DIFFERENT(2),
  /** The answer is no. */
  NO(1),
  /** Done, or in sync. */
  DONE(0);

  private final int number;

  ExitCode(int number) {
    this.number = number;
  }

  /** The number that the process ends with. */
  public int number() {
    return number;
  }

  /** The code of a number; a number that none has is a bug of the command that ended with it. */
  static ExitCode of(int number) {
    for (ExitCode code : values()) {
      if (code.number == number) {
        return code;
      }
    }
    return BUG;
  }

  /** The one that takes precedence; done when there is none. */
  public static ExitCode first(Collection<ExitCode> codes) {
    return codes.stream().min(Comparator.naturalOrder()).orElse(DONE);
  }
}
