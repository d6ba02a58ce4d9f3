package org.postern.shell;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.postern.command.Command;
import org.postern.command.Diagnostics;
import org.postern.command.ExitCode;
import org.postern.command.Invocation;
import org.postern.command.Line;
import org.postern.command.Option;
import org.postern.command.Parameter;
import org.postern.command.Pipelines;
import org.postern.command.Reply;
import org.postern.pipeline.check.Draft;
import org.postern.policy.parse.edit.PolicyEdit;

/** Commands that change the draft, and the one that writes it. */
final class DraftCommands {
  static final String WRITE = "write";
  private static final Option LABEL = Option.value("--label", "TEXT", "why it is there");
  private static final Option SET = Option.value("--set", "NAME", "the set whose source it is");
  private static final Option AS =
      Option.value("--as", Verbs.KINDS, "what it is, where that is not plain");

  private final AtomicReference<Workspace> workspace;
  private final Pipelines base;

  /**
   * Makes the commands of one session.
   *
   * @param base reads policies as they are on disk
   */
  DraftCommands(AtomicReference<Workspace> workspace, Pipelines base) {
    this.workspace = workspace;
    this.base = base;
  }

  List<Command> commands() {
    return List.of(
        new Command(
            "set",
            "add addresses to a set of the draft, or drop or except them",
            List.of(
                Parameter.required("SET", "the set"),
                Parameter.required(Verbs.OF_SET, "what to do"),
                Parameter.several("NET", "addresses, prefixes or ranges")),
            List.of(LABEL),
            "set filter add 203.0.113.7 --label \"new node\"",
            invocation -> edit(Verbs.set(invocation, invocation.value(LABEL.name()).orElse("")))),
        new Command(
            "rule",
            "change whom a rule of the draft accepts, or what becomes of others",
            List.of(
                Parameter.required("RULE", "the rule"),
                Parameter.required(Verbs.OF_RULE, "what to change"),
                Parameter.required(Verbs.VALUE, "a verdict, or a set")),
            List.of(),
            "rule smtp otherwise reject",
            invocation -> edit(Verbs.rule(invocation))),
        new Command(
            "source",
            "add a source to a set of the draft, or drop one",
            List.of(
                Parameter.required("SOURCE", "a name, file, set or address"),
                Parameter.required(Verbs.OF_SOURCE, "what to do")),
            List.of(SET, AS),
            "source delivery.example.net add --set filter",
            invocation ->
                edit(
                    Verbs.source(
                        invocation, invocation.value(SET.name()), invocation.value(AS.name())))),
        plain("changes", "show what the draft would change in the files", this::changes),
        plain("undo", "take the last change of the draft back", this::undo),
        plain("redo", "do again what was undone last", this::redo),
        plain(WRITE, "save the draft, comments and order kept; nothing is applied", this::write),
        new Command(
            "load",
            "open another policy",
            List.of(Parameter.required("POLICY", "policy file, or folder with policy.yaml")),
            List.of(),
            "load /etc/postern/policy.yaml",
            this::load));
  }

  private static Command plain(String name, String summary, Command.Action action) {
    return new Command(name, summary, List.of(), List.of(), name, action);
  }

  private Optional<Draft> draft(Reply.Builder reply) {
    Optional<Draft> draft = workspace.get().draft();
    if (draft.isEmpty()) {
      reply.error(Line.Style.BAD, "no policy is open: load POLICY opens one");
      reply.exit(ExitCode.USAGE);
    }
    return draft;
  }

  /** Makes the edits, all of them or none. */
  private Reply edit(Verbs.Meant meant) {
    Reply.Builder reply = new Reply.Builder("draft");
    Optional<Draft> draft = draft(reply);
    if (draft.isEmpty()) {
      return reply.build();
    }
    return switch (meant) {
      case Verbs.Meant.Nothing nothing ->
          reply.error(Line.Style.BAD, nothing.why()).exit(ExitCode.USAGE).build();
      case Verbs.Meant.Edits edits -> edit(draft.get(), edits.edits(), reply);
    };
  }

  private Reply edit(Draft draft, List<PolicyEdit> edits, Reply.Builder reply) {
    Draft now = draft;
    for (PolicyEdit edit : edits) {
      switch (now.edit(edit)) {
        case Draft.Edited.Done done -> {
          now = done.draft();
          Diagnostics.add(done.report(), reply);
        }
        case Draft.Edited.Refused refused -> {
          Diagnostics.add(refused.why(), reply);
          return reply.error(Line.Style.PLAIN, "the draft stays as it was").build();
        }
      }
    }
    workspace.set(workspace.get().with(now));
    lines(now.differenceFrom(draft), reply);
    return reply.line(Line.Style.ASIDE, "in the draft only; plan shows what it would do").build();
  }

  private static void lines(List<String> difference, Reply.Builder reply) {
    for (String line : difference) {
      reply.line(style(line), line);
    }
  }

  private static Line.Style style(String line) {
    if (line.startsWith("+++") || line.startsWith("---") || line.startsWith("@@")) {
      return Line.Style.HEADING;
    }
    if (line.startsWith("+")) {
      return Line.Style.ADDED;
    }
    return line.startsWith("-") ? Line.Style.REMOVED : Line.Style.PLAIN;
  }

  private Reply changes(Invocation invocation) {
    Reply.Builder reply = new Reply.Builder("changes");
    draft(reply)
        .ifPresent(
            draft -> {
              lines(draft.difference(), reply);
              if (!draft.isChanged()) {
                reply.line(Line.Style.GOOD, "the draft is what is on disk");
              }
            });
    return reply.build();
  }

  private Reply undo(Invocation invocation) {
    return stepped("undo", "there is nothing to undo", Draft::undo);
  }

  private Reply redo(Invocation invocation) {
    return stepped("redo", "there is nothing to redo", Draft::redo);
  }

  private interface Stepping {
    Optional<Draft> from(Draft draft);
  }

  private Reply stepped(String name, String otherwise, Stepping stepping) {
    Reply.Builder reply = new Reply.Builder(name);
    Optional<Draft> draft = draft(reply);
    if (draft.isEmpty()) {
      return reply.build();
    }
    Optional<Draft> other = stepping.from(draft.get());
    if (other.isEmpty()) {
      return reply.error(Line.Style.CAUTION, otherwise).exit(ExitCode.NO).build();
    }
    lines(other.get().differenceFrom(draft.get()), reply);
    workspace.set(workspace.get().with(other.get()));
    return reply.build();
  }

  private Reply write(Invocation invocation) throws IOException {
    Reply.Builder reply = new Reply.Builder(WRITE);
    Optional<Draft> draft = draft(reply);
    if (draft.isEmpty()) {
      return reply.build();
    }
    switch (draft.get().write()) {
      case Draft.Written.Done done -> {
        workspace.set(workspace.get().with(done.draft()));
        if (done.files().isEmpty()) {
          reply.line(Line.Style.GOOD, "nothing to write: the draft is what is on disk");
        }
        done.files().forEach(file -> reply.line(Line.Style.GOOD, file + ": written"));
      }
      case Draft.Written.Overtaken overtaken -> {
        overtaken
            .files()
            .forEach(
                file ->
                    reply.error(
                        Line.Style.BAD, file + ": it was changed since it was opened here"));
        reply.error(
            Line.Style.PLAIN, "nothing is written; note your changes, then load the policy anew");
        reply.exit(ExitCode.HELD);
      }
    }
    return reply.build();
  }

  private Reply load(Invocation invocation) throws IOException {
    Reply.Builder reply = new Reply.Builder("load");
    if (workspace.get().isUnwritten()) {
      return reply
          .error(Line.Style.BAD, "the draft of " + workspace.get().title() + " is not written")
          .error(Line.Style.PLAIN, "write saves it; undo takes it back, change by change")
          .exit(ExitCode.HELD)
          .build();
    }
    Path path = Path.of(invocation.word(0).orElseThrow());
    new Opening(base, workspace.get().state())
        .policy(path, Optional.empty(), reply)
        .ifPresent(workspace::set);
    return reply.build();
  }
}
