package org.postern.command.report;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.postern.command.Command;
import org.postern.command.Diagnostics;
import org.postern.command.Invocation;
import org.postern.command.Line;
import org.postern.command.Option;
import org.postern.command.OutputFile;
import org.postern.command.Pipelines;
import org.postern.command.Reply;
import org.postern.command.Requests;
import org.postern.command.Surroundings;
import org.postern.command.UsageException;
import org.postern.command.view.CountedTargets;
import org.postern.command.view.Subjects;
import org.postern.daemon.CountedBypass;
import org.postern.daemon.Status;
import org.postern.diagnostic.Report;
import org.postern.host.Version;
import org.postern.page.Basis;
import org.postern.page.Counted;
import org.postern.page.Page;
import org.postern.page.Subject;
import org.postern.pipeline.Pipeline;
import org.postern.pipeline.Prepared;
import org.postern.pipeline.check.Comparison;
import org.postern.policy.Policy;
import org.postern.policy.SetDefinition;
import org.postern.policy.parse.text.Words;

/** Writes the page for the auditor and the reviewer: {@code report [POLICY]}. */
public final class ReportCommand {
  private static final Option FILE =
      Option.value(
          "-o",
          "FILE",
          "write it there, large data to a .json.gz beside it; default: all of it to standard"
              + " output");
  private static final Option AGAINST =
      Option.value(
          "--against",
          "OTHER",
          "show the change from this policy, git:REF:PATH or target; default: what was accepted"
              + " last");
  private static final Option REDACT =
      Option.values("--redact", "SET", "tell of this set its name and its size alone");

  private static final Path STANDARD_OUTPUT = Path.of("-");

  /** The mode of files that did not exist. */
  static final String MODE = "rw-r-----";

  /** The beginning of a page. */
  private static final byte[] BEGINNING = "<!DOCTYPE html>".getBytes(StandardCharsets.US_ASCII);

  private final Pipelines pipelines;
  private final Subjects subjects;

  public ReportCommand(Pipelines pipelines, Surroundings surroundings) {
    this.pipelines = pipelines;
    this.subjects = new Subjects(pipelines, surroundings);
  }

  public List<Command> commands() {
    return List.of(
        new Command(
            "report",
            "write one page for the auditor: who may pass and why, what changes, what was accepted",
            List.of(Requests.POLICY),
            Command.options(Requests.reading(), FILE, AGAINST, REDACT, Subjects.RUNNING),
            "postern report -o report.html rulesets/appriver.yaml",
            this::report));
  }

  private Reply report(Invocation invocation) throws IOException {
    Reply.Builder aside = new Reply.Builder("report");
    var found =
        subjects.of(invocation, Requests.of(invocation, 0), invocation.word(0).isPresent(), aside);
    if (found.isEmpty()) {
      return aside.build();
    }
    Prepared prepared = found.get().prepared();
    Optional<Counted> counted =
        CountedTargets.of(found.get(), pipelines.at(Requests.state(invocation)), aside)
            .flatMap(ReportCommand::counted);
    requireSets(invocation.values(REDACT.name()), prepared.policy());
    Reply.Builder reply = withoutLines(aside.build());
    Pipeline pipeline = pipelines.at(Requests.state(invocation));
    PastReader reader = new PastReader(pipeline.store());
    Report report = new Report();
    Optional<Basis> basis = basis(invocation, pipeline, prepared, reader, report);
    if (report.hasErrors()) {
      Diagnostics.add(report, reply);
      return reply.build();
    }
    Subject subject =
        new Subject(
            prepared,
            invocation.has(Subjects.RUNNING.name()),
            basis,
            reader.past(prepared.memory().generation()),
            counted,
            pipeline.actor().now(),
            Version.text());
    write(subject, invocation, reply);
    return reply.build();
  }

  /** Returns the counters of the first target that counts. */
  private static Optional<Counted> counted(Status status) {
    return status.targets().stream()
        .flatMap(target -> CountedBypass.of(status, target).stream())
        .map(one -> new Counted(one.bypass(), one.since()))
        .findFirst();
  }

  /**
   * Returns the reply without the lines for people: what else is told of a subject is in the page,
   * which may go to standard output.
   */
  private static Reply.Builder withoutLines(Reply told) {
    Reply.Builder reply = new Reply.Builder("report");
    told.tree().forEach(reply::put);
    told.errors().forEach(line -> reply.error(line.style(), line.text()));
    return reply.exit(told.exit());
  }

  private static void requireSets(List<String> names, Policy policy) {
    List<String> known = policy.sets().stream().map(SetDefinition::name).toList();
    for (String name : names) {
      if (!known.contains(name)) {
        throw new UsageException(
            "%s %s: the policy has no such set%s"
                .formatted(
                    REDACT.name(),
                    name,
                    Words.nearest(name, known)
                        .map(near -> "; did you mean " + near + "?")
                        .orElse("")));
      }
    }
  }

  private static Optional<Basis> basis(
      Invocation invocation, Pipeline pipeline, Prepared prepared, PastReader reader, Report report)
      throws IOException {
    Optional<String> other = invocation.value(AGAINST.name());
    if (other.isEmpty()) {
      return reader.basis(prepared.memory().generation());
    }
    return new Comparison(pipeline)
        .side(other.get(), report)
        .map(
            side ->
                switch (side) {
                  case Comparison.Side.Rules rules ->
                      new Basis(rules.name(), rules.ruleset(), rules.named());
                  case Comparison.Side.Answers answers ->
                      throw new UsageException(
                          other.get() + " is a lockfile, which has no rules: name the policy");
                });
  }

  /**
   * Writes the page. Beside standard output there is no file: there the page has all of its data in
   * it.
   */
  private static void write(Subject subject, Invocation invocation, Reply.Builder reply)
      throws IOException {
    List<String> withheld = invocation.values(REDACT.name());
    Optional<Path> file =
        invocation.path(FILE.name()).filter(path -> !path.equals(STANDARD_OUTPUT));
    if (file.isEmpty()) {
      String page = Page.of(subject, withheld);
      page.lines().forEach(reply::line);
      reply.put("page", page);
      return;
    }
    requirePage(file.get());
    DataFile data = DataFile.of(file.get());
    Page.Files files = Page.of(subject, withheld, data.name());
    byte[] bytes = files.page().getBytes(StandardCharsets.UTF_8);
    if (files.data().isPresent()) {
      data.write(files.data().get(), reply);
      OutputFile.write(file.get(), bytes, MODE);
    } else {
      OutputFile.write(file.get(), bytes, MODE);
      data.remove();
    }
    reply.line(
        Line.Style.GOOD, String.format(Locale.ROOT, "%s: %,d bytes", file.get(), bytes.length));
    reply.put("file", file.get().toString()).put("bytes", bytes.length);
  }

  /** A mistyped name must not cost a policy. */
  private static void requirePage(Path file) throws IOException {
    if (Files.isRegularFile(file) && Files.size(file) > 0) {
      try (InputStream in = Files.newInputStream(file)) {
        if (!Arrays.equals(in.readNBytes(BEGINNING.length), BEGINNING)) {
          throw new UsageException(file + " is there and is no page; it is left alone");
        }
      }
    }
  }
}
