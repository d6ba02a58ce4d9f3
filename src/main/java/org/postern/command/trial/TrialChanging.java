package org.postern.command.trial;

import java.util.List;

/**
 * What was found while sets changed.
 *
 * @param changes how often they did
 * @param prefixes how many prefixes each change added or removed
 * @param judged how many connections the packet filter judged
 * @param kept connections of peers that are accepted before and after each change
 * @param others connections of peers that are never accepted
 * @param unanswered connections of peers that are accepted, without an answer and refused by no
 *     rule
 * @param wrong verdicts that were wrong
 * @param examples of them, a sentence each
 * @param micros how long all of it took
 * @param control what the same judge said of changes that err
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

  /** Where nothing was to change. */
  static TrialChanging none() {
    return new TrialChanging(0, 0, 0, 0, 0, 0, List.of(), 0, TrialControl.NONE);
  }

  /** Whether there was something to judge, nothing was wrong, and what is wrong would be seen. */
  boolean isRight() {
    return wrong == 0 && isJudged() && control.isSeen();
  }

  /** Whether there were connections that a wrong verdict could have hit, in both directions. */
  boolean isJudged() {
    return kept > 0 && others > 0;
  }
}
