package org.postern.target.mail;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.postern.host.CommandRunner;
import org.postern.host.Json;
import org.postern.target.TargetException;

/**
 * Reads the mail messages in the systemd journal: first the latest, then those since the last call.
 * Not safe for several threads.
 */
final class MailJournal {
  /** The number of entries that are read at a time. */
  static final int MOST = 20_000;

  /** The most reads of a call; a reader who is further behind passes over what is between. */
  private static final int MOST_TIMES = 4;

  private static final Duration PATIENCE = Duration.ofSeconds(20);

  /**
   * A match for syslog's number of mail (RFC 5424 section 6.2.1), whatever the units are called.
   */
  private static final String OF_MAIL = "SYSLOG_FACILITY=2";

  private static final String CURSOR = "__CURSOR";

  private final CommandRunner runner;
  private Optional<String> cursor = Optional.empty();

  MailJournal(CommandRunner runner) {
    this.runner = runner;
  }

  /** Reads what is new, each entry as a JSON object. */
  void read(Consumer<String> lines) throws TargetException {
    for (int time = 0; time < MOST_TIMES; time++) {
      if (next(lines) < MOST) {
        return;
      }
    }
    cursor = Optional.empty();
    next(lines);
  }

  private int next(Consumer<String> lines) throws TargetException {
    List<String> entries = ask().lines().filter(line -> line.startsWith("{")).toList();
    entries.forEach(lines);
    for (String entry : entries.reversed()) {
      Optional<String> found = cursor(entry);
      if (found.isPresent()) {
        cursor = found;
        break;
      }
    }
    return entries.size();
  }

  /** Returns the cursor of an entry; empty for one that was cut off. */
  private static Optional<String> cursor(String entry) {
    try {
      return Json.read(entry).members().get(CURSOR) instanceof String text
          ? Optional.of(text)
          : Optional.empty();
    } catch (IOException _) {
      return Optional.empty();
    }
  }

  private String ask() throws TargetException {
    List<String> command =
        new ArrayList<>(
            List.of(
                "journalctl",
                "--no-pager",
                "--output=json",
                "--output-fields=MESSAGE,SYSLOG_IDENTIFIER,SYSLOG_PID,_HOSTNAME",
                "--lines=" + MOST));
    cursor.ifPresent(at -> command.add("--after-cursor=" + at));
    command.add(OF_MAIL);
    CommandRunner.Result result;
    try {
      result = runner.run(List.copyOf(command), "", PATIENCE);
    } catch (IOException e) {
      throw new TargetException(
          TargetException.Kind.UNAVAILABLE, "the journal cannot be read: " + e.getMessage(), e);
    }
    refuse(result);
    return result.output();
  }

  /**
   * Refuses a result of journalctl(1) that says in words, which are not translated, that the right
   * is missing: it exits with 0 then, too.
   */
  private static void refuse(CommandRunner.Result result) throws TargetException {
    String error = result.error();
    if (error.contains("insufficient permissions")
        || error.contains("not seeing messages")
        || error.contains("Permission denied")) {
      throw MailLog.forbidden("the journal");
    }
    if (result.exit() != 0 || error.contains("No journal files were found")) {
      String why = error.isBlank() ? "" : ": " + error.lines().findFirst().orElse("");
      throw new TargetException(
          TargetException.Kind.UNAVAILABLE, "the journal cannot be read" + why);
    }
  }
}
