package org.postern.target.windows.exchange;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.postern.address.Sha256;
import org.postern.plan.Capabilities;
import org.postern.plan.Observation;
import org.postern.plan.Plan;
import org.postern.plan.Ruleset;
import org.postern.target.Applied;
import org.postern.target.Artifact;
import org.postern.target.Facets;
import org.postern.target.Target;
import org.postern.target.TargetException;
import org.postern.target.windows.Knowledge;
import org.postern.target.windows.ScriptHost;

/** A target that is one connector, changed by the scripts of its kind. */
final class ExchangeTarget implements Target {
  private static final Duration LOOK_EVERY = Duration.ofMinutes(10);

  private final Capabilities capabilities;
  private final ConnectorScripts scripts;
  private final ScriptHost host;
  private final Optional<Knowledge> knowledge;

  /**
   * Creates a target that works by these scripts.
   *
   * @param host the host on which they run
   * @param knowledge the facts for a script that is carried elsewhere; empty for one that runs here
   */
  ExchangeTarget(
      Capabilities capabilities,
      ConnectorScripts scripts,
      ScriptHost host,
      Optional<Knowledge> knowledge) {
    this.capabilities = capabilities;
    this.scripts = scripts;
    this.host = host;
    this.knowledge = knowledge;
  }

  @Override
  public Capabilities capabilities() {
    return capabilities;
  }

  /** Returns the abilities. Each look loads the commands of Exchange, which takes many seconds. */
  @Override
  public Facets facets() {
    return Facets.NONE.withLookEvery(LOOK_EVERY);
  }

  @Override
  public Observation observe(Observation last) throws TargetException {
    String output = host.readBack(scripts.apply(Ruleset.empty(), Optional.empty()));
    try {
      return ExchangeReader.observation(output, Sha256.hex(output), scripts.meaning());
    } catch (IOException e) {
      throw new TargetException(TargetException.Kind.TEMPORARY, String.valueOf(e.getMessage()), e);
    }
  }

  @Override
  public Artifact compile(Plan plan) {
    boolean carries = knowledge.isPresent();
    List<Artifact.Step> steps = new ArrayList<>();
    if (carries || !plan.isEmpty()) {
      steps.add(scripts.apply(plan.after(), knowledge));
    }
    return new Artifact(
        plan.before().precondition(),
        knowledge.map(known -> scripts.notes(plan.after(), known)).orElse(List.of()),
        steps,
        carries ? scripts.companions() : List.of(),
        plan.before().leadingTo(plan.after(), Observation.Layout.NOTHING));
  }

  @Override
  public Applied apply(Artifact artifact) throws TargetException {
    return host.apply(artifact);
  }
}
