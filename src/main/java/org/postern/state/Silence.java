package org.postern.state;

import java.time.Duration;
import java.time.Instant;
import org.postern.source.LastGood;

/**
 * The fact that one half of a source gives no information, so that its last good answer stands.
 *
 * @param key the half
 * @param since the time of the first look that brought none
 * @param alarmAt the time when it becomes an alarm
 * @param why the event in words
 */
public record Silence(LastGood.Key key, Instant since, Instant alarmAt, String why) {
  /** Returns a copy without the words, which differ from one look to the next. */
  Silence wordless() {
    return new Silence(key, since, alarmAt, "");
  }

  /** Returns a copy on a clock that was set forward by so much. */
  Silence shifted(Duration by) {
    return new Silence(key, since.plus(by), alarmAt.plus(by), why);
  }

  /** Returns a copy that does not begin later than that, and lasts as long. */
  Silence notAfter(Instant now) {
    return since.isAfter(now) ? shifted(Duration.between(since, now)) : this;
  }
}
