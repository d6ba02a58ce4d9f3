package org.postern.command.view;

import java.io.IOException;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.postern.command.Ages;
import org.postern.command.Diagnostics;
import org.postern.command.ExitCode;
import org.postern.command.Invocation;
import org.postern.command.Line;
import org.postern.command.Option;
import org.postern.command.Pipelines;
import org.postern.command.Reply;
import org.postern.command.Requests;
import org.postern.command.Surroundings;
import org.postern.command.UsageException;
import org.postern.command.outcome.ObstacleReport;
import org.postern.command.outcome.PreparedReport;
import org.postern.daemon.Status;
import org.postern.diagnostic.Report;
import org.postern.pipeline.InForce;
import org.postern.pipeline.Pipeline;
import org.postern.pipeline.Prepared;
import org.postern.pipeline.Request;
import org.postern.pipeline.recover.Remembered;
import org.postern.state.Generation;
import org.postern.state.StateException;

/**
 * Finds the subject of a reading command. What is in force is told by the daemon from what it knows
 * already, or from the state: no source is asked for it.
 */
public final class Subjects {
  public static final Option RUNNING =
      Option.flag("--running", "what is in force, instead of a policy");

  private final Pipelines pipelines;
  private final Surroundings surroundings;

  public Subjects(Pipelines pipelines, Surroundings surroundings) {
    this.pipelines = pipelines;
    this.surroundings = surroundings;
  }

  /**
   * Finds the subject; the reply says what there is to say about it, and why there is none.
   *
   * @param policyGiven whether the caller named a policy
   */
  public Optional<Subject> of(
      Invocation invocation, Request request, boolean policyGiven, Reply.Builder reply)
      throws IOException {
    if (!invocation.has(RUNNING.name())) {
      return ofPolicy(invocation, request, reply);
    }
    if (policyGiven || request.lock().isPresent()) {
      throw new UsageException(
          "--running is about what is in force: leave out the policy and --lock, or leave it out");
    }
    try {
      return running(pipelines.at(Requests.state(invocation)), reply);
    } catch (StateException e) {
      if (e.kind() != StateException.Kind.PERMISSION) {
        throw e;
      }
      return forbidden(e, reply);
    }
  }

  private Optional<Subject> ofPolicy(Invocation invocation, Request request, Reply.Builder reply)
      throws IOException {
    Report report = new Report();
    Pipeline pipeline = pipelines.at(Requests.state(invocation));
    Optional<Prepared> prepared = pipeline.prepare(request, report);
    Diagnostics.add(report, reply);
    prepared.ifPresent(
        one -> {
          PreparedReport.warn(one, reply);
          ObstacleReport.add(one.meaning().obstacles(), Prepared.noPolicy(), reply);
          reply.put("policy", one.policy().file());
        });
    Instant now = pipeline.actor().now();
    return prepared.map(one -> new Subject(one, Optional.empty(), false, now));
  }

  /**
   * Returns what is in force; without a daemon, and before a new one has heard all sources, the
   * state tells it.
   */
  private Optional<Subject> running(Pipeline pipeline, Reply.Builder reply) throws IOException {
    Optional<Status> status = surroundings.running().map(daemon -> daemon.status());
    InForce inForce =
        status.isPresent() ? status.get().inForce() : pipeline.restoration().inForce();
    Report report = new Report();
    Optional<Prepared> settled = status.flatMap(Status::settled);
    Optional<Prepared> prepared =
        settled.or(
            () -> Remembered.of(pipeline.restoration(), inForce, pipeline.actor().now(), report));
    Instant now = pipeline.actor().now();
    if (prepared.isEmpty()) {
      nothing(inForce, report, reply);
      return Optional.empty();
    }
    head(inForce, now, reply);
    PreparedReport.warn(prepared.get(), reply);
    return Optional.of(new Subject(prepared.get(), status, true, now));
  }

  private static void head(InForce inForce, Instant now, Reply.Builder reply) {
    Generation generation = inForce.recall().generation().orElseThrow();
    boolean pinned = inForce.recall().orders().pin().isPresent();
    String policy = generation.policy().isEmpty() ? "" : " of " + generation.policy();
    reply.line(
        Line.Style.ASIDE,
        "in force: generation %d%s%s, accepted %s ago"
            .formatted(
                generation.number(),
                pinned ? ", pinned" : "",
                policy,
                Ages.between(generation.accepted(), now)));
    reply.document(
        new RunningDocument(
            new RunningDocument.Accepted(
                generation.number(), generation.digest(), generation.accepted(), pinned),
            Optional.of(generation.policy()).filter(file -> !file.isEmpty())));
  }

  private static void nothing(InForce inForce, Report report, Reply.Builder reply) {
    Diagnostics.add(report, reply);
    if (report.hasErrors()) {
      return;
    }
    boolean removed = inForce.recall().orders().removal().isPresent();
    reply
        .error(
            Line.Style.CAUTION,
            removed
                ? "nothing is in force: it was removed, until the next apply"
                : "nothing is in force: no policy was applied yet")
        .error(Line.Style.PLAIN, "  leave out --running to look at a policy, or apply one first")
        .put("running", Map.of())
        .exit(ExitCode.NO);
  }

  private static Optional<Subject> forbidden(StateException e, Reply.Builder reply) {
    reply
        .error(Line.Style.BAD, String.valueOf(e.getMessage()))
        .error(
            Line.Style.PLAIN,
            "  run it as root, or as a member of the group postern while the daemon runs")
        .put("error", String.valueOf(e.getMessage()))
        .exit(ExitCode.PERMISSION);
    return Optional.empty();
  }
}
