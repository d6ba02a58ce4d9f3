package org.postern.command.trial;

import java.util.Locale;
import org.postern.command.ExitCode;
import org.postern.command.Line;
import org.postern.command.Reply;
import org.postern.diagnostic.Counted;

/** The findings of {@code try --changing}, for people and for programs. */
final class TrialChangingReport {
  private TrialChangingReport() {}

  static void add(TrialChanging found, Reply.Builder reply) {
    if (found.changes() == 0) {
      return;
    }
    unjudged(found, reply);
    found.examples().forEach(one -> reply.error(Line.Style.BAD, "wrong: " + one));
    judged(found, reply);
    control(found, reply);
    if (!found.isRight()) {
      reply.exit(ExitCode.PARTIAL);
    }
  }

  private static void unjudged(TrialChanging found, Reply.Builder reply) {
    if (!found.isJudged()) {
      reply.error(
          Line.Style.BAD,
          "while sets changed, no connection was %s: there is nothing to be judged wrongly%s"
              .formatted(
                  found.kept() == 0 ? "of a peer that is accepted" : "of a peer that is refused",
                  found.kept() == 0 ? "" : "; with --enforce rules that observe refuse"));
    }
  }

  private static void judged(TrialChanging found, Reply.Builder reply) {
    reply.line(
        found.wrong() == 0 && found.isJudged() ? Line.Style.GOOD : Line.Style.BAD,
        "%s of %s under traffic in %s: %s judged (%d accepted before and after, %d never), %d wrong"
            .formatted(
                Counted.of(found.changes(), "change"),
                Counted.of(found.prefixes(), "prefix"),
                String.format(Locale.ROOT, "%.1f s", found.micros() / 1e6),
                Counted.of(found.judged(), "connection"),
                found.kept(),
                found.others(),
                found.wrong()));
    if (found.unanswered() > 0) {
      reply.line(
          Line.Style.CAUTION,
          "  %s of accepted peers had no answer and were refused by no rule: this host is busy"
              .formatted(Counted.of(found.unanswered(), "connection")));
    }
  }

  private static void control(TrialChanging found, Reply.Builder reply) {
    TrialControl control = found.control();
    reply.line(
        control.isSeen() ? Line.Style.ASIDE : Line.Style.BAD,
        "  the same connections during %s that empty the lists first: %d wrongly refused; that"
                .formatted(Counted.of(control.changes(), "change"), control.refused())
            + " remove the rules first: %d wrongly let in".formatted(control.letIn()));
    if (found.isJudged() && !control.isSeen()) {
      reply.error(
          Line.Style.BAD, "changes that err were not seen to err: here 0 wrong proves nothing");
    }
  }
}
