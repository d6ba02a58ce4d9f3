package org.postern.command.trial;

import java.util.List;

/**
 * The findings while sets changed; writer and reader side by side.
 *
 * @param changes how often the sets changed
 * @param prefixes how many prefixes each change added or removed
 * @param kept the connections of peers that are accepted before and after each change
 * @param others the connections of peers that are never accepted
 * @param unanswered the connections of peers that are accepted, without an answer and refused by no
 *     rule
 * @param wrong the number of verdicts that were wrong
 * @param examples some of the wrong verdicts, a sentence each
 * @param micros how long all of it took, in microseconds
 * @param control the findings of the same judge about changes that err
 */
public record TrialChanging(
    long changes,
    long prefixes,
    long judged,
    long kept,
    long others,
    long unanswered,
    long wrong,
    List<String> examples,
    long micros,
    TrialControl control) {
  public TrialChanging {
    examples = List.copyOf(examples);
  }

  TrialChanging(
      long changes,
      long prefixes,
      long kept,
      long others,
      long unanswered,
      long wrong,
      List<String> examples,
      long micros,
      TrialControl control) {
    this(
        changes,
        prefixes,
        kept + others,
        kept,
        others,
        unanswered,
        wrong,
        examples,
        micros,
        control);
  }

  /** Returns the result of a trial in which nothing was to change. */
  static TrialChanging none() {
    return new TrialChanging(0, 0, 0, 0, 0, 0, List.of(), 0, TrialControl.NONE);
  }

  /**
   * Tells whether there was something to judge, nothing was wrong, and what is wrong would be seen.
   */
  boolean isRight() {
    return wrong == 0 && isJudged() && control.isSeen();
  }

  /**
   * Tells whether there were connections that a wrong verdict could have hit, in both directions.
   */
  boolean isJudged() {
    return kept > 0 && others > 0;
  }
}
