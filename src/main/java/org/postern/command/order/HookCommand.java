package org.postern.command.order;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.postern.command.Command;
import org.postern.command.ExitCode;
import org.postern.command.Invocation;
import org.postern.command.Line;
import org.postern.command.Option;
import org.postern.command.Parameter;
import org.postern.command.Pipelines;
import org.postern.command.Reply;
import org.postern.command.Requests;
import org.postern.host.AtomicFile;
import org.postern.host.CommandRunner;
import org.postern.pipeline.BoundedTarget;
import org.postern.pipeline.InForce;
import org.postern.pipeline.Pipeline;
import org.postern.pipeline.Prepared;
import org.postern.plan.Observation;
import org.postern.plan.Ruleset;
import org.postern.policy.Policy;
import org.postern.target.Facets;
import org.postern.target.HookLines;
import org.postern.target.TargetException;

/**
 * Shows or writes the lines that a mail server's own configuration needs once, and asks the mail
 * server what the files mean that they name.
 */
public final class HookCommand {
  private static final Option WRITE =
      Option.flag("--write", "add the lines, by root, and have the mail server read them");
  private static final Parameter NAME =
      Parameter.required("TARGET", "its name, or a kind where it is alone");

  /**
   * The mode of written files, because mail servers read their configuration as users of their own.
   */
  private static final String OF_FILES = "rw-r--r--";

  private final Pipelines pipelines;

  public HookCommand(Pipelines pipelines) {
    this.pipelines = pipelines;
  }

  public List<Command> commands() {
    return List.of(
        new Command(
            "hook",
            "print the lines to add once to a mail server, merged with what stands there",
            List.of(NAME),
            List.of(WRITE, Requests.STATE),
            "postern hook postfix",
            this::hook),
        new Command(
            "prove",
            "have a mail server read its files and say what they mean to it; by root",
            List.of(NAME),
            List.of(Requests.STATE),
            "postern prove postfix",
            this::prove));
  }

  /** A target with the rules that it holds, found without asking sources or writing the state. */
  private record Held(BoundedTarget target, Ruleset rules, Pipeline pipeline) {}

  private Held held(Invocation invocation) throws IOException {
    Pipeline pipeline = pipelines.at(Requests.state(invocation));
    InForce inForce = pipeline.restoration().inForce();
    Policy policy = inForce.prepared().map(Prepared::policy).orElseGet(Prepared::noPolicy);
    BoundedTarget target = pipeline.targets().bound(invocation.word(0).orElseThrow(), policy);
    return new Held(target, target.observe(Observation.nothing()).owned(), pipeline);
  }

  private Reply hook(Invocation invocation) throws IOException {
    Reply.Builder reply = new Reply.Builder("hook");
    Held held = held(invocation);
    Facets.Hook hook =
        held.target()
            .facets()
            .hook()
            .orElseThrow(
                () ->
                    new TargetException(
                        TargetException.Kind.UNAVAILABLE,
                        held.target().name() + " needs no line in the configuration of others"));
    reply.put("target", held.target().name());
    if (held.rules().rules().isEmpty()) {
      return reply
          .error(
              Line.Style.BAD,
              "postern hook: %s holds no rule yet, and a mail server refuses all mail where a file"
                      .formatted(held.target().name())
                  + " that a line names is missing")
          .error(Line.Style.PLAIN, "  apply a policy with a rule on hook: smtp first")
          .exit(ExitCode.HELD)
          .build();
    }
    HookLines lines = hook.of(held.rules());
    if (invocation.has(WRITE.name()) && !lines.isDone()) {
      write(held, lines, reply);
      lines = hook.of(held.rules());
    }
    print(lines, reply);
    return reply.build();
  }

  private static void write(Held held, HookLines lines, Reply.Builder reply) throws IOException {
    boolean any = false;
    for (HookLines.Part part : lines.parts()) {
      if (part.done()) {
        continue;
      }
      if (part.file().isEmpty() && part.command().isEmpty()) {
        String where = part.where();
        reply.line(Line.Style.BAD, "add by hand what goes into " + where).exit(ExitCode.PARTIAL);
        continue;
      }
      any = true;
      if (part.file().isPresent()) {
        HookLines.Content file = part.file().get();
        AtomicFile.write(file.path(), file.text().getBytes(StandardCharsets.ISO_8859_1), OF_FILES);
        reply.put("changed", true);
      }
      if (part.command().isEmpty()) {
        continue;
      }
      CommandRunner.Result result =
          held.pipeline().surroundings().programs().run(part.command(), "", HookLines.DEADLINE);
      if (result.exit() != 0) {
        throw new TargetException(
            TargetException.Kind.PERMISSION,
            "%s ended with %d: %s"
                .formatted(part.command().getFirst(), result.exit(), result.error().strip()));
      }
      reply.put("changed", true);
    }
    Optional<Facets.SelfProof> proof = held.target().facets().selfProof();
    if (any && proof.isPresent()) {
      reply.line(
          Line.Style.GOOD,
          held.target().name() + ": the lines are written and read, it needs no other reload");
      for (String wrong : proof.get().run()) {
        reply.line(Line.Style.BAD, held.target().name() + ": " + wrong).exit(ExitCode.PARTIAL);
      }
    }
  }

  private static void print(HookLines lines, Reply.Builder reply) {
    for (HookLines.Part part : lines.parts()) {
      reply.line(
          Line.Style.ASIDE, "# %s%s".formatted(part.where(), part.done() ? " (is there)" : ""));
      part.text().lines().forEach(line -> reply.line(Line.Style.PLAIN, line));
    }
    lines.notes().forEach(note -> reply.line(Line.Style.CAUTION, "note: " + note));
    reply.document(HookDocument.of(lines));
  }

  private Reply prove(Invocation invocation) throws IOException {
    Reply.Builder reply = new Reply.Builder("prove");
    Held held = held(invocation);
    Facets.SelfProof proof =
        held.target()
            .facets()
            .selfProof()
            .orElseThrow(
                () ->
                    new TargetException(
                        TargetException.Kind.UNAVAILABLE,
                        held.target().name() + " has no program that says what it holds"));
    List<String> wrong = proof.run();
    reply.put("target", held.target().name()).put("wrong", wrong);
    wrong.forEach(one -> reply.line(Line.Style.BAD, one));
    if (wrong.isEmpty()) {
      reply.line(Line.Style.GOOD, held.target().name() + ": it holds what is meant");
      return reply.build();
    }
    return reply.exit(ExitCode.PARTIAL).build();
  }
}
