package org.postern.command;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.postern.diagnostic.Counted;

/** Counts what becomes of connections, and keeps those that are worth a line. */
final class SimulationReport implements Simulation.Taker {
  /** So many are listed whatever becomes of them. */
  private static final int LISTED = 100;

  /** Of those that differ, so many more. */
  private static final int DIFFERING = 500;

  /** For programs; what goes beyond is counted. */
  private static final int TOLD = 100_000;

  private static final String LEFT = "policy";

  private final List<Simulation.Outcome> first = new ArrayList<>();
  private final List<Simulation.Outcome> differing = new ArrayList<>();
  private final List<Map<String, Object>> trees = new ArrayList<>();
  private final Map<String, Long> kinds = new TreeMap<>();
  private final Set<String> targets = new LinkedHashSet<>();
  private long count;
  private long different;
  private long untold;

  @Override
  public void take(Simulation.Outcome outcome) {
    count++;
    targets.add(outcome.target());
    if (first.size() < LISTED) {
      first.add(outcome);
    }
    if (outcome.differs()) {
      different++;
      if (differing.size() < DIFFERING) {
        differing.add(outcome);
      }
    }
    kinds.merge(kind(outcome), 1L, Long::sum);
    if (trees.size() < TOLD) {
      trees.add(tree(outcome));
    } else {
      untold++;
    }
  }

  private String kind(Simulation.Outcome outcome) {
    String meant = outcome.meant().word();
    return outcome.differs()
        ? "%s by the policy, %s live".formatted(meant, outcome.held().orElseThrow().word())
        : meant;
  }

  /** One connection after the other, each with its sides below it. */
  void addSingly(Reply.Builder reply) {
    for (Simulation.Outcome one : first) {
      boolean differs = one.differs();
      reply.line(
          Line.Style.HEADING,
          "%s tcp/%d%s"
              .formatted(
                  one.connection().peer(),
                  one.connection().port(),
                  one.where().isEmpty() ? "" : " (" + one.where() + ")"));
      Line.Style style = differs ? Line.Style.CAUTION : Line.Style.PLAIN;
      String live = targets.size() == 1 ? "live" : one.target();
      int width = Math.max(LEFT.length(), live.length()) + 2;
      reply.line(style, "  " + pad(LEFT + ":", width) + one.meant().text());
      reply.line(
          style,
          "  "
              + pad(live + ":", width)
              + one.held().map(Verdicts::text).orElse("unknown")
              + (differs ? "  <- differs" : ""));
    }
    addSum(reply);
  }

  /** The rules that decide by the policy on what is listed. */
  Set<String> deciding() {
    return first.stream().flatMap(one -> one.meant().rule().stream()).collect(Collectors.toSet());
  }

  private static String pad(String text, int width) {
    return text + " ".repeat(Math.max(1, width - text.length()));
  }

  /** A row each, if there are few, or those that differ; then what became of all. */
  void addRows(Reply.Builder reply) {
    boolean all = count <= LISTED;
    List<Simulation.Outcome> shown = all ? first : differing;
    if (!shown.isEmpty()) {
      Columns columns = Columns.of("  ADDRESS", ">PORT", "POLICY", "LIVE", "RULE");
      shown.forEach(one -> row(one, columns));
      columns.addTo(reply);
    }
    if (!all && different > differing.size()) {
      reply.line(
          Line.Style.ASIDE,
          "and %s more that %s"
              .formatted(
                  SetsReport.number(different - differing.size()),
                  Counted.one(different - differing.size(), "differs", "differ")));
    }
    kinds.forEach(
        (kind, number) -> reply.line("%s: %s".formatted(kind, SetsReport.number(number))));
    addSum(reply);
  }

  private void row(Simulation.Outcome one, Columns columns) {
    boolean differs = one.differs();
    columns.add(
        differs ? Line.Style.CAUTION : Line.Style.PLAIN,
        (differs ? "! " : "  ") + one.connection().peer(),
        String.valueOf(one.connection().port()),
        one.meant().word(),
        one.held().map(Verdicts::word).orElse("unknown"),
        rule(one));
    if (!one.where().isEmpty()) {
      columns.below(Line.Style.ASIDE, one.where());
    }
  }

  private String rule(Simulation.Outcome one) {
    Set<String> names = new LinkedHashSet<>();
    one.meant().rule().ifPresent(names::add);
    one.held().flatMap(Verdicts::rule).ifPresent(names::add);
    String rules = String.join(" / ", names);
    return targets.size() == 1 ? rules : (rules + " (" + one.target() + ")").strip();
  }

  private void addSum(Reply.Builder reply) {
    boolean known = first.stream().allMatch(one -> one.held().isPresent());
    if (known && count > 0) {
      reply.line(different == 0 ? Line.Style.GOOD : Line.Style.CAUTION, sum());
    }
    reply.put("count", count).put("different", different).put("kinds", new LinkedHashMap<>(kinds));
    reply.put("connections", trees).put("untold", untold);
    if (different > 0) {
      reply.exit(ExitCode.DIFFERENT);
    }
  }

  private String sum() {
    if (different == 0) {
      return "the policy and the live rules agree";
    }
    return different == count
        ? "the policy and the live rules differ"
        : "%s of %s %s"
            .formatted(
                SetsReport.number(different),
                SetsReport.number(count),
                Counted.one(different, "differs", "differ"));
  }

  private static Map<String, Object> tree(Simulation.Outcome one) {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("peer", one.connection().peer().toString());
    tree.put("port", one.connection().port());
    tree.put("target", one.target());
    if (!one.where().isEmpty()) {
      tree.put("where", one.where());
    }
    tree.put("meant", one.meant().tree());
    one.held().ifPresent(held -> tree.put("live", held.tree()));
    tree.put("differs", one.differs());
    return tree;
  }
}
