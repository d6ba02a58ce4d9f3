package org.postern.command.outcome;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.postern.command.ExitCode;
import org.postern.command.Line;
import org.postern.command.Reply;
import org.postern.host.Connection;
import org.postern.pipeline.Endangered;
import org.postern.pipeline.Objection;
import org.postern.pipeline.UnseenInterface;
import org.postern.plan.Effect;

/** Objections of safeguards in a reply. */
final class ObjectionReport {
  private static final String MX_FIX =
      "let the MX of each domain be the filter alone, name its hosts under protects: mx,"
          + " and wait until caches forget the rest; or, if you know better: --mx-checked";
  private static final String WATCH_FIX =
      "let the rule observe until then; or, if you know since when the MX names the filter alone,"
          + " write protects: {clean-since: DATE}; or, if you know better: --mx-checked";
  private static final String LOCK_OUT_FIX =
      "accept these addresses in the rule that is named; or, if you mean it: --lock-me-out";

  /** Who is connected to so many places reads no list of them. */
  private static final int SHOWN = 20;

  private ObjectionReport() {}

  /** As the reason why nothing was changed; answers the same for programs. */
  static List<Map<String, Object>> errors(List<Objection> objections, Reply.Builder reply) {
    lines(objections).forEach(line -> reply.error(Line.Style.BAD, line));
    fixes(objections).forEach(fix -> reply.error(Line.Style.PLAIN, "  " + fix));
    objections.forEach(objection -> reply.exit(exit(objection)));
    return objections.stream().map(ObjectionReport::tree).toList();
  }

  /** As what apply would object to; answers the same for programs. */
  static List<Map<String, Object>> notes(List<Objection> objections, Reply.Builder reply) {
    for (String line : lines(objections)) {
      reply.line(Line.Style.CAUTION, "  apply would object: " + line);
    }
    fixes(objections).forEach(fix -> reply.line(Line.Style.ASIDE, "    " + fix));
    return objections.stream().map(ObjectionReport::tree).toList();
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

  private static List<String> fixes(List<Objection> objections) {
    return objections.stream().map(ObjectionReport::fix).distinct().toList();
  }

  private static String fix(Objection objection) {
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

  private static List<String> lines(List<Objection> objections) {
    List<String> all = objections.stream().map(ObjectionReport::line).distinct().toList();
    List<String> lines = new ArrayList<>(all.subList(0, Math.min(SHOWN, all.size())));
    if (all.size() > SHOWN) {
      lines.add("... and %d more".formatted(all.size() - SHOWN));
    }
    return lines;
  }

  private static String line(Objection objection) {
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

  private static Map<String, Object> tree(Objection objection) {
    Map<String, Object> tree = new LinkedHashMap<>();
    switch (objection) {
      case Objection.PastTheFilter past -> {
        tree.put("kind", "past the filter");
        tree.put("domain", past.domain());
        tree.put("exchanger", past.exchanger());
        tree.put("address", past.address().toString());
        tree.put("ours", past.whose() == Objection.Whose.OURS);
        past.until().ifPresent(until -> tree.put("until", until.toString()));
      }
      case Objection.NoMail noMail -> {
        tree.put("kind", "no mail");
        tree.put("domain", noMail.domain());
      }
      case Objection.Untold untold -> {
        tree.put("kind", "untold");
        tree.put("domain", untold.domain());
      }
      case Objection.WatchedTooShort(String domain, Instant since, Instant until) -> {
        tree.put("kind", "watched too short");
        tree.put("domain", domain);
        tree.put("since", since.toString());
        tree.put("until", until.toString());
      }
      case Objection.LockedOut lockedOut -> connection("locked out", lockedOut.connection(), tree);
      case Objection.NoResolver resolver -> {
        tree.put("kind", "no resolver");
        tree.put("rule", resolver.rule());
        tree.put("server", resolver.server().toString());
        tree.put("port", resolver.port());
      }
      case Objection.NoWayOut(Endangered out) -> connection("no way out", out, tree);
      case Objection.NoInterface(UnseenInterface unseen) -> {
        tree.put("kind", "no interface");
        tree.put("rule", unseen.rule());
        tree.put("interface", unseen.name());
      }
      case Objection.UsersCutOff(Effect effect) -> {
        tree.put("kind", "users cut off");
        tree.put("rule", effect.rule());
      }
    }
    tree.put("why", line(objection));
    tree.put("fix", fix(objection));
    return tree;
  }

  private static void connection(String kind, Endangered one, Map<String, Object> tree) {
    tree.put("kind", kind);
    tree.put("rule", one.rule());
    tree.put("client", one.connection().client().toString());
    tree.put("server", one.connection().server().toString());
    tree.put("port", one.connection().port());
    tree.put("cut", one.cut());
  }
}
