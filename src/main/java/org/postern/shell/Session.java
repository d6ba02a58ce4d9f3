package org.postern.shell;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.postern.cli.HelpCommands;
import org.postern.cli.Palette;
import org.postern.cli.WordsParser;
import org.postern.command.Command;
import org.postern.command.CommandTable;
import org.postern.command.ExitCode;
import org.postern.command.Invocation;
import org.postern.command.Line;
import org.postern.command.Pipelines;
import org.postern.command.Reply;
import org.postern.command.Runner;
import org.postern.command.Surroundings;
import org.postern.pipeline.Pipeline;
import org.postern.pipeline.check.Draft;

/**
 * An interactive session without its terminal: the workspace that is open, and the commands that
 * its lines call.
 */
final class Session {
  /** Commands that need a process of their own. */
  private static final Set<String> ELSEWHERE = Set.of("daemon");

  private final AtomicReference<Workspace> workspace;
  private final Pipelines pipelines;
  private final List<Command> commands;
  private final WordsParser parser;
  private final Surroundings surroundings;
  private final Palette palette;

  /**
   * Begins a session.
   *
   * @param opened the workspace that is open at first
   * @param base makes pipelines; in this session they read the policy from the draft
   */
  Session(Workspace opened, Pipelines base, Surroundings surroundings, Palette palette) {
    this.workspace = new AtomicReference<>(opened);
    this.pipelines = state -> drafted(base.at(state));
    this.surroundings = surroundings;
    this.palette = palette;
    List<Command> all = new ArrayList<>();
    for (Command command : CommandTable.of(pipelines, surroundings)) {
      if (!command.isHidden() && !ELSEWHERE.contains(command.name())) {
        all.add(command);
      }
    }
    all.add(WatchCommand.row(invocation -> new Reply.Builder(WatchCommand.NAME).build()));
    all.addAll(new DraftCommands(workspace, base).commands());
    all.addAll(new HelpCommand(this::commands).commands());
    all.add(HelpCommands.version("version"));
    this.commands = List.copyOf(all);
    this.parser = new WordsParser(commands, "");
  }

  /** The step that a line asks for. */
  sealed interface Step {
    /** The line asks for nothing. */
    record Nothing() implements Step {}

    /** The line ends the conversation. */
    record End() implements Step {}

    /** A text to show. */
    record Text(String text) implements Step {}

    /** A line that is not understood. */
    record Wrong(String why) implements Step {}

    /** A live view. */
    record Watch(Invocation invocation) implements Step {}

    /** A command. */
    record Run(Command command, Invocation invocation, WordsParser.Form form) implements Step {}
  }

  private Pipeline drafted(Pipeline pipeline) {
    return workspace.get().draft().map(draft -> pipeline.withFiles(draft.files())).orElse(pipeline);
  }

  Workspace workspace() {
    return workspace.get();
  }

  List<Command> commands() {
    return commands;
  }

  /** Returns the pipeline with which commands work now. */
  Pipeline pipeline() {
    return pipelines.at(workspace.get().state());
  }

  /** Parses a line; nothing is done. */
  Step understand(String line) {
    Words words = Words.of(line);
    if (!words.isClosed()) {
      return new Step.Wrong("a quote is left open at the end");
    }
    if (words.words().isEmpty() || words.texts().getFirst().startsWith("#")) {
      return new Step.Nothing();
    }
    if (HelpCommand.ENDS.contains(words.texts().getFirst())) {
      return new Step.End();
    }
    return switch (parser.parse(palette, words.texts())) {
      case WordsParser.Parsed.Help help -> new Step.Text(help.text());
      case WordsParser.Parsed.Wrong wrong ->
          new Step.Wrong(
              wrong.why()
                  + wrong.command().map(one -> "; see: help " + one.name()).orElse("; see: help"));
      case WordsParser.Parsed.Call call -> {
        Invocation filled = Defaults.fill(call.command(), call.invocation(), workspace.get());
        yield call.command().name().equals(WatchCommand.NAME)
            ? new Step.Watch(filled)
            : new Step.Run(call.command(), filled, call.form());
      }
    };
  }

  /** Runs a command. */
  Reply run(Step.Run step) {
    return hindrance(step.command())
        .orElseGet(
            () -> new Runner(step.command(), surroundings.progress()).run(step.invocation()));
  }

  /**
   * Refuses to apply an unwritten draft: what is applied must be the file on disk, which the
   * history and every reader of the file see.
   */
  private Optional<Reply> hindrance(Command command) {
    return command.reach() == Command.Reach.CHANGES_POLICY && workspace.get().isUnwritten()
        ? Optional.of(
            new Reply.Builder(command.name())
                .error(
                    Line.Style.BAD,
                    command.name() + ": nothing is changed: the draft is not written yet")
                .error(Line.Style.PLAIN, "see it with: changes; then: write; then: apply")
                .exit(ExitCode.HELD)
                .build())
        : Optional.empty();
  }

  /** Runs a command by its name on the open workspace. */
  Reply ask(String name, Invocation invocation) {
    Command command =
        commands.stream().filter(one -> one.name().equals(name)).findFirst().orElseThrow();
    return new Runner(command).run(Defaults.fill(command, invocation, workspace.get()));
  }

  /** Tells whether a command changes nothing, so that a user need not wait for its end. */
  static boolean isHarmless(Command command) {
    return switch (command.reach()) {
      case HERE -> !DraftCommands.WRITE.equals(command.name());
      case READS, READS_RUNNING -> true;
      case CHANGES, CHANGES_ANYHOW, CHANGES_POLICY -> false;
    };
  }

  /** Returns the draft whose changes would be lost, if there is one. */
  Optional<Draft> unwritten() {
    return workspace.get().draft().filter(Draft::isChanged);
  }
}
