package org.postern.target.iptables;

import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.postern.address.Family;
import org.postern.host.CommandRunner;
import org.postern.host.Progress;
import org.postern.plan.AccessRule;
import org.postern.plan.Capabilities;
import org.postern.plan.Capabilities.Ability;
import org.postern.plan.Effect;
import org.postern.plan.Observation;
import org.postern.plan.Plan;
import org.postern.plan.Ruleset;
import org.postern.plan.SeenPeer;
import org.postern.policy.Hook;
import org.postern.policy.Refusal;
import org.postern.target.Applied;
import org.postern.target.Artifact;
import org.postern.target.Facets;
import org.postern.target.ForeignEffects;
import org.postern.target.Neighbourhood;
import org.postern.target.Target;
import org.postern.target.TargetException;

/**
 * The iptables of this network namespace, of whichever variant the host's command is, with sets of
 * ipset: the chains {@code POSTERN-…}, the ways to them, and the sets {@code postern_…}. Families
 * change one after the other, each at once.
 */
public final class IptablesTarget implements Target {
  /** The name of the target. */
  public static final String NAME = "iptables";

  /** A set of that many is loaded in two seconds; beyond it nothing was measured. */
  private static final int MAX_PREFIXES = 500_000;

  static final Capabilities CAPABILITIES =
      Capabilities.ofPackets(
          NAME,
          EnumSet.allOf(Family.class),
          EnumSet.allOf(Hook.class),
          Refusal.ofPackets(),
          MAX_PREFIXES,
          Ability.COUNTS,
          Ability.CLOSES,
          Ability.REMEMBERS,
          Ability.OPENS,
          Ability.LEARNS);

  private final CommandRunner runner;
  private final Toolbox toolbox;
  private final Neighbourhood neighbourhood;
  private final Beat beat;
  private final Optional<Tools> given;
  private final Progress progress;

  /**
   * Creates a target that uses the tools of this host, which are looked for when they are needed.
   *
   * @param neighbourhood the rules of others in nf_tables
   * @param progress is told how many lines the tools have taken
   */
  public IptablesTarget(CommandRunner runner, Neighbourhood neighbourhood, Progress progress) {
    this(runner, neighbourhood, Optional.empty(), progress);
  }

  /** Creates a target that uses these tools. */
  public IptablesTarget(CommandRunner runner, Neighbourhood neighbourhood, Tools tools) {
    this(runner, neighbourhood, Optional.of(tools), Progress.SILENT);
  }

  private IptablesTarget(
      CommandRunner runner, Neighbourhood neighbourhood, Optional<Tools> given, Progress progress) {
    this.progress = progress;
    this.runner = runner;
    this.toolbox = new Toolbox(runner);
    this.neighbourhood = neighbourhood;
    this.beat = new Beat(toolbox, neighbourhood);
    this.given = given;
  }

  /**
   * Tells whether others keep rules in the older iptables of this network namespace; not so where
   * that cannot be seen.
   */
  public static boolean othersUseLegacy(CommandRunner runner) {
    return Observer.legacyTables().contains("filter")
        && List.of("iptables-legacy-save", "ip6tables-legacy-save").stream()
            .anyMatch(save -> othersHaveRules(save, runner));
  }

  private static boolean othersHaveRules(String save, CommandRunner runner) {
    try {
      Optional<String> program = Tools.program(save);
      return program.isPresent()
          && Saved.parse(
                  new Toolbox(runner).run(List.of(program.get(), "-c", "-t", Observer.TABLE), ""))
              .hasRulesOfOthers();
    } catch (TargetException e) {
      return false;
    }
  }

  @Override
  public Capabilities capabilities() {
    return CAPABILITIES;
  }

  /** Observes the target; all of it is read each time. */
  @Override
  public Observation observe(Observation last) throws TargetException {
    return observer(tools()).observe();
  }

  @Override
  public Facets facets() {
    return Facets.NONE
        .withChangeToken(this::changeToken)
        .withRefusedPeers(this::refusedPeers)
        .withEffects(this::effects);
  }

  /**
   * Moves with the rules and with the sizes of our sets, at most once in a second. An element that
   * is added to a set while another is deleted from it is seen by {@link #observe} alone.
   */
  private String changeToken() throws TargetException {
    return beat.read(tools());
  }

  private List<SeenPeer> refusedPeers() throws TargetException {
    Tools tools = tools();
    Observer observer = observer(tools);
    return new SeenReader(tools, toolbox, HeldSet.parse(observer.list()))
        .read(Interpreter.names(observer.tables().values()));
  }

  private List<Effect> effects(Ruleset ruleset) throws TargetException {
    Set<Hook> hooks = ForeignEffects.hooks(ruleset);
    return hooks.isEmpty()
        ? List.of()
        : ForeignEffects.of(observer(tools()).foreignChains(hooks)).on(ruleset);
  }

  @Override
  public Artifact compile(Plan plan) {
    IptLayout layout =
        plan.before().layout() instanceof IptLayout held ? held : IptLayout.nothing();
    List<String> notes = new ArrayList<>(layout.notes());
    for (AccessRule rule : plan.after().rules()) {
      rule.openUntil()
          .filter(RuleChains.LAST_OPEN::isBefore)
          .ifPresent(time -> notes.add(closesEarly(rule.name(), time)));
    }
    plan.after().rules().stream()
        .filter(AccessRule::opens)
        .forEach(rule -> notes.add(opens(rule.name())));
    return new Artifact(
        plan.before().precondition(),
        notes,
        Compiler.compile(layout, plan),
        plan.before().leadingTo(plan.after(), Observation.Layout.NOTHING));
  }

  private static String closesEarly(String rule, Instant time) {
    return "rule %s is to be open until %s, but iptables closes it at %s: it knows no later time"
        .formatted(rule, time, RuleChains.LAST_OPEN);
  }

  private static String opens(String rule) {
    return "rule %s opens: what comes later in the same table, such as fail2ban's rules, does not"
            .formatted(rule)
        + " refuse its peers";
  }

  @Override
  public synchronized Applied apply(Artifact artifact) throws TargetException {
    if (artifact.steps().isEmpty()) {
      return new Applied.Done(Observation.nothing());
    }
    Tools tools = tools();
    Observation now = observer(tools).observe();
    Execution execution = new Execution(tools, toolbox);
    try (Progress.Work work = progress.begin(Execution.task(artifact))) {
      return execution.run(artifact, now, work);
    }
  }

  private Observer observer(Tools tools) {
    return new Observer(tools, toolbox, neighbourhood);
  }

  private Tools tools() throws TargetException {
    return given.isPresent() ? given.get() : Tools.find(runner);
  }
}
