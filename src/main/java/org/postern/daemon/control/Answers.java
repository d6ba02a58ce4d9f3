package org.postern.daemon.control;

import java.io.IOException;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Collectors;
import org.postern.daemon.journal.Journal;
import org.postern.daemon.journal.JournalEntry;
import org.postern.daemon.journal.Priority;
import org.postern.diagnostic.Visible;
import org.postern.host.Json;

/** Turns the line of a request into the line of its answer, whatever the two contain. */
public final class Answers {
  /** The error of a server that has no place left. */
  public static final String BUSY = "busy";

  private static final String HANDLER_FAILED = "31d121e8fc5ae703ac5a851bfa68122c";
  private static final int FRAMES = 40;

  private final ControlServer.Handler handler;
  private final Journal journal;

  Answers(ControlServer.Handler handler, Journal journal) {
    this.handler = handler;
    this.journal = journal;
  }

  /** Returns the answer, with its line feed. */
  String answer(byte[] line, Caller caller) {
    try {
      Map<String, Object> request = Json.readBounded(line).members();
      return answer(request, caller);
    } catch (IOException e) {
      return error("bad request: " + e.getMessage());
    }
  }

  /** An error ends what was asked, not the server: a stack that overflows is one of a handler. */
  private String answer(Map<String, Object> request, Caller caller) {
    try {
      return line(handler.answer(request, caller));
    } catch (RuntimeException | Error e) {
      report(e, caller);
      return error("internal error, see the journal: " + e);
    }
  }

  private void report(Throwable failure, Caller caller) {
    String trace =
        Arrays.stream(failure.getStackTrace())
            .limit(FRAMES)
            .map(StackTraceElement::toString)
            .collect(Collectors.joining("\n"));
    String place = trace.isEmpty() ? "" : " at " + trace.lines().findFirst().orElse("");
    Map<String, String> fields =
        Map.of(
            "POSTERN_PEER_UID", Long.toString(caller.peer().uid()),
            "POSTERN_PEER_PID", Integer.toString(caller.peer().pid()),
            "POSTERN_TRACE", trace);
    String message = "a request was not answered because of a bug: " + failure + place;
    journal.write(new JournalEntry(Priority.ERROR, HANDLER_FAILED, message, fields));
  }

  static String error(String text) {
    return line(Map.of("error", Visible.text(text)));
  }

  private static String line(Map<String, Object> answer) {
    return Json.write(answer) + "\n";
  }
}
