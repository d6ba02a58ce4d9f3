package org.postern.host.log.line;

import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A message of a program in a log, free of the log's own form.
 *
 * @param host the host on which it ran, with the container where one is told; empty where none is
 * @param program the program's name without the process, such as {@code postfix/smtpd}; empty where
 *     none is told
 * @param process the program's process id; empty where none is told
 * @param message the text
 * @param form the log's form in words, such as {@code syslog}; empty where it has none
 * @param stamped whether the message follows a time and nothing else, as in a log of its own
 * @param moment the time of the message
 */
public record Entry(
    String host,
    Program program,
    String process,
    String message,
    String form,
    boolean stamped,
    Moment moment) {

  /**
   * A time that is worked out only for the few entries of which it matters.
   *
   * @param trust how much of it is written: of several in one line the most trusted counts
   * @param text the text as the log has it
   * @param times reads it; null where there is nothing to read
   */
  public record Moment(Stamp.Kind trust, String text, @Nullable LogTimes times) {
    public static final Moment UNKNOWN = new Moment(Stamp.Kind.NONE, "", null);

    public static Moment of(Stamp stamp, LogTimes times) {
      return new Moment(stamp.kind(), stamp.text(), times);
    }

    /** Returns the more trusted of both, the inner one where they are alike. */
    public Moment or(Moment inner) {
      return inner.trust.compareTo(trust) >= 0 ? inner : this;
    }

    Optional<Instant> at() {
      return times == null ? Optional.empty() : times.parse(text);
    }
  }

  /** A line of which nothing is known. */
  public static Entry of(String line) {
    return new Entry("", Program.NONE, "", line, "", false, Moment.UNKNOWN);
  }

  /** Returns the time when it was said, where that is told. */
  public Optional<Instant> time() {
    return moment.at();
  }

  /** Returns a copy with another message. */
  Entry saying(String other) {
    return new Entry(host, program, process, other, form, false, moment);
  }

  /** Returns a copy within a container. */
  public Entry from(String container) {
    return new Entry(within(container), program, process, message, form, stamped, moment);
  }

  /** Returns the name of a host or container within this one. */
  String within(String name) {
    if (name.isEmpty()) {
      return host;
    }
    return host.isEmpty() ? name : host + "/" + name;
  }
}
