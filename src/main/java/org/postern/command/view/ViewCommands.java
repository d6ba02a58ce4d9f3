package org.postern.command.view;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.postern.command.Command;
import org.postern.command.Invocation;
import org.postern.command.Pipelines;
import org.postern.command.Reply;
import org.postern.command.Requests;
import org.postern.command.Surroundings;
import org.postern.daemon.Status;
import org.postern.plan.Observation;

/** The commands that show a policy, or what is in force, by its parts: sets, rules, sources. */
public final class ViewCommands {
  private final Pipelines pipelines;
  private final Subjects subjects;

  public ViewCommands(Pipelines pipelines, Surroundings surroundings) {
    this.pipelines = pipelines;
    this.subjects = new Subjects(pipelines, surroundings);
  }

  public List<Command> commands() {
    return List.of(
        command(
            "sets",
            "show each set: how large, from where, widened, fading, held, used by what",
            "postern sets rulesets/appriver.yaml",
            this::sets),
        command(
            "rules",
            "show each rule: what it covers, whom it accepts, how often it did, what is open",
            "postern rules --running",
            this::rules),
        command(
            "sources",
            "show each source: its line, its last answer, who gave it, how long it is good",
            "postern sources --running",
            this::sources));
  }

  private static Command command(
      String name, String summary, String example, Command.Action action) {
    return new Command(
        name,
        summary,
        List.of(Requests.POLICY),
        Command.options(Requests.reading(), Subjects.RUNNING),
        example,
        Command.Reach.READS_RUNNING,
        action);
  }

  private Optional<Subject> subject(Invocation invocation, Reply.Builder reply) throws IOException {
    return subjects.of(
        invocation, Requests.of(invocation, 0), invocation.word(0).isPresent(), reply);
  }

  private Reply sets(Invocation invocation) throws IOException {
    Reply.Builder reply = new Reply.Builder("sets");
    subject(invocation, reply).ifPresent(subject -> new SetsReport(subject).add(reply));
    return reply.build();
  }

  private Reply sources(Invocation invocation) throws IOException {
    Reply.Builder reply = new Reply.Builder("sources");
    subject(invocation, reply).ifPresent(subject -> new SourcesReport(subject).add(reply));
    return reply.build();
  }

  private Reply rules(Invocation invocation) throws IOException {
    Reply.Builder reply = new Reply.Builder("rules");
    Optional<Subject> subject = subject(invocation, reply);
    if (subject.isPresent()) {
      new RulesReport(subject.get(), counters(invocation, subject.get(), reply)).add(reply);
    }
    return reply.build();
  }

  /** Returns what targets have counted. */
  private List<Map<String, Observation.Counters>> counters(
      Invocation invocation, Subject subject, Reply.Builder reply) throws IOException {
    return CountedTargets.of(subject, pipelines.at(Requests.state(invocation)), reply)
        .map(status -> status.targets().stream().map(Status.TargetStatus::counters).toList())
        .orElse(List.of());
  }
}
