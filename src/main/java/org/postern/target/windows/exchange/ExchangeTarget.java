package org.postern.target.windows.exchange;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.postern.host.CommandRunner;
import org.postern.plan.Capabilities;
import org.postern.plan.Observation;
import org.postern.plan.Plan;
import org.postern.plan.Ruleset;
import org.postern.target.Applied;
import org.postern.target.Artifact;
import org.postern.target.Facets;
import org.postern.target.Target;
import org.postern.target.TargetException;
import org.postern.target.windows.CarryPage;
import org.postern.target.windows.Knowledge;
import org.postern.target.windows.ScriptHost;

/** One receive connector of one server. */
final class ExchangeTarget implements Target {
  private static final Duration LOOK_EVERY = Duration.ofMinutes(10);

  private static final String WHO = "a member of the group Server Management";

  private final ExchangeOptions options;
  private final ExchangeScripts scripts;
  private final ScriptHost host;
  private final Optional<Knowledge> knowledge;

  /**
   * With these options.
   *
   * @param here whether this host runs Windows
   * @param knowledge what a script needs that is carried elsewhere; empty for one that runs here
   */
  ExchangeTarget(
      ExchangeOptions options, CommandRunner runner, boolean here, Optional<Knowledge> knowledge) {
    this.options = options;
    this.scripts = new ExchangeScripts(options);
    this.host =
        new ScriptHost(
            runner, here, options.target(), "Exchange is on Windows", "the receive connector");
    this.knowledge = knowledge;
  }

  @Override
  public Capabilities capabilities() {
    return ExchangeKind.CAPABILITIES;
  }

  /** Each look loads the commands of Exchange, which takes many seconds. */
  @Override
  public Facets facets() {
    return Facets.NONE.withLookEvery(LOOK_EVERY);
  }

  @Override
  public Observation observe(Observation last) throws TargetException {
    String output = host.readBack(scripts.apply(Ruleset.empty(), Optional.empty()));
    try {
      return ExchangeReader.observation(output, ScriptHost.digest(output));
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
        notes(plan),
        steps,
        carries ? List.of(scripts.register(), scripts.uninstall(), CarryPage.of(WHO)) : List.of(),
        plan.before().leadingTo(plan.after(), Observation.Layout.NOTHING));
  }

  private List<String> notes(Plan plan) {
    List<String> notes = new ArrayList<>();
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
