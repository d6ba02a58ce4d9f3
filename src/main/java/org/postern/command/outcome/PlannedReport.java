package org.postern.command.outcome;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.postern.command.Ages;
import org.postern.command.Line;
import org.postern.command.Listing;
import org.postern.command.Reply;
import org.postern.diagnostic.Counted;
import org.postern.host.Vicinity;
import org.postern.pipeline.Endangered;
import org.postern.pipeline.Outcome;
import org.postern.pipeline.Prepared;
import org.postern.plan.Plan;
import org.postern.plan.Reasoned;
import org.postern.plan.Reasons;
import org.postern.plan.SeenPeer;

/** Tells a difference that was not applied, and the reasons for leaving it so. */
public final class PlannedReport {
  /** The most observed peers that are listed. The others are counted, and JSON lists all. */
  private static final int FORESEEN = 50;

  private PlannedReport() {}

  /** Adds a difference for people; returns it for programs. */
  public static OutcomeDocument.Planned add(
      Outcome.Planned planned, Listing listing, Reply.Builder reply) {
    OmissionReport.all(planned.target(), planned.prepared(), reply);
    Plan plan = planned.plan();
    Reasoned reasoned = reasoned(planned);
    reply.line(plan.isEmpty() ? Line.Style.GOOD : Line.Style.HEADING, headline(planned));
    PlanReport.lines(reasoned, Origins.of(planned.prepared()), listing, reply);
    List<RecipientsDocument> recipients =
        RecipientReport.add(plan, planned.prepared(), listing, reply);
    CautionsDocument cautions = warn(planned, true, reply);
    String status = plan.isEmpty() ? "in sync" : "differs";
    return new OutcomeDocument.Planned(
        OutcomeDocument.Head.of(planned.prepared(), planned.target(), status),
        PlanDocument.of(plan, reasoned),
        Optional.of(recipients).filter(all -> !all.isEmpty()),
        plan.before().proof(),
        OmissionReport.documents(planned.prepared()),
        cautions,
        planned.artifact().steps().stream().map(step -> step.title()).toList());
  }

  public static Reasoned reasoned(Outcome.Planned planned) {
    Prepared prepared = planned.prepared();
    return Reasons.of(
        planned.plan(),
        prepared.policy(),
        prepared.meaning(),
        prepared.memory().guards(),
        planned.applied());
  }

  /** Returns the size of the difference in one line. */
  public static String headline(Outcome.Planned planned) {
    Plan plan = planned.plan();
    return planned.target()
        + ": "
        + (plan.isEmpty()
            ? "in sync, proof " + plan.before().proof().text()
            : PlanReport.summary(plan));
  }

  /**
   * Adds what others do to the same openings, notes of the target, what apply would object to, and
   * the peers that would be refused; returns some of it for programs.
   *
   * @param ages whether to say how long ago something was, which changes with every look
   */
  public static CautionsDocument warn(Outcome.Planned planned, boolean ages, Reply.Builder reply) {
    EffectReport.foreign(planned.plan().before(), reply);
    EffectReport.effects(planned.plan().before(), reply);
    planned.artifact().notes().forEach(note -> reply.line(Line.Style.ASIDE, "  note: " + note));
    planned.unseen().forEach(what -> reply.line(Line.Style.ASIDE, "  note: " + what));
    CautionsDocument cautions = CautionsDocument.of(planned);
    cautions.advice().forEach(what -> reply.line(Line.Style.CAUTION, "  " + what));
    ObjectionReport.notes(cautions.objections(), reply);
    planned.endangered().forEach(one -> endangered(one, planned.vicinity(), reply));
    foreseen(planned, ages, reply);
    return cautions;
  }

  private static void endangered(Endangered one, Vicinity vicinity, Reply.Builder reply) {
    String then = one.cut() ? "is cut off" : "stays connected, cannot come again";
    reply.line(
        Line.Style.CAUTION,
        "  connected now: %s at port %d would be refused by rule %s (%s)%s"
            .formatted(
                one.connection().client(),
                one.connection().port(),
                one.rule(),
                then,
                Nearness.text(vicinity, one.connection().client())));
  }

  private static void foreseen(Outcome.Planned planned, boolean ages, Reply.Builder reply) {
    List<SeenPeer> peers = new ArrayList<>(planned.foreseen().peers());
    if (!ages) {
      peers.sort(Comparator.comparing(SeenPeer::peer).thenComparing(SeenPeer::rule));
    }
    for (SeenPeer one : peers.subList(0, Math.min(FORESEEN, peers.size()))) {
      reply.line(
          Line.Style.CAUTION,
          "  observed so far: %s would be refused by rule %s (seen %s%s%s)%s"
              .formatted(
                  one.peer(),
                  one.rule(),
                  Counted.grouped(one.packets(), "time"),
                  one.domain().map(" for "::concat).orElse(""),
                  ages ? ", last " + Ages.text(one.ago()) + " ago" : "",
                  Nearness.text(planned.vicinity(), one.peer())));
    }
    if (peers.size() > FORESEEN) {
      reply.line(
          Line.Style.ASIDE,
          "  and %,d more (postern refused lists them)".formatted(peers.size() - FORESEEN));
    }
  }
}
