package org.postern.target;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.postern.address.Family;
import org.postern.plan.AccessRule;
import org.postern.plan.Capabilities;
import org.postern.plan.Capabilities.Ability;
import org.postern.plan.Observation;
import org.postern.plan.Peers;
import org.postern.plan.Plan;
import org.postern.plan.Proof;
import org.postern.plan.Ruleset;
import org.postern.policy.Hook;
import org.postern.policy.Refusal;

/**
 * How a target is written, on a system simple enough to be read in a minute. To add a target, copy
 * this class and {@link ExampleKind} to {@code org.postern.target.NAME}, make the four verbs true
 * for your system, have {@link TargetConformance} run over it, and add the kind to {@code
 * Assembly}.
 *
 * <ol>
 *   <li>{@link #capabilities} is data. What is missing in it becomes an obstacle that the user sees
 *       before anything is changed.
 *   <li>{@link #observe} reads everything that carries our mark, makes rules of what it understands
 *       and anomalies of the rest, and leaves what is not ours to {@code foreign}.
 *   <li>{@link #compile} is pure. It looks at the plan's observation, never at the system.
 *   <li>{@link #apply} carries out the steps, or says that another program came first.
 * </ol>
 *
 * <p>{@link #facets} has what a daemon asks several times a second; leave it out where nothing
 * cheap tells that something has moved. A system that remembers whom it refused tells that there
 * too.
 */
public final class ExampleTarget implements Target {
  public static final String NAME = "example";

  private final ExampleSystem system;

  public ExampleTarget(ExampleSystem system) {
    this.system = system;
  }

  @Override
  public Capabilities capabilities() {
    return Capabilities.ofPackets(
        NAME,
        Set.of(Family.values()),
        Set.of(Hook.values()),
        Refusal.ofPackets(),
        100_000,
        Ability.ATOMIC,
        Ability.CLOSES);
  }

  /** Our lines, as they were seen. */
  private record Lines(List<String> ours) implements Observation.Layout {}

  /** Reading some lines costs nothing, so what was seen before is not believed. */
  @Override
  public Observation observe(Observation last) {
    List<String> ours = system.ours();
    List<AccessRule> rules = new ArrayList<>();
    List<String> anomalies = new ArrayList<>();
    Set<String> names = new TreeSet<>();
    for (String line : ours) {
      Optional<AccessRule> rule = ExampleLine.read(line);
      if (rule.isPresent() && names.add(rule.get().name())) {
        rules.add(rule.get());
      } else {
        anomalies.add("line \"" + line + "\"");
      }
    }
    return new Observation(
        new Ruleset(rules),
        new Lines(ours),
        String.join("\n", ours),
        Map.of(),
        foreign(),
        anomalies,
        Proof.EXACT);
  }

  private List<Observation.Foreign> foreign() {
    return system.lines().stream()
        .filter(line -> line.startsWith("drop "))
        .map(line -> new Observation.Foreign("example", line))
        .toList();
  }

  /**
   * Puts lines in place of others, all at once.
   *
   * @param before our lines when the step begins
   * @param after our lines when it has ended
   */
  private record Replace(String title, List<String> before, List<String> after)
      implements Artifact.Step {
    @Override
    public String ending() {
      return "txt";
    }

    @Override
    public String text() {
      String gone = before.stream().map(line -> "- " + line + "\n").collect(Collectors.joining());
      return after.stream()
          .map(line -> "+ " + line + "\n")
          .collect(Collectors.joining("", gone, ""));
    }
  }

  @Override
  public Facets facets() {
    return Facets.NONE.withChangeToken(() -> String.valueOf(system.changes()));
  }

  /** Add before remove: first who is to be accepted is let in, then who is not any more is out. */
  @Override
  public Artifact compile(Plan plan) {
    List<String> held = plan.before().layout() instanceof Lines lines ? lines.ours() : List.of();
    List<String> both = new ArrayList<>();
    List<String> wanted = new ArrayList<>();
    for (AccessRule rule : plan.after().rules()) {
      both.add(ExampleLine.write(withPeersOf(plan.before().owned().rule(rule.name()), rule)));
      wanted.add(ExampleLine.write(rule));
    }
    List<Replace> steps =
        List.of(
            new Replace("let in who is accepted from now on", held, both),
            new Replace("put out who is not accepted any more", both, wanted));
    return new Artifact(
        plan.before().precondition(),
        List.of(),
        steps.stream().filter(step -> !step.before().equals(step.after())).toList(),
        plan.before().leadingTo(plan.after(), new Lines(wanted)));
  }

  private static AccessRule withPeersOf(Optional<AccessRule> before, AccessRule rule) {
    if (before.isPresent()
        && before.get().peers() instanceof Peers.Only old
        && rule.peers() instanceof Peers.Only only) {
      return rule.withPeers(new Peers.Only(old.addresses().union(only.addresses())));
    }
    return rule;
  }

  @Override
  public Applied apply(Artifact artifact) {
    if (!String.join("\n", system.ours()).equals(artifact.precondition())) {
      return new Applied.Unchanged("another program has changed our lines", true);
    }
    int done = 0;
    for (Artifact.Step step : artifact.steps()) {
      Replace replace = (Replace) step;
      if (!system.replace(replace.before(), replace.after())) {
        return done == 0
            ? new Applied.Unchanged("another program has changed our lines", true)
            : new Applied.Partial(done, "another program has changed our lines");
      }
      done++;
    }
    return new Applied.Done(Observation.nothing());
  }
}
