package org.postern.command;

import java.util.Collection;
import java.util.Comparator;

/**
 * The exit codes of a command, in order of precedence: where several apply, the first is used. The
 * numbers from 64 on are those of sysexits(3).
 */
public enum ExitCode {
  BUG(70, "a bug of Postern"),
  WRONG_INPUT(65, "the policy or another input is wrong"),
  MISSING_FILE(66, "a file is missing"),
  USAGE(64, "the command line is wrong"),
  PERMISSION(77, "a right is missing"),
  UNAVAILABLE(69, "a target or tool is not available; no target could be used"),
  PARTIAL(4, "something was changed, but not all of it, or it is not proven"),
  HELD(3, "held by a guard, or a safeguard objects; nothing was changed"),
  OUTPUT(74, "standard output, or a file that was asked for, cannot be written"),
  TEMPORARY(75, "it may work later: no answer and no last good one, or the state is locked"),
  DIFFERENT(2, "there are differences"),
  NO(1, "the answer is no"),
  DONE(0, "done, or in sync");

  private final int number;
  private final String meaning;

  ExitCode(int number, String meaning) {
    this.number = number;
    this.meaning = meaning;
  }

  /** Returns the meaning, for the manual. */
  public String meaning() {
    return meaning;
  }

  /** Returns the exit status of the process. */
  public int number() {
    return number;
  }

  /** Returns the code with this number; {@link #BUG} for a number that no code has. */
  static ExitCode of(int number) {
    for (ExitCode code : values()) {
      if (code.number == number) {
        return code;
      }
    }
    return BUG;
  }

  /** Returns the code that takes precedence; {@link #DONE} when there is none. */
  public static ExitCode first(Collection<ExitCode> codes) {
    return codes.stream().min(Comparator.naturalOrder()).orElse(DONE);
  }
}
