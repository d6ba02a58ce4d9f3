package org.postern.command;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.postern.diagnostic.Counted;
import org.postern.diagnostic.Report;
import org.postern.pipeline.Checked;
import org.postern.pipeline.DomainAsker;
import org.postern.pipeline.Pipeline;
import org.postern.pipeline.Prepared;
import org.postern.pipeline.Questions;
import org.postern.pipeline.Restoration;
import org.postern.plan.EffectiveEntry;
import org.postern.policy.Policy;
import org.postern.source.Answer;
import org.postern.source.HeardDomains;
import org.postern.source.LastGood;
import org.postern.source.Lockfile;
import org.postern.source.Question;
import org.postern.state.RunState;

/** Commands that look at a policy and its sources: check, resolve, lock. */
final class PolicyCommands {
  private static final Option RUNNING =
      Option.flag("--running", "what is in force, fading addresses too, instead of asking");

  private final Pipelines pipelines;

  PolicyCommands(Pipelines pipelines) {
    this.pipelines = pipelines;
  }

  List<Command> commands() {
    return List.of(
        new Command(
            "check",
            "parse and validate a policy; no network, no root",
            List.of(Requests.POLICY),
            List.of(Requests.STATE),
            "postern check rulesets/appriver.yaml",
            this::check),
        new Command(
            "resolve",
            "ask the sources and print what is in force",
            List.of(Requests.POLICY),
            Requests.reading(),
            "postern resolve rulesets/appriver.yaml",
            this::resolve),
        new Command(
            "lock",
            "ask the sources and write the reviewable lockfile",
            List.of(Requests.POLICY),
            List.of(
                Option.value("-o", "FILE", "write it there instead of standard output"),
                RUNNING,
                Requests.STATE),
            "postern lock -o policy.lock policy.yaml",
            this::lock));
  }

  private Reply check(Invocation invocation) {
    Reply.Builder reply = new Reply.Builder("check");
    Report report = new Report();
    Optional<Checked> checked =
        pipelines.at(Requests.state(invocation)).check(Requests.of(invocation, 0), report);
    Diagnostics.add(report, reply);
    checked.ifPresent(one -> checked(one, reply));
    return reply.build();
  }

  private static void checked(Checked checked, Reply.Builder reply) {
    Policy policy = checked.prepared().policy();
    PreparedReport.notes(checked.prepared(), reply);
    PreparedReport.sizes(checked.prepared(), checked.unknown(), reply);
    OutcomeReport.obstacles(checked.obstacles(), policy, reply);
    if (checked.obstacles().isEmpty()) {
      reply.line(
          Line.Style.GOOD,
          "%s: %s, %s, no mistakes"
              .formatted(
                  policy.file(),
                  Counted.of(policy.sets().size(), "set"),
                  Counted.of(policy.rules().size(), "rule")));
    }
    reply.put("sets", policy.sets().stream().map(set -> set.name()).toList());
    reply.put("rules", policy.rules().stream().map(rule -> rule.name()).toList());
  }

  private Reply resolve(Invocation invocation) throws IOException {
    Reply.Builder reply = new Reply.Builder("resolve");
    Report report = new Report();
    Optional<Prepared> prepared =
        pipelines.at(Requests.state(invocation)).prepare(Requests.of(invocation, 0), report);
    Diagnostics.add(report, reply);
    if (prepared.isPresent()) {
      PreparedReport.add(prepared.get(), reply);
      entries(prepared.get(), reply);
      DomainsReport.add(prepared.get().meaning().settled(), reply);
      if (!prepared.get().meaning().settled().isComplete()) {
        reply.exit(ExitCode.TEMPORARY);
      }
      if (PreparedReport.isHeld(prepared.get())) {
        reply.exit(ExitCode.HELD);
      }
      reply.put("sets", PreparedReport.setTrees(prepared.get()));
    }
    return reply.build();
  }

  private static void entries(Prepared prepared, Reply.Builder reply) {
    List<Map<String, Object>> trees = new ArrayList<>();
    Optional<LastGood.Key> shown = Optional.empty();
    for (EffectiveEntry entry : prepared.meaning().settled().rows()) {
      if (!shown.equals(Optional.of(entry.key()))) {
        shown = Optional.of(entry.key());
        reply.line(
            Line.Style.HEADING,
            "set %s: %s, %s"
                .formatted(entry.key().set(), entry.key().source(), entry.key().family().label()));
      }
      String label = entry.entry().label().isEmpty() ? "" : "  " + entry.entry().label();
      String until = entry.until().map(when -> ", until " + when).orElse("");
      reply.line("  " + entry.entry().interval() + label + "  " + entry.state().text() + until);
      trees.add(tree(entry));
    }
    reply.put("entries", trees);
  }

  private static Map<String, Object> tree(EffectiveEntry entry) {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("set", entry.key().set());
    tree.put("source", entry.key().source());
    tree.put("family", entry.key().family().text());
    tree.put("net", entry.entry().interval().toString());
    tree.put("label", entry.entry().label());
    tree.put("standing", entry.state().text());
    tree.put("firstSeen", entry.entry().firstSeen().toString());
    tree.put("lastConfirmed", entry.entry().lastConfirmed().toString());
    entry.until().ifPresent(when -> tree.put("until", when.toString()));
    return tree;
  }

  private Reply lock(Invocation invocation) throws IOException {
    Reply.Builder reply = new Reply.Builder("lock");
    Report report = new Report();
    Pipeline pipeline = pipelines.at(Requests.state(invocation));
    Optional<Pipeline.ToLock> found =
        invocation.has(RUNNING.name())
            ? Optional.of(inForce(new Restoration(pipeline.parts()).recall().memory()))
            : pipeline.toLock(Requests.of(invocation, 0), report);
    Diagnostics.add(report, reply);
    if (found.isEmpty() || isUnanswered(found.get(), reply)) {
      return reply.build();
    }
    String text = Lockfile.write(found.get().answers(), found.get().domains());
    int count = found.get().answers().size() + found.get().domains().lists().size();
    Optional<Path> file = invocation.path("-o");
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

  private static Pipeline.ToLock inForce(RunState memory) {
    return new Pipeline.ToLock(Questions.inForce(memory), DomainAsker.inForce(memory));
  }

  private static boolean isUnanswered(Pipeline.ToLock found, Reply.Builder reply) {
    boolean unanswered = false;
    for (HeardDomains.ListLook look : found.domains().lists().values()) {
      if (look.answer() instanceof HeardDomains.NoList none) {
        reply.error(Line.Style.BAD, none.detail());
        reply.exit(ExitCode.TEMPORARY);
        unanswered = true;
      }
    }
    for (Map.Entry<Question, Answer> asked : found.answers().entrySet()) {
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
      reply.error(Line.Style.BAD, "no lockfile was written");
    }
    return unanswered;
  }
}
