package org.postern.source;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * An answer and when it came.
 *
 * @param answer the answer that was heard
 * @param at when
 */
public record Heard(Answer answer, Instant at) {
  /** Returns answers that all came at one time. */
  public static Map<Question, Heard> at(Instant at, Map<Question, Answer> answers) {
    Map<Question, Heard> heard = new LinkedHashMap<>();
    answers.forEach((question, answer) -> heard.put(question, new Heard(answer, at)));
    return heard;
  }

  /** Returns the answers alone. */
  public static Map<Question, Answer> answers(Map<Question, Heard> heard) {
    Map<Question, Answer> answers = new LinkedHashMap<>();
    heard.forEach((question, one) -> answers.put(question, one.answer()));
    return answers;
  }
}
