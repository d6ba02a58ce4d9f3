package org.postern.command.status;

import java.time.Instant;
import java.util.Locale;
import org.postern.command.Ages;
import org.postern.command.ExitCode;
import org.postern.command.Line;
import org.postern.command.Reply;
import org.postern.daemon.Status;
import org.postern.daemon.journal.Priority;
import org.postern.daemon.status.HeldDocument;
import org.postern.daemon.status.OrdersDocument;
import org.postern.daemon.status.StatusDocument;
import org.postern.daemon.status.TargetDocument;
import org.postern.diagnostic.Counted;
import org.postern.host.ControlGroup;
import org.postern.plan.memory.MemberKind;
import org.postern.policy.Refusal;

/** A status for people and for programs, drawn from its document. */
public final class StatusReport {
  private static final String COMMAND = "status";

  private final StatusDocument status;
  private final Reply.Builder reply = new Reply.Builder(COMMAND);

  private StatusReport(StatusDocument status) {
    this.status = status;
  }

  /** Returns the reply to {@code status}: 0 when all is well, 1 when a person has to look. */
  public static Reply of(Status status) {
    return of(StatusDocument.of(status));
  }

  /** Returns the reply to {@code status}, of its document. */
  public static Reply of(StatusDocument status) {
    return new StatusReport(status).report();
  }

  private Reply report() {
    boolean well = isWell();
    head(well);
    orders();
    alarms();
    held();
    status.targets().forEach(this::target);
    new SourceLines(status, reply).add();
    foot();
    reply.document(status);
    return reply.exit(well ? ExitCode.DONE : ExitCode.NO).build();
  }

  /** Tells whether every target holds what it should, and no alarm is a warning or worse. */
  private boolean isWell() {
    return status.targets().stream().allMatch(TargetDocument::inSync)
        && status.alarms().stream()
            .allMatch(alarm -> alarm.priority().compareTo(Priority.WARNING) > 0);
  }

  private String ago(Instant time) {
    return Ages.between(time, status.at());
  }

  private String until(Instant time) {
    return Ages.between(status.at(), time);
  }

  private void head(boolean well) {
    if (status.generation().isPresent()) {
      head(status.generation().get(), well);
    } else {
      reply.line(
          well ? Line.Style.CAUTION : Line.Style.BAD,
          "enforces nothing until a policy is applied" + first());
    }
  }

  private void head(StatusDocument.InForce generation, boolean well) {
    boolean removed = status.orders().removal().isPresent();
    reply.line(
        well ? Line.Style.GOOD : Line.Style.BAD,
        "%s generation %d (%s), %s"
            .formatted(
                removed ? "enforces nothing, as ordered; before:" : "enforces",
                generation.number(),
                generation.digest(),
                well ? "all well" : "not all is well" + first()));
    reply.line(
        "  %s %s ago by %s%s; policy%s accepted %s ago"
            .formatted(
                generation.kind().name().toLowerCase(Locale.ROOT),
                ago(generation.at()),
                generation.who(),
                quoted(generation.why()),
                generation.policy().map(" "::concat).orElse(""),
                ago(generation.accepted())));
    generation
        .confirmBy()
        .ifPresent(
            end ->
                reply.line(
                    Line.Style.CAUTION,
                    "  taken back in %s unless it is confirmed: postern confirm"
                        .formatted(until(end))));
    if (!status.isOfDaemon()) {
      reply.line(Line.Style.CAUTION, "  " + Followed.words(status));
    }
    for (String file : status.edited()) {
      reply.line(Line.Style.CAUTION, "  edited, not applied: " + file);
    }
  }

  /** Returns the worst fault, so that the first line says it. */
  private String first() {
    for (TargetDocument target : status.targets()) {
      if (!target.inSync()) {
        String why = target.why();
        int end = why.indexOf(';');
        return ": " + target.target() + ": " + (end < 0 ? why : why.substring(0, end));
      }
    }
    return status.alarms().stream().map(alarm -> ": " + alarm.message()).findFirst().orElse("");
  }

  private static String quoted(String why) {
    return why.isEmpty() ? "" : " \"" + why + "\"";
  }

  private void order(String what, OrdersDocument.Given order) {
    reply.line(
        Line.Style.CAUTION,
        "%s (%s at %s%s)".formatted(what, order.who(), order.at(), quoted(order.why())));
  }

  private void orders() {
    OrdersDocument orders = status.orders();
    orders
        .pause()
        .ifPresent(
            pause ->
                order(
                    "paused "
                        + pause.until().map(end -> "for " + until(end)).orElse("until resumed"),
                    pause));
    orders.pin().ifPresent(pin -> order("pinned to generation " + pin.generation(), pin));
    for (OrdersDocument.Opening opening : orders.openings()) {
      String rule = opening.rule().isEmpty() ? "every rule" : "rule " + opening.rule();
      order("%s refuses no peer for %s".formatted(rule, until(opening.until())), opening);
    }
    orders.removal().ifPresent(removal -> order("removed until the next apply", removal));
  }

  private void alarms() {
    for (StatusDocument.Standing alarm : status.alarms()) {
      reply.line(
          alarm.wakes() ? Line.Style.BAD : Line.Style.CAUTION,
          "%s, for %s: %s"
              .formatted(
                  alarm.priority().name().toLowerCase(Locale.ROOT),
                  ago(alarm.since()),
                  alarm.message()));
    }
  }

  private void held() {
    for (HeldDocument held : status.held()) {
      String noun = held.family() == MemberKind.DOMAIN ? "domain" : "entry";
      reply.line(
          Line.Style.CAUTION,
          "held for %s: %s of set %s (%s), %s: postern approve %s --reason TEXT"
              .formatted(
                  ago(held.since()),
                  held.half().text(),
                  held.set(),
                  held.family().label(),
                  Counted.of(held.entries(), noun),
                  held.digest()));
    }
  }

  private void target(TargetDocument target) {
    long times = target.tally().repairs();
    String repairs = times == 0 ? "" : ", repaired " + Counted.of(times, "time");
    String proven = target.provenAt().map(at -> " " + ago(at) + " ago").orElse(" never");
    reply.line(
        target.inSync() ? Line.Style.GOOD : Line.Style.BAD,
        target.inSync()
            ? "%s: in sync, proof %s%s%s"
                .formatted(target.target(), target.proof().text(), proven, repairs)
            : "%s: %s; proven%s%s".formatted(target.target(), target.why(), proven, repairs));
    target.attested().ifPresent(sheet -> reply.line("  attested: " + sheet.text()));
    target.counters().forEach(this::counters);
    if (target.fragments() > 0) {
      reply.line("  fragments that hide their port: %d refused".formatted(target.fragments()));
    }
    if (target.strangers().orElse(0) > 0) {
      reply.line("  strangers: %,d in the last minute".formatted(target.strangers().getAsLong()));
    }
    target.past().ifPresent(this::past);
  }

  private void counters(String rule, TargetDocument.Counters counted) {
    String accepted =
        counted.accepted().isPresent()
            ? "%d accepted, ".formatted(counted.accepted().getAsLong())
            : "";
    boolean observes =
        status
            .rule(rule)
            .flatMap(StatusDocument.Rule::otherwise)
            .filter(Refusal.OBSERVE::equals)
            .isPresent();
    reply.line(
        "  rule %s: %s%d %s"
            .formatted(rule, accepted, counted.refused(), observes ? "observed" : "refused"));
  }

  private void past(TargetDocument.Past past) {
    String span = past.since().map(at -> "in " + ago(at)).orElse("since its rules were made");
    reply.line("  " + BypassText.of(past.bypass(), span));
  }

  private void foot() {
    status.memory().ifPresent(this::memory);
    String runs = status.since().map(at -> ", runs for " + ago(at)).orElse("");
    reply.line(Line.Style.ASIDE, "postern %s%s".formatted(status.program(), runs));
  }

  private void memory(ControlGroup.Memory memory) {
    String limit = memory.limit().isPresent() ? " of " + mebibytes(memory.limit().getAsLong()) : "";
    String kernel =
        memory.kernel().isPresent()
            ? ", " + mebibytes(memory.kernel().getAsLong()) + " of it in the kernel"
            : "";
    reply.line(
        Line.Style.ASIDE, "memory: %s%s%s".formatted(mebibytes(memory.current()), limit, kernel));
  }

  private static String mebibytes(long bytes) {
    return String.format(Locale.ROOT, "%.1f MiB", bytes / (double) (1 << 20));
  }
}
