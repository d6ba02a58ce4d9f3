package org.postern.command.trial;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.postern.command.Command;
import org.postern.command.Invocation;
import org.postern.command.Pipelines;
import org.postern.command.Reply;
import org.postern.command.Requests;
import org.postern.command.outcome.OutcomeReport;
import org.postern.host.ffm.NetworkNamespace;
import org.postern.plan.Attempt;
import org.postern.plan.Equivalence;
import org.postern.plan.Judgement;
import org.postern.plan.Observation;
import org.postern.plan.Plan;
import org.postern.plan.Ruleset;
import org.postern.policy.Hook;
import org.postern.target.Applied;
import org.postern.target.Target;

/**
 * The half of {@code try} that runs inside the namespaces: loads the ruleset with the very target
 * that {@code apply} uses, and dials. Reads a {@link TrialHandover} from standard input.
 */
public final class TrialInside {
  static final String NAME = "try-inside";

  /**
   * The number of accepted connections at once that is so small that their times mean something.
   */
  private static final int UNHURRIED = 4;

  /**
   * The number of connections at once that wait for nothing: each costs nothing but a descriptor.
   */
  private static final int MANY = 256;

  private final Pipelines pipelines;

  public TrialInside(Pipelines pipelines) {
    this.pipelines = pipelines;
  }

  public List<Command> commands() {
    return List.of(new Command(NAME, "", List.of(), List.of(), "", this::run));
  }

  private Reply run(Invocation invocation) throws IOException {
    byte[] input = System.in.readAllBytes();
    TrialHandover handover = TrialHandover.read(new String(input, StandardCharsets.UTF_8));
    if (NetworkNamespace.current().equals(handover.outside())) {
      throw new IOException("this is the host's own network namespace: nothing was done");
    }
    var pipeline = pipelines.at(Requests.state(invocation));
    Target target = pipeline.targets().alone(TrialCommand.TARGET);
    Reply.Builder reply = new Reply.Builder(NAME);
    try (TrialNetwork network = TrialNetwork.open(pipeline.surroundings().programs(), handover);
        TrialConnections connections = new TrialConnections(network, handover.gateway())) {
      long start = System.nanoTime();
      String difference = load(target, handover.ruleset());
      long loaded = System.nanoTime();
      List<TrialFindings.End> ends = dial(handover, network, connections);
      long dialled = System.nanoTime();
      var counters = target.observe().counters();
      reply.document(
          new TrialFindings(
              (loaded - start) / 1_000,
              difference,
              ends,
              (dialled - loaded) / 1_000,
              counters,
              change(target, handover, network, connections)));
    }
    return reply.build();
  }

  /**
   * Loads the ruleset as the pipeline applies it, and returns where the kernel differs from what is
   * meant, or nothing.
   */
  private static String load(Target target, Ruleset ruleset) throws IOException {
    Plan plan = Plan.between(target.observe(), ruleset);
    return switch (target.apply(target.compile(plan))) {
      case Applied.Done done -> difference(target.observe(), ruleset);
      case Applied.Handed handed -> throw new IOException("only handed: " + handed.files());
      case Applied.Partial partial -> throw new IOException("not loaded: " + partial.why());
      case Applied.Unchanged unchanged -> throw new IOException("not loaded: " + unchanged.why());
    };
  }

  private static String difference(Observation after, Ruleset ruleset) {
    return Equivalence.compare(after.owned(), ruleset)
        .map(OutcomeReport::describe)
        .orElseGet(
            () ->
                Plan.between(after, ruleset).isEmpty()
                    ? ""
                    : "what the kernel holds is laid out as no plan would");
  }

  private static List<TrialFindings.End> dial(
      TrialHandover handover, TrialNetwork network, TrialConnections connections)
      throws IOException {
    List<Attempt.Opening> packets = handover.packets();
    Set<Integer> ports = new TreeSet<>();
    packets.forEach(packet -> ports.add(packet.port()));
    for (int port : ports) {
      connections.listen(port);
    }
    Map<Attempt.Opening, TrialFindings.End> ends = new LinkedHashMap<>();
    for (Hook hook : EnumSet.allOf(Hook.class)) {
      List<Attempt.Opening> here = only(packets, packet -> packet.hook() == hook);
      if (hook == Hook.FORWARD && !here.isEmpty()) {
        network.forward();
      }
      Set<String> names = new TreeSet<>();
      here.forEach(packet -> names.add(packet.inInterface()));
      for (String name : names) {
        network.use(name);
        dial(
            handover.ruleset(),
            only(here, packet -> packet.inInterface().equals(name)),
            connections,
            ends);
      }
    }
    List<TrialFindings.End> ordered = new ArrayList<>();
    packets.forEach(packet -> ordered.add(ends.get(packet)));
    return ordered;
  }

  /** Changes sets at one hook by one interface: the last of those that were dialled at. */
  private static TrialChanging change(
      Target target, TrialHandover handover, TrialNetwork network, TrialConnections connections)
      throws IOException {
    if (handover.changes() == 0) {
      return TrialChanging.none();
    }
    boolean forwards =
        handover.packets().stream().anyMatch(packet -> packet.hook() == Hook.FORWARD);
    Hook hook = forwards ? Hook.FORWARD : Hook.INPUT;
    List<Attempt.Opening> here = only(handover.packets(), packet -> packet.hook() == hook);
    if (here.isEmpty()) {
      return TrialChanging.none();
    }
    String name = here.getFirst().inInterface();
    network.use(name);
    TrialStates states =
        TrialStates.of(handover.ruleset(), only(here, packet -> packet.inInterface().equals(name)));
    return states.prefixes() == 0
        ? TrialChanging.none()
        : new TrialChanges(target, connections, states).run(handover.changes());
  }

  private static void dial(
      Ruleset ruleset,
      List<Attempt.Opening> packets,
      TrialConnections connections,
      Map<Attempt.Opening, TrialFindings.End> ends)
      throws IOException {
    Predicate<Attempt.Opening> refused = packet -> ruleset.verdict(packet) == Judgement.REFUSED;
    List<Attempt.Opening> through = only(packets, refused.negate());
    List<Attempt.Opening> kept = only(packets, refused);
    add(through, connections.dial(through, UNHURRIED, true), ends);
    add(kept, connections.dial(kept, MANY, false), ends);
  }

  private static void add(
      List<Attempt.Opening> packets,
      List<TrialFindings.End> found,
      Map<Attempt.Opening, TrialFindings.End> ends) {
    IntStream.range(0, packets.size()).forEach(i -> ends.put(packets.get(i), found.get(i)));
  }

  private static List<Attempt.Opening> only(
      List<Attempt.Opening> packets, Predicate<Attempt.Opening> which) {
    return packets.stream().filter(which).distinct().toList();
  }
}
