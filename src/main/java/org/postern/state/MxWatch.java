package org.postern.state;

import java.time.Duration;
import java.time.Instant;

/**
 * The time since when the MX records of a protected domain are looked at: what they named before is
 * not known, what they named since is remembered as {@link PastFilter}.
 *
 * @param domain the domain in lower case, without the final dot
 * @param since the first look that got an answer
 */
public record MxWatch(String domain, Instant since) {
  /** Returns a copy that did not begin later than that. */
  MxWatch notAfter(Instant now) {
    return since.isAfter(now) ? new MxWatch(domain, now) : this;
  }

  /** Returns a copy on a clock that was set forward by so much. */
  MxWatch shifted(Duration by) {
    return new MxWatch(domain, since.plus(by));
  }
}
