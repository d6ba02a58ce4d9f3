package org.postern.host.log;

import java.time.Instant;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * What a program told a log, free of the log's own form.
 *
 * @param program its name without the process id, such as {@code postfix/smtpd}
 * @param message what it said
 * @param time when; worked out only for the few entries of which it matters
 */
record Entry(String program, String message, Supplier<Optional<Instant>> time) {

  /** The last part of the program's name. */
  String component() {
    return program.substring(program.lastIndexOf('/') + 1);
  }
}
