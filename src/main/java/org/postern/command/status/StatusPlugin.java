package org.postern.command.status;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.postern.command.ExitCode;
import org.postern.command.Reply;
import org.postern.diagnostic.Visible;
import org.postern.host.JsonTree;

/**
 * A status as the output of a plugin for Nagios: {@code POSTERN OK - text | figures}, one line, and
 * 0 to 3 as exit status (Nagios Plugin Development Guidelines, "Plugin Output for Nagios").
 */
final class StatusPlugin {
  /** Alarms that say what the line of the target says. */
  private static final List<String> OF_TARGETS = List.of("not_enforced", "not_attested");

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

  static Reply unknown(String why) {
    return reply(State.UNKNOWN, why, "");
  }

  static Reply reply(JsonTree tree) throws IOException {
    State state = State.OK;
    List<String> texts = new ArrayList<>();
    for (JsonTree target : tree.objects("targets")) {
      if (!target.truth("inSync")) {
        state = State.CRITICAL;
        texts.add(target.string("target") + ": " + target.string("why"));
      }
    }
    for (JsonTree alarm : tree.objects("alarms")) {
      state = atLeast(weight(alarm.string("priority")), state);
      if (!OF_TARGETS.contains(alarm.string("kind"))) {
        texts.add(alarm.string("message"));
      }
    }
    if (!tree.has("generation")) {
      state = atLeast(State.WARNING, state);
      texts.add("enforces nothing until a policy is applied");
    }
    if (!tree.has("since") && !Followed.isFollowed(tree)) {
      state = atLeast(State.WARNING, state);
      texts.add(Followed.words(tree));
    }
    if (texts.isEmpty()) {
      texts.add("enforces generation " + tree.object("generation").number("number"));
    }
    return reply(state, String.join("; ", texts), figures(tree));
  }

  private static State atLeast(State least, State state) {
    return state.compareTo(least) < 0 ? least : state;
  }

  /** What does not page a person may be looked at tomorrow; what is normal is no warning. */
  private static State weight(String priority) {
    return switch (priority) {
      case "emergency", "alert", "critical" -> State.CRITICAL;
      case "error", "warning" -> State.WARNING;
      default -> State.OK;
    };
  }

  private static String figures(JsonTree tree) throws IOException {
    long apart = 0;
    long accepted = 0;
    long refused = 0;
    for (JsonTree target : tree.objects("targets")) {
      apart += target.truth("inSync") ? 0 : 1;
      JsonTree counters = target.object("counters");
      for (String rule : counters.members().keySet()) {
        JsonTree one = counters.object(rule);
        accepted += one.has("accepted") ? one.number("accepted") : 0;
        refused += one.number("refused");
      }
      refused += target.has("fragments") ? target.number("fragments") : 0;
    }
    long failing = 0;
    for (JsonTree source : tree.objects("sources")) {
      failing += source.number("failures") > 0 ? 1 : 0;
    }
    long prefixes = 0;
    for (JsonTree set : tree.objects("sets")) {
      prefixes += set.number("prefixes");
    }
    List<String> all = new ArrayList<>();
    all.add("alarms=%d;;;0".formatted(tree.objects("alarms").size()));
    all.add("targets_not_held=%d;;0;0".formatted(apart));
    all.add("sources_failing=%d;;;0".formatted(failing));
    all.add("held_changes=%d;;;0".formatted(tree.objects("held").size()));
    all.add("prefixes=%d;;;0".formatted(prefixes));
    all.add("accepted=%dc".formatted(accepted));
    all.add("refused=%dc".formatted(refused));
    if (tree.has("memory")) {
      JsonTree memory = tree.object("memory");
      String limit = memory.has("limit") ? String.valueOf(memory.number("limit")) : "";
      all.add("memory=%dB;;;0;%s".formatted(memory.number("current"), limit));
    }
    return String.join(" ", all);
  }

  private static Reply reply(State state, String text, String figures) {
    String figured = figures.isEmpty() ? "" : " | " + figures;
    return new Reply.Builder("status")
        .line("POSTERN %s - %s%s".formatted(state, plain(text), figured))
        .put("state", state.name())
        .exit(state.exit)
        .build();
  }

  /** Neither the mark before the figures nor a line of its own may come from a text. */
  private static String plain(String text) {
    String visible = Visible.text(text).replace('|', '/');
    return visible.codePointCount(0, visible.length()) <= LONGEST_TEXT
        ? visible
        : visible.substring(0, visible.offsetByCodePoints(0, LONGEST_TEXT)) + "...";
  }
}
