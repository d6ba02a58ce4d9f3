package org.postern.command.status;

import java.util.ArrayList;
import java.util.List;
import org.postern.command.ExitCode;
import org.postern.command.Reply;
import org.postern.daemon.SetStatus;
import org.postern.daemon.journal.EventKind;
import org.postern.daemon.journal.Priority;
import org.postern.daemon.status.StatusDocument;
import org.postern.daemon.status.TargetDocument;
import org.postern.diagnostic.Visible;
import org.postern.host.ControlGroup;

/**
 * A status as the output of a plugin for Nagios: {@code POSTERN OK - text | figures}, one line, and
 * 0 to 3 as exit status (Nagios Plugin Development Guidelines, "Plugin Output for Nagios").
 */
public final class StatusPlugin {
  /** The alarms that say what the line of the target says. */
  private static final List<String> OF_TARGETS =
      List.of(EventKind.NOT_ENFORCED.text(), EventKind.NOT_ATTESTED.text());

  private static final int LONGEST_TEXT = 500;

  private StatusPlugin() {}

  /** How it is, the worst last; the numbers are those that plugins end with. */
  private enum State {
    OK(ExitCode.DONE),
    WARNING(ExitCode.NO),
    CRITICAL(ExitCode.DIFFERENT),
    UNKNOWN(ExitCode.HELD);

    private final ExitCode exit;

    State(ExitCode exit) {
      this.exit = exit;
    }
  }

  /** Returns the reply to monitoring when there is no status. */
  public static Reply unknown(String why) {
    return reply(State.UNKNOWN, why, "");
  }

  static Reply reply(StatusDocument status) {
    State state = State.OK;
    List<String> texts = new ArrayList<>();
    for (TargetDocument target : status.targets()) {
      if (!target.inSync()) {
        state = State.CRITICAL;
        texts.add(target.target() + ": " + target.why());
      }
    }
    for (StatusDocument.Standing alarm : status.alarms()) {
      state = atLeast(weight(alarm.priority()), state);
      if (!OF_TARGETS.contains(alarm.kind())) {
        texts.add(alarm.message());
      }
    }
    if (status.generation().isEmpty()) {
      state = atLeast(State.WARNING, state);
      texts.add("enforces nothing until a policy is applied");
    }
    if (!status.isOfDaemon() && !Followed.isFollowed(status)) {
      state = atLeast(State.WARNING, state);
      texts.add(Followed.words(status));
    }
    if (texts.isEmpty()) {
      status.generation().ifPresent(one -> texts.add("enforces generation " + one.number()));
    }
    return reply(state, String.join("; ", texts), figures(status));
  }

  private static State atLeast(State least, State state) {
    return state.compareTo(least) < 0 ? least : state;
  }

  /**
   * Returns the state for a priority. An event that does not page a person may be looked at
   * tomorrow; a normal one is no warning.
   */
  private static State weight(Priority priority) {
    return switch (priority) {
      case EMERGENCY, ALERT, CRITICAL -> State.CRITICAL;
      case ERROR, WARNING -> State.WARNING;
      case NOTICE, INFO, DEBUG -> State.OK;
    };
  }

  private static String figures(StatusDocument status) {
    List<TargetDocument> targets = status.targets();
    List<String> all = new ArrayList<>();
    all.add("alarms=%d;;;0".formatted(status.alarms().size()));
    all.add(
        "targets_not_held=%d;;0;0"
            .formatted(targets.stream().filter(one -> !one.inSync()).count()));
    all.add(
        "sources_failing=%d;;;0"
            .formatted(status.sources().stream().filter(one -> one.failures() > 0).count()));
    all.add("held_changes=%d;;;0".formatted(status.held().size()));
    all.add(
        "prefixes=%d;;;0".formatted(status.sets().stream().mapToLong(SetStatus::prefixes).sum()));
    all.add("accepted=%dc".formatted(targets.stream().mapToLong(TargetDocument::accepted).sum()));
    all.add("refused=%dc".formatted(targets.stream().mapToLong(TargetDocument::refused).sum()));
    status.memory().map(StatusPlugin::figure).ifPresent(all::add);
    return String.join(" ", all);
  }

  private static String figure(ControlGroup.Memory memory) {
    String limit = memory.limit().isPresent() ? String.valueOf(memory.limit().getAsLong()) : "";
    return "memory=%dB;;;0;%s".formatted(memory.current(), limit);
  }

  private static Reply reply(State state, String text, String figures) {
    String figured = figures.isEmpty() ? "" : " | " + figures;
    return new Reply.Builder("status")
        .line("POSTERN %s - %s%s".formatted(state, plain(text), figured))
        .put("state", state.name())
        .exit(state.exit)
        .build();
  }

  /**
   * Returns the text without the mark before the figures and without line breaks, neither of which
   * may come from a text.
   */
  private static String plain(String text) {
    String visible = Visible.text(text).replace('|', '/');
    return visible.codePointCount(0, visible.length()) <= LONGEST_TEXT
        ? visible
        : visible.substring(0, visible.offsetByCodePoints(0, LONGEST_TEXT)) + "...";
  }
}
