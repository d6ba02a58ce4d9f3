package org.postern.daemon;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.postern.address.Family;
import org.postern.policy.LiteralSource;
import org.postern.source.Answer;
import org.postern.source.Heard;
import org.postern.source.LastGood;
import org.postern.source.Question;
import org.postern.source.Resolution;

/**
 * How one half of a source is. What is written into the policy itself is no such half: it is always
 * there.
 *
 * @param set the set that the source is of
 * @param source the id of the source
 * @param family the family of the half
 * @param result the last result; empty when it was not asked yet, or is not
 * @param why it gave no information, in words; empty when it did
 * @param lastSuccess the time when it last gave information; empty when it never did
 * @param validUntil how long that information is good for
 * @param entries the entries that it last named
 * @param stale whether its last good answer stands in for a newer one
 * @param failures how often in a row nothing was learned
 * @param next the time when it is asked next; empty when it is not
 */
public record SourceStatus(
    String set,
    String source,
    Family family,
    Optional<Result> result,
    String why,
    Optional<Instant> lastSuccess,
    Optional<Instant> validUntil,
    int entries,
    boolean stale,
    int failures,
    Optional<Instant> next) {

  /** The three classes of answers. */
  public enum Result {
    /** The source named addresses. */
    DATA,
    /** The source said that there are none. */
    ABSENT,
    /** The source gave no information. */
    NONE;

    /** Returns the word that is printed. */
    public String text() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * Returns all halves: in the order of the policy once all were heard, before that of the memory.
   */
  public static List<SourceStatus> of(Status status) {
    List<SourceStatus> all = new ArrayList<>();
    if (status.settled().isPresent()) {
      for (Resolution one : status.settled().get().resolved().resolutions()) {
        if (isAsked(one.key())) {
          all.add(of(status, one));
        }
      }
    } else {
      for (LastGood one : status.inForce().recall().memory().guards().lastGood()) {
        if (isAsked(one.key())) {
          all.add(remembered(status, one, false));
        }
      }
    }
    return all;
  }

  private static boolean isAsked(LastGood.Key key) {
    return !key.source().startsWith(LiteralSource.ID);
  }

  private static SourceStatus of(Status status, Resolution resolution) {
    return switch (resolution) {
      case Resolution.Fresh fresh ->
          of(
              status,
              fresh.key(),
              Optional.of(fresh.at()),
              Optional.of(fresh.at().plus(fresh.ttl())),
              fresh.entries().size(),
              false);
      case Resolution.Stale stale -> remembered(status, stale.last(), true);
      case Resolution.Failed failed ->
          of(status, failed.key(), Optional.empty(), Optional.empty(), 0, false);
    };
  }

  private static SourceStatus remembered(Status status, LastGood last, boolean stale) {
    return of(
        status,
        last.key(),
        Optional.of(last.at()),
        Optional.of(last.at().plus(last.ttl())),
        last.entries().size(),
        stale);
  }

  private static SourceStatus of(
      Status status,
      LastGood.Key key,
      Optional<Instant> lastSuccess,
      Optional<Instant> validUntil,
      int entries,
      boolean stale) {
    Question question = new Question(key.source(), key.family());
    Optional<Answer> answer = Optional.ofNullable(status.heard().get(question)).map(Heard::answer);
    return new SourceStatus(
        key.set(),
        key.source(),
        key.family(),
        answer.map(SourceStatus::result),
        answer.map(SourceStatus::why).orElse(""),
        lastSuccess,
        validUntil,
        entries,
        stale,
        status.failures().getOrDefault(question, 0),
        Optional.ofNullable(status.turns().get(question)));
  }

  private static Result result(Answer answer) {
    return switch (answer) {
      case Answer.Data data -> Result.DATA;
      case Answer.Gone gone -> Result.ABSENT;
      case Answer.NoInformation none -> Result.NONE;
    };
  }

  private static String why(Answer answer) {
    return switch (answer) {
      case Answer.Data data -> "";
      case Answer.Gone gone -> "";
      case Answer.NoInformation none -> none.detail();
    };
  }
}
