package org.postern.target.nftables;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.postern.address.Family;
import org.postern.host.ffm.Errno;
import org.postern.plan.Capabilities;
import org.postern.plan.FilterRule;
import org.postern.plan.Observation;
import org.postern.plan.Plan;
import org.postern.policy.Hook;
import org.postern.policy.Verdict;
import org.postern.target.Applied;
import org.postern.target.Artifact;
import org.postern.target.Target;
import org.postern.target.TargetException;

/**
 * The nftables of this network namespace: the table {@code inet postern}, and nothing else, spoken
 * to over netlink.
 */
public final class NftablesTarget implements Target {
  /** What the target is called. */
  public static final String NAME = "nftables";

  /** A set of that many is loaded in a second; beyond it nothing was measured. */
  private static final int MAX_PREFIXES = 1_000_000;

  /** Names the tables of the older iptables of this network namespace; empty without any. */
  private static final Path LEGACY_TABLES = Path.of("/proc/net/ip_tables_names");

  @Override
  public Capabilities capabilities() {
    return new Capabilities(
        NAME,
        EnumSet.allOf(Family.class),
        EnumSet.allOf(Hook.class),
        EnumSet.allOf(Verdict.class),
        MAX_PREFIXES,
        true,
        true);
  }

  @Override
  public Observation observe() throws TargetException {
    try (NftablesConnection connection = NftablesConnection.open()) {
      RulesetReader reader = connection.reader();
      return reader.atOneGeneration(() -> observe(reader));
    } catch (NftablesException e) {
      throw unavailable("nftables cannot be read", e);
    }
  }

  @Override
  public Artifact compile(Plan plan) {
    NftLayout layout =
        plan.before().layout() instanceof NftLayout held ? held : NftLayout.nothing();
    List<BatchStep> steps = plan.isEmpty() ? List.of() : Compiler.compile(layout, plan.after());
    return new Artifact(plan.before().precondition(), notes(layout, plan), steps);
  }

  @Override
  public Applied apply(Artifact artifact) throws TargetException {
    int done = 0;
    try (NftablesConnection connection = NftablesConnection.open()) {
      if (!stateOf(connection).equals(artifact.precondition())) {
        return new Applied.Unchanged("table inet postern was changed by somebody else", true);
      }
      for (Artifact.Step step : artifact.steps()) {
        BatchStep batch = (BatchStep) step;
        commit(connection, batch);
        done++;
        Optional<String> lacking = new Filling(connection.reader()).lacking(batch.holds());
        if (lacking.isPresent()) {
          return new Applied.Partial(done, lacking.get());
        }
      }
      return new Applied.Done();
    } catch (NftablesException e) {
      if (done == 0 && e.is(Errno.EPERM)) {
        throw unavailable("nftables cannot be changed", e);
      }
      String why = String.valueOf(e.getMessage());
      return done == 0 && isStill(artifact.precondition())
          ? new Applied.Unchanged(why, false)
          : new Applied.Partial(done, why);
    }
  }

  private static String stateOf(NftablesConnection connection) throws NftablesException {
    RulesetReader reader = connection.reader();
    return reader.atOneGeneration(() -> TableContents.read(reader)).state();
  }

  /** A step in several batches may have failed in the middle, and an answer may have been lost. */
  private static boolean isStill(String state) {
    try (NftablesConnection connection = NftablesConnection.open()) {
      return stateOf(connection).equals(state);
    } catch (NftablesException e) {
      return false;
    }
  }

  private static void commit(NftablesConnection connection, BatchStep step)
      throws NftablesException {
    if (step.divisible()) {
      connection.commitInParts(step.requests());
    } else {
      connection.commit(step.requests());
    }
  }

  private static Observation observe(RulesetReader reader) throws NftablesException {
    TableContents contents = TableContents.read(reader);
    Interpreter.Reading reading = Interpreter.read(contents);
    Neighbours neighbours = Neighbours.read(reader, legacyTranslates());
    NftLayout layout =
        new NftLayout(
            contents,
            reading.shapes(),
            neighbours.translates(),
            neighbours.tracks(),
            reader.generation());
    List<String> anomalies = new ArrayList<>(reading.anomalies());
    if (contents.dormant()) {
      anomalies.add("the table is dormant: it judges nothing");
    }
    anomalies.addAll(misshaped(reading, layout));
    return new Observation(
        reading.ruleset(),
        layout,
        contents.state(),
        counters(reading, contents),
        neighbours.foreign(),
        anomalies);
  }

  /** Rules that look at translated ports on a host that has begun to translate. */
  private static List<String> misshaped(Interpreter.Reading reading, NftLayout layout) {
    List<String> found = new ArrayList<>();
    for (FilterRule rule : reading.ruleset().rules()) {
      Shape shape = reading.shapes().get(rule.name());
      if (shape != null && !shape.tracked() && Compiler.tracked(rule, layout)) {
        found.add("rule " + rule.name() + " does not see what was dialled before translation");
      }
    }
    return found;
  }

  /** Connection tracking costs memory, and drops packets of everybody when its table is full. */
  private static List<String> notes(NftLayout layout, Plan plan) {
    List<String> first =
        plan.after().rules().stream()
            .filter(rule -> Compiler.tracked(rule, layout))
            .map(FilterRule::name)
            .toList();
    boolean already = layout.tracks() || layout.shapes().values().stream().anyMatch(Shape::tracked);
    return first.isEmpty() || already
        ? List.of()
        : List.of(
            "nobody on this host uses connection tracking yet; from now on %s does, to see what was"
                    .formatted(String.join(", ", first))
                + " dialled before translation");
  }

  private static Map<String, Observation.Counters> counters(
      Interpreter.Reading reading, TableContents contents) {
    Map<String, Observation.Counters> counters = new TreeMap<>();
    for (FilterRule rule : reading.ruleset().rules()) {
      counters.put(
          rule.name(),
          new Observation.Counters(
              packets(contents, Names.accepted(rule.name())),
              packets(contents, Names.refused(rule.name()))));
    }
    return counters;
  }

  private static long packets(TableContents contents, String counter) {
    Counters.CounterInfo found = contents.counters().get(counter);
    return found == null ? 0 : found.packets();
  }

  /** The older iptables keeps its rules beside nf_tables, where netlink does not show them. */
  private static boolean legacyTranslates() {
    try {
      return Files.isReadable(LEGACY_TABLES) && Files.readAllLines(LEGACY_TABLES).contains("nat");
    } catch (IOException e) {
      return false;
    }
  }

  private static TargetException unavailable(String what, NftablesException e) {
    if (e.is(Errno.EPROTONOSUPPORT) || e.is(Errno.EOPNOTSUPP)) {
      return new TargetException(
          TargetException.Kind.UNAVAILABLE,
          what + ": this kernel has no nf_tables, or an older one than Linux 5.10",
          e);
    }
    TargetException.Kind kind = kind(e);
    String needs =
        kind == TargetException.Kind.PERMISSION
            ? ": needs CAP_NET_ADMIN (run as root, or with that capability)"
            : ": " + e.getMessage();
    return new TargetException(kind, what + needs, e);
  }

  /** Others may change their rules so fast that none of our looks is at one state. */
  private static TargetException.Kind kind(NftablesException e) {
    if (e.is(Errno.EPERM)) {
      return TargetException.Kind.PERMISSION;
    }
    return e.is(Errno.ERESTART) ? TargetException.Kind.TEMPORARY : TargetException.Kind.UNAVAILABLE;
  }
}
