package org.postern.source;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * An answer and when it came.
 *
 * @param answer what was heard
 * @param at when
 */
public record Heard(Answer answer, Instant at) {
  /** Answers that all came at one time. */
  public static Map<Question, Heard> at(Instant at, Map<Question, Answer> answers) {
    Map<Question, Heard> heard = new LinkedHashMap<>();
    answers.forEach((question, answer) -> heard.put(question, new Heard(answer, at)));
    return heard;
  }

  /** The answers alone. */
  public static Map<Question, Answer> answers(Map<Question, Heard> heard) {
    Map<Question, Answer> answers = new LinkedHashMap<>();
    heard.forEach((question, one) -> answers.put(question, one.answer()));
    return answers;
  }
}
