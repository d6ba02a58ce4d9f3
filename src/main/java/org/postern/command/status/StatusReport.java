package org.postern.command.status;

import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.postern.address.Family;
import org.postern.command.Ages;
import org.postern.command.ExitCode;
import org.postern.command.Line;
import org.postern.command.Reply;
import org.postern.command.view.SourceWords;
import org.postern.daemon.Priority;
import org.postern.daemon.Status;
import org.postern.daemon.StatusTree;
import org.postern.diagnostic.Counted;
import org.postern.host.JsonTree;
import org.postern.plan.Bypass;

/**
 * A status for people, for programs and for monitoring, drawn from its tree alone: from one that
 * came over a control socket as from one of this process.
 */
public final class StatusReport {
  private static final String COMMAND = "status";

  private final JsonTree tree;
  private final Reply.Builder reply = new Reply.Builder(COMMAND);

  private StatusReport(Map<String, Object> tree) {
    this.tree = new JsonTree(tree);
  }

  /** The reply to {@code status}: 0 when all is well, 1 when a person has to look. */
  public static Reply of(Status status) throws IOException {
    return of(StatusTree.write(status));
  }

  /** The same from a tree of {@link StatusTree}; any other is an {@link IOException}. */
  public static Reply of(Map<String, Object> tree) throws IOException {
    return new StatusReport(tree).report();
  }

  /** One line for Nagios and what follows its guidelines, and the exit status that goes with it. */
  public static Reply nagios(Status status) throws IOException {
    return nagios(StatusTree.write(status));
  }

  /** The same from a tree of {@link StatusTree}; any other is an {@link IOException}. */
  public static Reply nagios(Map<String, Object> tree) throws IOException {
    return StatusPlugin.reply(new JsonTree(tree));
  }

  /** What monitoring is told when there is no status. */
  public static Reply nagiosUnknown(String why) {
    return StatusPlugin.unknown(why);
  }

  private Reply report() throws IOException {
    boolean well = isWell();
    head(well);
    orders();
    alarms();
    held();
    targets();
    sources();
    if (tree.has("learning")) {
      reply.line(SourceWords.ofLearning(tree.object("learning")));
    }
    sets();
    domains();
    foot();
    tree.members().forEach(reply::put);
    return reply.exit(well ? ExitCode.DONE : ExitCode.NO).build();
  }

  /** All is well when every target holds what it should, and nothing is a warning or worse. */
  private boolean isWell() throws IOException {
    boolean well = true;
    for (JsonTree alarm : tree.objects("alarms")) {
      well &= Priority.of(alarm.string("priority")).compareTo(Priority.WARNING) > 0;
    }
    for (JsonTree target : tree.objects("targets")) {
      well &= target.truth("inSync");
    }
    return well;
  }

  private Instant at() throws IOException {
    return time(tree, "at");
  }

  private static Instant time(JsonTree from, String name) throws IOException {
    try {
      return Instant.parse(from.string(name));
    } catch (DateTimeException e) {
      throw new IOException("member \"" + name + "\" is not a time", e);
    }
  }

  private String ago(JsonTree from, String name) throws IOException {
    return Ages.between(time(from, name), at());
  }

  private String until(JsonTree from, String name) throws IOException {
    return Ages.between(at(), time(from, name));
  }

  private void head(boolean well) throws IOException {
    Line.Style style = well ? Line.Style.GOOD : Line.Style.BAD;
    if (!tree.has("generation")) {
      reply.line(
          well ? Line.Style.CAUTION : Line.Style.BAD,
          "enforces nothing until a policy is applied" + first());
      return;
    }
    JsonTree generation = tree.object("generation");
    boolean removed = tree.object("orders").has("removal");
    reply.line(
        style,
        "%s generation %d (%s), %s"
            .formatted(
                removed ? "enforces nothing, as ordered; before:" : "enforces",
                generation.number("number"),
                generation.string("digest"),
                well ? "all well" : "not all is well" + first()));
    reply.line(
        "  %s %s ago by %s%s; policy%s accepted %s ago"
            .formatted(
                generation.string("kind"),
                ago(generation, "at"),
                generation.string("who"),
                quoted(generation.string("why")),
                generation.has("policy") ? " " + generation.string("policy") : "",
                ago(generation, "accepted")));
    if (generation.has("confirmBy")) {
      reply.line(
          Line.Style.CAUTION,
          "  taken back in %s unless somebody confirms it: postern confirm"
              .formatted(until(generation, "confirmBy")));
    }
    if (!tree.has("since")) {
      reply.line(Line.Style.CAUTION, "  " + Followed.words(tree));
    }
    for (String file : tree.strings("edited")) {
      reply.line(Line.Style.CAUTION, "  edited, not applied: " + file);
    }
  }

  /** What is worst, so that the first line says it. */
  private String first() throws IOException {
    for (JsonTree target : tree.objects("targets")) {
      if (!target.truth("inSync")) {
        String why = target.string("why");
        int end = why.indexOf(';');
        return ": " + target.string("target") + ": " + (end < 0 ? why : why.substring(0, end));
      }
    }
    for (JsonTree alarm : tree.objects("alarms")) {
      return ": " + alarm.string("message");
    }
    return "";
  }

  private static String quoted(String why) {
    return why.isEmpty() ? "" : " \"" + why + "\"";
  }

  private static String given(JsonTree order) throws IOException {
    return " (%s at %s%s)"
        .formatted(order.string("who"), order.string("at"), quoted(order.string("why")));
  }

  private void orders() throws IOException {
    JsonTree orders = tree.object("orders");
    if (orders.has("pause")) {
      JsonTree pause = orders.object("pause");
      String end = pause.has("until") ? "for " + until(pause, "until") : "until resumed";
      reply.line(Line.Style.CAUTION, "paused " + end + given(pause));
    }
    if (orders.has("pin")) {
      JsonTree pin = orders.object("pin");
      reply.line(
          Line.Style.CAUTION, "pinned to generation " + pin.number("generation") + given(pin));
    }
    for (JsonTree opening : orders.objects("openings")) {
      String rule = opening.string("rule");
      reply.line(
          Line.Style.CAUTION,
          "%s refuses nobody for %s%s"
              .formatted(
                  rule.isEmpty() ? "every rule" : "rule " + rule,
                  until(opening, "until"),
                  given(opening)));
    }
    if (orders.has("removal")) {
      reply.line(
          Line.Style.CAUTION, "removed until the next apply" + given(orders.object("removal")));
    }
  }

  private void alarms() throws IOException {
    for (JsonTree alarm : tree.objects("alarms")) {
      reply.line(
          alarm.truth("wakes") ? Line.Style.BAD : Line.Style.CAUTION,
          "%s, for %s: %s"
              .formatted(alarm.string("priority"), ago(alarm, "since"), alarm.string("message")));
    }
  }

  private void held() throws IOException {
    for (JsonTree held : tree.objects("held")) {
      reply.line(
          Line.Style.CAUTION,
          "held for %s: %s of set %s (%s), %s: postern approve %s --reason TEXT"
              .formatted(
                  ago(held, "since"),
                  held.string("half"),
                  held.string("set"),
                  family(held),
                  Counted.of(held.number("entries"), "entry"),
                  held.string("digest")));
    }
  }

  private static String family(JsonTree from) throws IOException {
    String text = from.string("family");
    for (Family family : Family.values()) {
      if (family.text().equals(text)) {
        return family.label();
      }
    }
    throw new IOException("member \"family\" is not ip or ip6");
  }

  private void targets() throws IOException {
    for (JsonTree target : tree.objects("targets")) {
      String repairs =
          target.number("repairs") == 0
              ? ""
              : ", repaired " + Counted.of(target.number("repairs"), "time");
      String proven = target.has("provenAt") ? " " + ago(target, "provenAt") + " ago" : " never";
      reply.line(
          target.truth("inSync") ? Line.Style.GOOD : Line.Style.BAD,
          target.truth("inSync")
              ? "%s: in sync, proof %s%s%s"
                  .formatted(target.string("target"), target.string("proof"), proven, repairs)
              : "%s: %s; proven%s%s"
                  .formatted(target.string("target"), target.string("why"), proven, repairs));
      SheetText.add(target, reply);
      JsonTree counters = target.object("counters");
      for (String rule : counters.members().keySet()) {
        JsonTree counted = counters.object(rule);
        reply.line(
            "  rule %s: %s%d %s"
                .formatted(
                    rule,
                    counted.has("accepted")
                        ? "%d accepted, ".formatted(counted.number("accepted"))
                        : "",
                    counted.number("refused"),
                    refusal(rule)));
      }
      long fragments = target.has("fragments") ? target.number("fragments") : 0;
      if (fragments > 0) {
        reply.line("  fragments that hide their port: %d refused".formatted(fragments));
      }
      if (target.has("strangers") && target.number("strangers") > 0) {
        reply.line("  strangers: %,d in the last minute".formatted(target.number("strangers")));
      }
      if (target.has("past")) {
        past(target.object("past"));
      }
    }
  }

  private void past(JsonTree past) throws IOException {
    Bypass bypass =
        new Bypass(past.number("of") - past.number("connections"), past.number("connections"));
    String since = past.has("since") ? "in " + ago(past, "since") : "since its rules were made";
    reply.line("  " + BypassText.of(bypass, since));
  }

  private String refusal(String name) throws IOException {
    for (JsonTree rule : tree.objects("rules")) {
      if (rule.string("rule").equals(name) && rule.has("otherwise")) {
        return rule.string("otherwise").equals("observe") ? "observed" : "refused";
      }
    }
    return "refused";
  }

  private void sources() throws IOException {
    boolean degraded = false;
    for (JsonTree source : tree.objects("sources")) {
      boolean fails = source.has("result") && source.string("result").equals("none");
      degraded |= fails || source.truth("stale");
      List<String> said = new ArrayList<>();
      said.add(source.has("result") ? SourceWords.of(source.string("result")) : "not asked now");
      if (source.has("lastSuccess")) {
        said.add(
            Counted.of(source.number("entries"), "entry")
                + " "
                + ago(source, "lastSuccess")
                + " ago");
      }
      if (source.has("validUntil") && time(source, "validUntil").isAfter(at())) {
        said.add("good for " + until(source, "validUntil"));
      }
      if (source.number("failures") > 0) {
        said.add("failed " + Counted.of(source.number("failures"), "time"));
      }
      if (source.has("next")) {
        said.add("asked in " + until(source, "next"));
      }
      String why = source.string("why").isEmpty() ? "" : ": " + source.string("why");
      reply.line(
          fails ? Line.Style.CAUTION : Line.Style.PLAIN,
          "source %s of set %s (%s): %s%s"
              .formatted(
                  source.string("source"),
                  source.string("set"),
                  family(source),
                  String.join(", ", said),
                  why));
    }
    reply.put("degraded", degraded);
  }

  private void domains() throws IOException {
    for (JsonTree set : tree.objects("domains")) {
      StringBuilder parts = new StringBuilder();
      if (set.number("waiting") > 0) {
        parts.append(", %d waiting".formatted(set.number("waiting")));
      }
      if (set.number("leftOut") > 0) {
        parts.append(", %d not taken".formatted(set.number("leftOut")));
      }
      if (set.has("next")) {
        parts.append(", next change at ").append(set.string("next"));
      }
      reply.line(
          "set of domains %s: %s%s"
              .formatted(set.string("set"), Counted.of(set.number("members"), "domain"), parts));
    }
  }

  private void sets() throws IOException {
    for (JsonTree set : tree.objects("sets")) {
      if (set.number("entries") == 0 && set.number("prefixes") == 0) {
        continue;
      }
      StringBuilder parts = new StringBuilder();
      for (String standing : List.of("fading", "stale", "held")) {
        if (set.number(standing) > 0) {
          parts.append(", %s %s".formatted(Counted.of(set.number(standing), "entry"), standing));
        }
      }
      reply.line(
          "set %s (%s): %s, in force as %s%s"
              .formatted(
                  set.string("set"),
                  family(set),
                  Counted.of(set.number("entries"), "entry"),
                  Counted.of(set.number("prefixes"), "prefix"),
                  parts));
    }
  }

  private void foot() throws IOException {
    if (tree.has("memory")) {
      JsonTree memory = tree.object("memory");
      reply.line(
          Line.Style.ASIDE,
          "memory: %s%s%s"
              .formatted(
                  mebibytes(memory.number("current")),
                  memory.has("limit") ? " of " + mebibytes(memory.number("limit")) : "",
                  memory.has("kernel")
                      ? ", " + mebibytes(memory.number("kernel")) + " of it in the kernel"
                      : ""));
    }
    reply.line(
        Line.Style.ASIDE,
        tree.has("since")
            ? "postern %s, runs for %s".formatted(tree.string("program"), ago(tree, "since"))
            : "postern %s".formatted(tree.string("program")));
  }

  private static String mebibytes(long bytes) {
    return String.format(Locale.ROOT, "%.1f MiB", bytes / (double) (1 << 20));
  }
}
