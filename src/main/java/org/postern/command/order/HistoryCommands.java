package org.postern.command.order;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.postern.command.Command;
import org.postern.command.ExitCode;
import org.postern.command.Invocation;
import org.postern.command.Line;
import org.postern.command.Parameter;
import org.postern.command.Pipelines;
import org.postern.command.Reply;
import org.postern.command.Requests;
import org.postern.command.Surroundings;
import org.postern.pipeline.Pipeline;
import org.postern.pipeline.run.Approving;
import org.postern.plan.memory.Approval;
import org.postern.plan.memory.PendingChange;
import org.postern.state.AuditEntry;
import org.postern.state.Generation;
import org.postern.state.RunState;
import org.postern.state.StateException;
import org.postern.state.StateStore;

/** Commands over the state: history, approve. */
public final class HistoryCommands {
  /** The number of the last orders that people are shown; programs get all. */
  private static final int SHOWN = 50;

  /** A generation holds all of its ruleset: a daemon has room for one who reads them, not many. */
  private static final ReentrantLock ONE_AT_A_TIME = new ReentrantLock();

  private final Pipelines pipelines;
  private final Surroundings surroundings;

  public HistoryCommands(Pipelines pipelines, Surroundings surroundings) {
    this.pipelines = pipelines;
    this.surroundings = surroundings;
  }

  public List<Command> commands() {
    return List.of(
        new Command(
            "history",
            "show the accepted generations, who accepted them and why, and what is held",
            List.of(),
            List.of(Requests.STATE),
            "postern history",
            Command.Reach.READS,
            this::history),
        new Command(
            "approve",
            "let exactly one held change through at the next apply",
            List.of(Parameter.required("DIGEST", "as plan and apply print it")),
            List.of(Requests.STATE, Requests.REASON),
            "postern approve 3f9c0a71b2d4 --reason \"the provider announced it\"",
            Command.Reach.CHANGES,
            this::approve));
  }

  private Reply history(Invocation invocation) throws IOException {
    ONE_AT_A_TIME.lock();
    try {
      return historyOf(invocation);
    } finally {
      ONE_AT_A_TIME.unlock();
    }
  }

  private Reply historyOf(Invocation invocation) throws IOException {
    Reply.Builder reply = new Reply.Builder("history");
    StateStore store = pipelines.at(Requests.state(invocation)).store();
    RunState memory = store.withoutTables(damage -> reply.error(Line.Style.CAUTION, damage));
    List<HistoryDocument.Entry> generations = new ArrayList<>();
    for (int number : store.numbers()) {
      show(store, number, memory.generation() == number, reply).ifPresent(generations::add);
    }
    if (generations.isEmpty()) {
      reply.line(Line.Style.ASIDE, "nothing was ever applied from " + store.folder());
    }
    store.audit().damage().forEach(damage -> reply.error(Line.Style.CAUTION, damage));
    List<AuditEntry> orders = store.audit().read();
    for (AuditEntry order : orders.subList(Math.max(0, orders.size() - SHOWN), orders.size())) {
      reply.line(
          Line.Style.ASIDE,
          "%s  %s  %s%s"
              .formatted(
                  order.at(),
                  order.what(),
                  order.who(),
                  order.why().isEmpty() ? "" : "  \"" + order.why() + "\""));
    }
    for (Approval approval : memory.guards().approvals()) {
      reply.line(
          Line.Style.ASIDE,
          "approved %s at %s by %s%s%s"
              .formatted(
                  approval.digest(),
                  approval.at(),
                  approval.who(),
                  approval.why().isEmpty() ? "" : "  \"" + approval.why() + "\"",
                  approval.used() ? "" : ", not used yet"));
    }
    for (PendingChange held : memory.guards().pending()) {
      reply.line(
          Line.Style.CAUTION,
          "held %s since %s: %s of set %s%s: %s"
              .formatted(
                  held.digest(),
                  held.since(),
                  held.side().text(),
                  held.set(),
                  held.proposed() ? " of a policy that is not applied" : "",
                  held.message()));
    }
    return reply
        .document(
            new HistoryDocument(
                memory.generation(),
                generations,
                orders.stream().map(HistoryDocument.Order::of).toList(),
                memory.guards().approvals().stream().map(HistoryDocument.Granted::of).toList(),
                memory.guards().pending().stream().map(PendingChange::digest).toList()))
        .build();
  }

  /** Shows one generation. One that cannot be read does not hide the others. */
  private static Optional<HistoryDocument.Entry> show(
      StateStore store, int number, boolean inForce, Reply.Builder reply) throws IOException {
    try {
      return store.generation(number).map(generation -> show(generation, inForce, reply));
    } catch (StateException e) {
      reply.error(Line.Style.BAD, String.valueOf(e.getMessage()));
      return Optional.empty();
    }
  }

  private static HistoryDocument.Entry show(
      Generation generation, boolean inForce, Reply.Builder reply) {
    HistoryDocument.Entry entry = HistoryDocument.Entry.of(generation, inForce);
    reply.line(
        inForce ? Line.Style.GOOD : Line.Style.PLAIN,
        "%s%d  %s  %s  %s  %s%s"
            .formatted(
                inForce ? "* " : "  ",
                entry.number(),
                entry.at(),
                entry.digest(),
                entry.outcome(),
                entry.who(),
                entry.why().isEmpty() ? "" : "  \"" + entry.why() + "\""));
    return entry;
  }

  private Reply approve(Invocation invocation) throws IOException {
    Reply.Builder reply = new Reply.Builder("approve");
    String digest = invocation.word(0).orElse("");
    Pipeline pipeline = pipelines.at(Requests.state(invocation));
    String why = invocation.value(Requests.REASON.name()).orElse("");
    Optional<Approving.Approved> approved = pipeline.approving().approve(digest, why);
    if (approved.isEmpty()) {
      reply.error(Line.Style.BAD, "nothing with the digest " + digest + " is held");
      pipeline
          .store()
          .runState()
          .guards()
          .pending()
          .forEach(one -> reply.error(Line.Style.PLAIN, "  held: " + one.digest()));
      return reply.exit(ExitCode.WRONG_INPUT).build();
    }
    PendingChange held = approved.get().held();
    reply.line(
        Line.Style.GOOD,
        "approved: %s of set %s (%s); %s"
            .formatted(
                held.side().text(),
                held.set(),
                held.kind().label(),
                surroundings.running().isPresent() && !held.proposed()
                    ? "the daemon lets them through at once"
                    : "apply lets them through"));
    approved.get().follows().forEach(one -> reply.line("  " + one));
    reply.put("follows", approved.get().follows());
    return reply.put("digest", digest).build();
  }
}
