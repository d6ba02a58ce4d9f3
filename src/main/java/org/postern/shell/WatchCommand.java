package org.postern.shell;

import java.io.IOException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.postern.command.Command;
import org.postern.command.ExitCode;
import org.postern.command.Invocation;
import org.postern.command.Line;
import org.postern.command.Option;
import org.postern.command.Reply;
import org.postern.command.simulate.RefusedDocument;
import org.postern.daemon.status.StatusDocument;
import org.postern.host.RecordTree;

/** The command {@code watch} of the shell, and the queries for its view. */
final class WatchCommand {
  static final String NAME = "watch";

  private static final String STATE = "--state";
  private static final Option NO_NAMES =
      Option.flag("--no-names", "ask no name server what refused peers are called");

  private WatchCommand() {}

  static Command row(Command.Action action) {
    return new Command(
        NAME,
        "see live how everything is: sources, sets, held changes, counts, refused peers, events",
        List.of(),
        List.of(
            NO_NAMES,
            Option.value(STATE, "DIR", "the state folder; default " + ShellCommand.DEFAULT_STATE)),
        "postern watch",
        action);
  }

  /**
   * Queries what a view shows.
   *
   * @return the view, or the reply that says why there is none
   */
  static Asked ask(Session session, Invocation invocation) throws IOException {
    Reply status = session.ask("status", about(invocation, false));
    if (status.exit() != ExitCode.DONE && status.exit() != ExitCode.NO) {
      return new Asked(Optional.empty(), status);
    }
    Reply refused = session.ask("refused", about(invocation, true));
    Optional<RefusedDocument> peers =
        refused.exit() == ExitCode.DONE
            ? Optional.of(RecordTree.read(RefusedDocument.class, refused.tree()))
            : Optional.empty();
    StatusDocument told = RecordTree.read(StatusDocument.class, status.tree());
    Instant now = session.pipeline().actor().now();
    return new Asked(Optional.of(new WatchView(told, peers, now)), status);
  }

  /**
   * The result of a query.
   *
   * @param view the view; empty when there is none
   * @param reply the reply on the status, which says why there is no view
   */
  record Asked(Optional<WatchView> view, Reply reply) {}

  private static Invocation about(Invocation invocation, boolean names) {
    Map<String, List<String>> options = new LinkedHashMap<>();
    Optional.of(invocation.values(STATE))
        .filter(values -> !values.isEmpty())
        .ifPresent(values -> options.put(STATE, values));
    if (names && invocation.has(NO_NAMES.name())) {
      options.put(NO_NAMES.name(), List.of("true"));
    }
    return new Invocation(List.of(), options);
  }

  /** Returns the whole present view as a reply, for output that is no terminal. */
  static Reply once(Session session, Invocation invocation) {
    try {
      Asked asked = ask(session, invocation);
      return asked.view().isPresent() ? whole(asked.view().get(), asked.reply()) : asked.reply();
    } catch (IOException e) {
      return new Reply.Builder(NAME)
          .error(Line.Style.BAD, "watch: the status cannot be understood: " + e.getMessage())
          .exit(ExitCode.UNAVAILABLE)
          .build();
    }
  }

  private static Reply whole(WatchView view, Reply status) {
    Reply.Builder reply = new Reply.Builder(NAME);
    Line head = view.head();
    reply.line(head.style(), head.text());
    for (WatchView.Section section : view.sections(Optional.empty(), WatchView.ANY_WIDTH)) {
      reply.line(Line.Style.HEADING, section.title());
      section.lines().forEach(line -> reply.line(line.style(), "  " + line.text()));
    }
    status.tree().forEach(reply::put);
    return reply.put("command", NAME).exit(status.exit()).build();
  }
}
