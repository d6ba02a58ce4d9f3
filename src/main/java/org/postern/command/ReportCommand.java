package org.postern.command;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.postern.diagnostic.Report;
import org.postern.host.Version;
import org.postern.page.Basis;
import org.postern.page.Page;
import org.postern.page.Subject;
import org.postern.pipeline.Comparison;
import org.postern.pipeline.Pipeline;
import org.postern.pipeline.Prepared;
import org.postern.policy.Policy;
import org.postern.policy.SetDefinition;
import org.postern.policy.parse.Words;

/** Writes the page for the auditor and the reviewer: {@code report [POLICY]}. */
final class ReportCommand {
  private static final Option FILE =
      Option.value("-o", "FILE", "write it there instead of standard output");
  private static final Option AGAINST =
      Option.value(
          "--against",
          "OTHER",
          "show the change from this policy, git:REF:PATH or target; default: what was accepted"
              + " last");
  private static final Option REDACT =
      Option.values("--redact", "SET", "tell of this set its name and its size alone");

  /** What a page begins with. */
  private static final byte[] BEGINNING = "<!DOCTYPE html>".getBytes(StandardCharsets.US_ASCII);

  private final Pipelines pipelines;
  private final Subjects subjects;

  ReportCommand(Pipelines pipelines, Surroundings surroundings) {
    this.pipelines = pipelines;
    this.subjects = new Subjects(pipelines, surroundings);
  }

  List<Command> commands() {
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
    Optional<Prepared> found =
        subjects
            .of(invocation, Requests.of(invocation, 0), invocation.word(0).isPresent(), aside)
            .map(subject -> subject.prepared());
    if (found.isEmpty()) {
      return aside.build();
    }
    Prepared prepared = found.get();
    requireSets(invocation.values(REDACT.name()), prepared.policy());
    Reply.Builder reply = withoutLines(aside.build());
    Pipeline pipeline = pipelines.at(Requests.state(invocation));
    PastReader reader = new PastReader(pipeline.parts().store());
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
            pipeline.parts().clock().instant(),
            Version.text());
    write(Page.of(subject, invocation.values(REDACT.name())), invocation, reply);
    return reply.build();
  }

  /** What else is told of a subject is in the page, which may go to standard output. */
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

  private static void write(String page, Invocation invocation, Reply.Builder reply)
      throws IOException {
    Optional<Path> file = invocation.path(FILE.name());
    if (file.isEmpty()) {
      page.lines().forEach(reply::line);
      reply.put("page", page);
      return;
    }
    requirePage(file.get());
    byte[] bytes = page.getBytes(StandardCharsets.UTF_8);
    OutputFile.write(file.get(), bytes, "rw-r-----");
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
