package org.postern.command.plan;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.postern.command.Command;
import org.postern.command.Diagnostics;
import org.postern.command.ExitCode;
import org.postern.command.Invocation;
import org.postern.command.Line;
import org.postern.command.Option;
import org.postern.command.OutputFile;
import org.postern.command.Pipelines;
import org.postern.command.Reply;
import org.postern.command.Requests;
import org.postern.command.UsageException;
import org.postern.diagnostic.Counted;
import org.postern.diagnostic.Report;
import org.postern.pipeline.DomainAsker;
import org.postern.pipeline.Pipeline;
import org.postern.pipeline.ask.Questions;
import org.postern.pipeline.ask.ToLock;
import org.postern.pipeline.check.Comparison;
import org.postern.source.Answer;
import org.postern.source.HeardDomains;
import org.postern.source.Lockfile;
import org.postern.source.Question;
import org.postern.state.RunState;

/** Writes what all sources answer into a lockfile, or compares it with one: {@code lock}. */
public final class LockCommand {
  private static final Option RUNNING =
      Option.flag("--running", "what is in force, fading addresses too, instead of asking");
  private static final Option CHECK =
      Option.flag(
          "--check", "write nothing; exit 2 when the sources answer other than the lockfile");
  private static final Option FILE =
      Option.value(
          "-o", "FILE", "write it there; with --check, read it there instead of beside the policy");

  private final Pipelines pipelines;

  public LockCommand(Pipelines pipelines) {
    this.pipelines = pipelines;
  }

  public List<Command> commands() {
    return List.of(
        new Command(
                "lock",
                "ask the sources and write the reviewable lockfile",
                List.of(Requests.POLICY),
                List.of(FILE, CHECK, RUNNING, Requests.STATE),
                "postern lock -o policy.lock policy.yaml",
                this::lock)
            .withFormats(PlanDiff.FORMAT, PlanMarkdown.FORMAT));
  }

  private Reply lock(Invocation invocation) throws IOException {
    String form = invocation.value(Command.FORMAT).orElse("");
    boolean checks = invocation.has(CHECK.name());
    if (!checks && List.of(PlanDiff.FORMAT, PlanMarkdown.FORMAT).contains(form)) {
      throw new UsageException("--format %s goes with --check".formatted(form));
    }
    if (checks && invocation.has(RUNNING.name())) {
      throw new UsageException("--check asks the sources; --running does not");
    }
    return checks ? check(invocation, form) : write(invocation);
  }

  private Reply check(Invocation invocation, String form) throws IOException {
    Reply.Builder reply = new Reply.Builder("lock");
    Report report = new Report();
    Pipeline pipeline = pipelines.at(Requests.state(invocation));
    Path policy = Requests.policy(invocation, 0);
    Path file = invocation.path(FILE.name()).orElseGet(() -> Comparison.lockOf(policy));
    Optional<Comparison.Side.Answers> locked = new Comparison(pipeline).lockfile(file, report);
    Optional<ToLock> found =
        locked.isPresent() ? pipeline.toLock(Requests.of(invocation, 0), report) : Optional.empty();
    Diagnostics.add(report, reply);
    if (locked.isEmpty() || found.isEmpty() || isUnanswered(found.get(), reply)) {
      return reply.build();
    }
    return LockReport.of(
        reply,
        "lock --check",
        locked.get(),
        new Comparison.Side.Answers(
            "the sources now", found.get().answers(), found.get().domains()),
        form);
  }

  private Reply write(Invocation invocation) throws IOException {
    Reply.Builder reply = new Reply.Builder("lock");
    Report report = new Report();
    Pipeline pipeline = pipelines.at(Requests.state(invocation));
    Optional<ToLock> found =
        invocation.has(RUNNING.name())
            ? Optional.of(inForce(pipeline.restoration().recall().memory()))
            : pipeline.toLock(Requests.of(invocation, 0), report);
    Diagnostics.add(report, reply);
    if (found.isEmpty() || isUnanswered(found.get(), reply)) {
      return reply.build();
    }
    String text = Lockfile.write(found.get().answers(), found.get().domains());
    int count = found.get().answers().size() + found.get().domains().lists().size();
    Optional<Path> file = invocation.path(FILE.name());
    if (file.isPresent()) {
      requireLockfile(file.get());
      OutputFile.write(file.get(), text.getBytes(StandardCharsets.UTF_8), "rw-r--r--");
      reply.line(Line.Style.GOOD, file.get() + ": " + Counted.of(count, "answer") + " locked");
      reply.put("file", file.get().toString());
    } else {
      text.lines().forEach(reply::line);
    }
    return reply.put("answers", count).build();
  }

  /** A mistyped name must not cost a policy. */
  private static void requireLockfile(Path file) throws IOException {
    if (Files.exists(file) && Files.size(file) > 0) {
      try {
        Lockfile.read(Files.readString(file));
      } catch (IOException e) {
        throw new UsageException(file + " is there and is no lockfile; it is left alone");
      }
    }
  }

  private static ToLock inForce(RunState memory) {
    return new ToLock(Questions.inForce(memory), DomainAsker.inForce(memory));
  }

  private static boolean isUnanswered(ToLock found, Reply.Builder reply) {
    boolean unanswered = false;
    for (HeardDomains.ListLook look : found.domains().lists().values()) {
      if (look.answer() instanceof HeardDomains.NoList none) {
        reply.error(Line.Style.BAD, none.detail());
        reply.exit(ExitCode.TEMPORARY);
        unanswered = true;
      }
    }
    SortedMap<Question, Answer> answers = new TreeMap<>(Question.ORDER);
    answers.putAll(found.answers());
    for (Map.Entry<Question, Answer> asked : answers.entrySet()) {
      if (asked.getValue() instanceof Answer.NoInformation why) {
        reply.error(
            Line.Style.BAD,
            "%s (%s) gives no information: %s"
                .formatted(asked.getKey().source(), asked.getKey().family().label(), why.detail()));
        reply.exit(ExitCode.TEMPORARY);
        unanswered = true;
      }
    }
    if (unanswered) {
      reply.error(Line.Style.BAD, "no lockfile was written or compared");
    }
    return unanswered;
  }
}
