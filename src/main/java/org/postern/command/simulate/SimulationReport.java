package org.postern.command.simulate;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.postern.address.Address;
import org.postern.command.Columns;
import org.postern.command.ExitCode;
import org.postern.command.Line;
import org.postern.command.Reply;
import org.postern.diagnostic.Counted;
import org.postern.host.MappedList;

/** Counts what becomes of connections, and keeps those that are worth a line. */
final class SimulationReport implements Simulation.Taker {
  /** The number of connections that are listed whatever becomes of them. */
  private static final int LISTED = 100;

  /** The number of differing connections that are listed beyond those. */
  private static final int DIFFERING = 500;

  /** The number of connections that are told to programs; what goes beyond is counted. */
  private static final int TOLD = 100_000;

  private static final String LEFT = "policy";

  private final List<Simulation.Outcome> first = new ArrayList<>();
  private final List<Simulation.Outcome> differing = new ArrayList<>();
  private final List<Simulation.Outcome> told = new ArrayList<>();
  private final IdentityHashMap<Simulation.Kind, Count> counts = new IdentityHashMap<>();
  private final Set<String> targets = new LinkedHashSet<>();
  private long count;
  private long different;
  private long untold;

  /** How many there are of a kind. */
  private static final class Count {
    private final boolean differs;
    private long number;

    private Count(boolean differs) {
      this.differs = differs;
    }
  }

  @Override
  public void take(Address peer, int port, Simulation.Kind kind) {
    count++;
    Count known = counts.get(kind);
    if (known == null) {
      known = new Count(kind.differs());
      counts.put(kind, known);
      targets.add(kind.target());
    }
    known.number++;
    different += known.differs ? 1 : 0;
    boolean shown = first.size() < LISTED || (known.differs && differing.size() < DIFFERING);
    if (told.size() == TOLD) {
      untold++;
      if (!shown) {
        return;
      }
    }
    Simulation.Outcome outcome =
        new Simulation.Outcome(new Simulation.Connection(peer, port), kind);
    if (first.size() < LISTED) {
      first.add(outcome);
    }
    if (known.differs && differing.size() < DIFFERING) {
      differing.add(outcome);
    }
    if (told.size() < TOLD) {
      told.add(outcome);
    }
  }

  private static String words(Simulation.Kind kind) {
    String meant = kind.meant().word();
    return kind.differs()
        ? "%s by the policy, %s live".formatted(meant, kind.held().orElseThrow().word())
        : meant;
  }

  /** Returns how many connections there are of each kind, by its words. */
  private Map<String, Long> kinds() {
    Map<String, Long> kinds = new TreeMap<>();
    counts.forEach((kind, one) -> kinds.merge(words(kind), one.number, Long::sum));
    return kinds;
  }

  /** Adds one connection after the other, each with its sides below it. */
  void addSingly(Reply.Builder reply) {
    for (Simulation.Outcome one : first) {
      boolean differs = one.kind().differs();
      reply.line(
          Line.Style.HEADING,
          "%s tcp/%d%s"
              .formatted(
                  one.connection().peer(),
                  one.connection().port(),
                  one.kind().where().isEmpty() ? "" : " (" + one.kind().where() + ")"));
      Line.Style style = differs ? Line.Style.CAUTION : Line.Style.PLAIN;
      String live = targets.size() == 1 ? "live" : one.kind().target();
      int width = Math.max(LEFT.length(), live.length()) + 2;
      reply.line(style, "  " + pad(LEFT + ":", width) + one.kind().meant().text());
      reply.line(
          style,
          "  "
              + pad(live + ":", width)
              + one.kind().held().map(Verdicts::text).orElse("unknown")
              + (differs ? "  <- differs" : ""));
    }
    addSum(reply);
  }

  /** Returns the rules that decide by the policy on what is listed. */
  Set<String> deciding() {
    return first.stream()
        .flatMap(one -> one.kind().meant().rule().stream())
        .collect(Collectors.toSet());
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
                  Counted.number(different - differing.size()),
                  Counted.one(different - differing.size(), "differs", "differ")));
    }
    kinds().forEach((kind, number) -> reply.line("%s: %s".formatted(kind, Counted.number(number))));
    addSum(reply);
  }

  private void row(Simulation.Outcome one, Columns columns) {
    boolean differs = one.kind().differs();
    columns.add(
        differs ? Line.Style.CAUTION : Line.Style.PLAIN,
        (differs ? "! " : "  ") + one.connection().peer(),
        String.valueOf(one.connection().port()),
        one.kind().meant().word(),
        one.kind().held().map(Verdicts::word).orElse("unknown"),
        rule(one));
    if (!one.kind().where().isEmpty()) {
      columns.below(Line.Style.ASIDE, one.kind().where());
    }
  }

  private String rule(Simulation.Outcome one) {
    Set<String> names = new LinkedHashSet<>();
    one.kind().meant().rule().ifPresent(names::add);
    one.kind().held().flatMap(Verdicts::rule).ifPresent(names::add);
    String rules = String.join(" / ", names);
    return targets.size() == 1 ? rules : (rules + " (" + one.kind().target() + ")").strip();
  }

  private void addSum(Reply.Builder reply) {
    boolean known = first.stream().allMatch(one -> one.kind().held().isPresent());
    if (known && count > 0) {
      reply.line(different == 0 ? Line.Style.GOOD : Line.Style.CAUTION, sum());
    }
    reply.document(
        new SimulationDocument(
            count, different, kinds(), new MappedList<>(told, SimulationDocument.One::of), untold));
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
                Counted.number(different),
                Counted.number(count),
                Counted.one(different, "differs", "differ"));
  }
}
