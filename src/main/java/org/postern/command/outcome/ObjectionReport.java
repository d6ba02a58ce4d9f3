package org.postern.command.outcome;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.postern.command.ExitCode;
import org.postern.command.Line;
import org.postern.command.Reply;
import org.postern.host.Connection;
import org.postern.pipeline.Endangered;
import org.postern.pipeline.Objection;
import org.postern.pipeline.UnseenInterface;
import org.postern.plan.Effect;

/** Adds objections of safeguards to a reply. */
final class ObjectionReport {
  private static final String MX_FIX =
      "let the MX of each domain be the filter alone, name its hosts under protects: mx,"
          + " and wait until caches forget the rest; or, if you know better: --mx-checked";
  private static final String WATCH_FIX =
      "let the rule observe until then; or, if you know since when the MX names the filter alone,"
          + " write protects: {clean-since: DATE}; or, if you know better: --mx-checked";
  private static final String LOCK_OUT_FIX =
      "accept these addresses in the rule that is named; or, if you mean it: --lock-me-out";

  /** The most connections that are listed: a longer list is of no use. */
  private static final int SHOWN = 20;

  private ObjectionReport() {}

  static List<ObjectionDocument> documents(List<Objection> objections) {
    return objections.stream().map(ObjectionDocument::of).toList();
  }

  /** Adds the objections as the reason why nothing was changed; returns them for programs. */
  static List<ObjectionDocument> errors(List<Objection> objections, Reply.Builder reply) {
    List<ObjectionDocument> documents = documents(objections);
    lines(documents).forEach(line -> reply.error(Line.Style.BAD, line));
    fixes(documents).forEach(fix -> reply.error(Line.Style.PLAIN, "  " + fix));
    objections.forEach(objection -> reply.exit(exit(objection)));
    return documents;
  }

  /** Adds the objections that apply would make. */
  static void notes(List<ObjectionDocument> objections, Reply.Builder reply) {
    for (String line : lines(objections)) {
      reply.line(Line.Style.CAUTION, "  apply would object: " + line);
    }
    fixes(objections).forEach(fix -> reply.line(Line.Style.ASIDE, "    " + fix));
  }

  private static ExitCode exit(Objection objection) {
    return switch (objection) {
      case Objection.Untold untold -> ExitCode.TEMPORARY;
      case Objection.PastTheFilter past -> ExitCode.HELD;
      case Objection.NoMail noMail -> ExitCode.HELD;
      case Objection.WatchedTooShort shortly -> ExitCode.HELD;
      case Objection.LockedOut lockedOut -> ExitCode.HELD;
      case Objection.NoResolver noResolver -> ExitCode.HELD;
      case Objection.NoWayOut noWayOut -> ExitCode.HELD;
      case Objection.NoInterface noInterface -> ExitCode.HELD;
      case Objection.UsersCutOff users -> ExitCode.HELD;
    };
  }

  private static List<String> fixes(List<ObjectionDocument> objections) {
    return objections.stream().map(ObjectionDocument::fix).distinct().toList();
  }

  /** Returns what to do about an objection, in words. */
  static String fix(Objection objection) {
    return switch (objection) {
      case Objection.PastTheFilter past -> MX_FIX;
      case Objection.NoMail noMail -> MX_FIX;
      case Objection.WatchedTooShort shortly -> WATCH_FIX;
      case Objection.Untold untold -> MX_FIX;
      case Objection.LockedOut lockedOut -> LOCK_OUT_FIX;
      case Objection.NoResolver noResolver -> LOCK_OUT_FIX;
      case Objection.NoWayOut noWayOut -> LOCK_OUT_FIX;
      case Objection.UsersCutOff(Effect effect) ->
          String.join("; or ", effect.remedies()) + "; or, if you mean it: --lock-me-out";
      case Objection.NoInterface(UnseenInterface unseen) ->
          unseen.fix() + "; or, if it comes later: --interface-missing";
    };
  }

  private static List<String> lines(List<ObjectionDocument> objections) {
    List<String> all = objections.stream().map(ObjectionDocument::why).distinct().toList();
    List<String> lines = new ArrayList<>(all.subList(0, Math.min(SHOWN, all.size())));
    if (all.size() > SHOWN) {
      lines.add("... and %d more".formatted(all.size() - SHOWN));
    }
    return lines;
  }

  /** Returns the reason of an objection, in words. */
  static String line(Objection objection) {
    return switch (objection) {
      case Objection.PastTheFilter past -> past(past);
      case Objection.NoMail noMail ->
          noMail.domain() + ": has neither MX nor address; is the name right?";
      case Objection.WatchedTooShort(String domain, Instant since, Instant until) ->
          "%s: its MX is watched since %s only; caches may lead mail past the filter until %s"
              .formatted(domain, since, until);
      case Objection.Untold untold ->
          "%s: where its mail goes cannot be told: %s".formatted(untold.domain(), untold.why());
      case Objection.LockedOut lockedOut -> lockedOut(lockedOut);
      case Objection.NoResolver resolver ->
          "locked out: rule %s would refuse the name server %s port %d"
              .formatted(resolver.rule(), resolver.server(), resolver.port());
      case Objection.NoWayOut(Endangered out) ->
          "locked out: rule %s would refuse %s port %d, to which this host is connected"
              .formatted(out.rule(), out.connection().server(), out.connection().port());
      case Objection.NoInterface(UnseenInterface unseen) -> unseen.sentence();
      case Objection.UsersCutOff(Effect effect) -> "users cut off: " + effect.sentence();
    };
  }

  private static String past(Objection.PastTheFilter past) {
    String whose =
        switch (past.whose()) {
          case OURS -> "a server of ours";
          case OTHERS -> "no peer that a rule for port 25 accepts";
        };
    return past.until()
        .map(
            until ->
                "%s: caches may lead mail past the filter until %s, to %s %s, %s"
                    .formatted(past.domain(), until, past.exchanger(), past.address(), whose))
        .orElseGet(
            () ->
                "%s: mail goes past the filter, to %s %s, %s"
                    .formatted(past.domain(), past.exchanger(), past.address(), whose));
  }

  private static String lockedOut(Objection.LockedOut lockedOut) {
    Endangered endangered = lockedOut.connection();
    Connection connection = endangered.connection();
    String which =
        lockedOut.invoker() ? "by which you came" : "which comes from where you came from";
    return "locked out: rule %s would refuse the connection from %s to %s port %d, %s"
        .formatted(
            endangered.rule(), connection.client(), connection.server(), connection.port(), which);
  }
}
