package org.postern.target.mail;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Counts what a mail server is asked, and keeps the first of its answers that are not as meant. */
public final class AnswerTally {
  private static final int WRONG = 20;

  private final List<String> wrong = new ArrayList<>();
  private long asked;
  private boolean complete = true;

  /** Notes whether it is asked for all that a rule means. */
  public void part(boolean isAll) {
    complete &= isAll;
  }

  /**
   * Notes the answer to one question.
   *
   * @param who has it, such as a table
   * @param what was asked for
   */
  public void compare(String who, String what, String meant, String answer) {
    note(
        answer.equals(meant)
            ? Optional.empty()
            : Optional.of(
                "%s has \"%s\" for %s, where \"%s\" is meant".formatted(who, answer, what, meant)));
  }

  /** Notes the answer to one question, a sentence where it is not as meant. */
  public void note(Optional<String> found) {
    asked++;
    found.filter(_ -> wrong.size() < WRONG).ifPresent(wrong::add);
  }

  /**
   * Returns the answer of all that was noted.
   *
   * @param older the number of older processes, see {@link Consumer.Answer}
   */
  public Consumer.Answer answer(int older) {
    return new Consumer.Answer(asked, complete, wrong, older);
  }
}
