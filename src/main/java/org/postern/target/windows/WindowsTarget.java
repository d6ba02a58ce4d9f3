package org.postern.target.windows;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import org.postern.address.Family;
import org.postern.address.Sha256;
import org.postern.plan.AccessRule;
import org.postern.plan.Capabilities;
import org.postern.plan.Capabilities.Ability;
import org.postern.plan.Observation;
import org.postern.plan.Plan;
import org.postern.plan.Ruleset;
import org.postern.policy.Hook;
import org.postern.policy.Refusal;
import org.postern.target.Applied;
import org.postern.target.Artifact;
import org.postern.target.Facets;
import org.postern.target.Target;
import org.postern.target.TargetException;

/**
 * Windows Firewall: its inbound rules whose names begin with {@code Postern-}, and no others. On
 * any system it compiles; on Windows it runs what it compiles.
 *
 * <p>There a rule that allows and one that blocks have no order: a block wins, and allows add up
 * (Microsoft, "Windows Firewall rules"). So a list of peers is either allowed, which means
 * something only while no other rule allows the port, or all other peers are blocked.
 */
public final class WindowsTarget implements Target {
  /** The name of the target. */
  public static final String NAME = "windows";

  /** The console of rules becomes slow long before; nothing was measured beyond. */
  private static final int MAX_PREFIXES = 100_000;

  static final Capabilities CAPABILITIES =
      Capabilities.ofPackets(
              NAME,
              EnumSet.allOf(Family.class),
              EnumSet.of(Hook.INPUT),
              EnumSet.of(Refusal.DROP),
              MAX_PREFIXES,
              Ability.OPENS)
          .onWindows();

  private static final Duration LOOK_EVERY = Duration.ofMinutes(10);

  private final ScriptHost host;
  private final WindowsOptions options;
  private final Optional<Knowledge> knowledge;

  /**
   * Creates a target with these options.
   *
   * @param knowledge the facts for a script that is carried elsewhere; empty for one that runs here
   */
  WindowsTarget(ScriptHost host, WindowsOptions options, Optional<Knowledge> knowledge) {
    this.host = host;
    this.options = options;
    this.knowledge = knowledge;
  }

  @Override
  public Capabilities capabilities() {
    return CAPABILITIES;
  }

  /**
   * Returns the abilities. Each look starts PowerShell, which takes seconds of a processor: it is
   * not asked in between.
   */
  @Override
  public Facets facets() {
    return Facets.NONE.withLookEvery(LOOK_EVERY);
  }

  @Override
  public Observation observe(Observation last) throws TargetException {
    String output = host.readBack(Script.apply(Ruleset.empty(), options, Optional.empty()));
    try {
      return WindowsReader.observation(ReadBackParser.parse(output), Sha256.hex(output));
    } catch (IOException e) {
      throw new TargetException(TargetException.Kind.TEMPORARY, String.valueOf(e.getMessage()), e);
    }
  }

  @Override
  public Artifact compile(Plan plan) {
    List<Script> steps = new ArrayList<>();
    boolean carries = knowledge.isPresent();
    if (carries || !plan.isEmpty()) {
      steps.add(Script.apply(plan.after(), options, knowledge));
    }
    return new Artifact(
        plan.before().precondition(),
        notes(plan),
        steps,
        carries
            ? List.of(
                Script.register(options),
                Script.uninstall(options),
                CarryPage.of("an administrator"))
            : List.of(),
        plan.before().leadingTo(plan.after(), Observation.Layout.NOTHING));
  }

  private List<String> notes(Plan plan) {
    List<String> notes = new ArrayList<>();
    for (AccessRule rule : plan.after().rules()) {
      if (options.allows(rule.name())) {
        notes.add(
            "rule %s allows: any other rule that allows %s makes it void"
                .formatted(rule.name(), rule.packets().ports().text()));
      } else if (!options.block()) {
        notes.add(
            "rule %s does not say opens: true, so it allows no peer and blocks all others"
                .formatted(rule.name()));
      }
    }
    if (options.selfResolving()) {
      knowledge.ifPresent(known -> notes.addAll(known.unwidened(plan.after())));
    }
    return notes;
  }

  @Override
  public Applied apply(Artifact artifact) throws TargetException {
    return host.apply(artifact);
  }
}
