package org.postern.state;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.postern.source.LastGood;

/**
 * The faults that the last look found, so that every later command can tell them.
 *
 * @param silences halves of sources that give no information
 * @param refused answers that no setting of a guard lets in, in words
 * @param unanswered rules that cannot be enforced as meant, because of sources that never answered
 * @param replaced the reason why an older generation stands in for one that could not be read, in
 *     words; until the next apply
 */
public record Findings(
    List<Silence> silences,
    List<String> refused,
    List<Unanswered> unanswered,
    Optional<String> replaced) {
  public Findings {
    silences = List.copyOf(silences);
    refused = List.copyOf(refused);
    unanswered = List.copyOf(unanswered);
  }

  /**
   * A rule that cannot be enforced as meant.
   *
   * @param rule the name of the rule
   * @param why the reason in words
   */
  public record Unanswered(String rule, String why) {}

  /** Returns the findings where nothing is wrong, or nothing was looked at yet. */
  public static Findings none() {
    return new Findings(List.of(), List.of(), List.of(), Optional.empty());
  }

  /** Returns the silence of a half that gives no information; empty when it gives some. */
  public Optional<Silence> silence(LastGood.Key key) {
    return silences.stream().filter(one -> one.key().equals(key)).findFirst();
  }

  /** Returns a copy without the words that differ from one look to the next. */
  Findings wordless() {
    return new Findings(
        silences.stream().map(Silence::wordless).toList(), refused, unanswered, replaced);
  }

  /** Returns a copy on a clock that was set forward by so much. */
  Findings shifted(Duration by) {
    return new Findings(
        silences.stream().map(one -> one.shifted(by)).toList(), refused, unanswered, replaced);
  }

  /** Returns a copy in which nothing begins later than that. */
  Findings notAfter(Instant now) {
    return new Findings(
        silences.stream().map(one -> one.notAfter(now)).toList(), refused, unanswered, replaced);
  }

  /** Returns a copy in which an older generation stands in for another, or none does. */
  public Findings withReplaced(Optional<String> why) {
    return new Findings(silences, refused, unanswered, why);
  }
}
