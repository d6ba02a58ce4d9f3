package org.postern.target;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.postern.plan.AccessRule;
import org.postern.plan.Capabilities;
import org.postern.plan.Observation;
import org.postern.plan.Plan;
import org.postern.plan.Ruleset;
import org.postern.plan.TargetOption;
import org.postern.policy.SecretReference;
import org.postern.policy.TargetBinding;

/**
 * How a kind of targets is written: systems on other hosts, each with a name of its own and a
 * secret that it asks for.
 */
public final class ExampleKind implements TargetKind {
  public static final String NAME = "remote";

  private static final String RULES = "rules";

  private final Map<String, ExampleSystem> systems = new TreeMap<>();
  private final Map<String, String> passwords = new TreeMap<>();
  private boolean breaks;

  /** The system that a target of that name writes to. */
  public synchronized ExampleSystem system(String name) {
    return systems.computeIfAbsent(name, _ -> new ExampleSystem());
  }

  /** From now on no change of any system succeeds, and it says what it was asked with. */
  public ExampleKind breaking() {
    breaks = true;
    return this;
  }

  /** The system lets in who knows this, and no others. */
  public synchronized ExampleKind guarded(String name, String password) {
    passwords.put(name, password);
    return this;
  }

  private synchronized Optional<String> password(String name) {
    return Optional.ofNullable(passwords.get(name));
  }

  @Override
  public Capabilities capabilities() {
    return new ExampleTarget(new ExampleSystem()).capabilities().named(NAME);
  }

  @Override
  public Map<String, TargetOption> options() {
    return Map.of(
        "mode",
        TargetOption.oneOf("fast", "careful"),
        "config",
        new TargetOption.FilePath(),
        RULES,
        new TargetOption.RuleNames(),
        TargetBinding.SECRET,
        new TargetOption.Secret(),
        "key",
        new TargetOption.Secret());
  }

  /** A rule that is not among those of the option is left out, and told. */
  @Override
  public Projection project(Ruleset ruleset, TargetBinding binding) {
    String rules = binding.options().get(RULES);
    if (rules == null) {
      return Projection.whole(ruleset);
    }
    List<AccessRule> held = new ArrayList<>();
    List<Omission> omissions = new ArrayList<>();
    for (AccessRule rule : ruleset.rules()) {
      if (TargetBinding.names(rules).contains(rule.name())) {
        held.add(rule);
      } else {
        omissions.add(
            new Omission(rule.name(), "is not among its rules", Omission.Loss.REFUSES_LESS));
      }
    }
    return new Projection(new Ruleset(held), omissions);
  }

  @Override
  public Target open(TargetBinding binding, Secrets secrets) {
    return new Remote(binding, secrets, new ExampleTarget(system(binding.name())));
  }

  /** The example target behind a door. */
  private final class Remote implements Target {
    private final TargetBinding binding;
    private final Secrets secrets;
    private final ExampleTarget target;

    Remote(TargetBinding binding, Secrets secrets, ExampleTarget target) {
      this.binding = binding;
      this.secrets = secrets;
      this.target = target;
    }

    /** Who has nothing to show may enter where nothing is asked for. */
    private void enter() throws TargetException {
      String shown = "";
      String kept = binding.options().get(TargetBinding.SECRET);
      if (kept != null) {
        shown = secrets.read(SecretReference.of(kept).orElseThrow()).reveal();
      }
      if (password(binding.name()).filter(shown::equals).isEmpty()
          && password(binding.name()).isPresent()) {
        // As careless as systems are.
        throw new TargetException(
            TargetException.Kind.PERMISSION, "the system refuses its secret " + shown);
      }
    }

    @Override
    public Capabilities capabilities() {
      return ExampleKind.this.capabilities();
    }

    @Override
    public Observation observe(Observation last) throws TargetException {
      enter();
      return target.observe(last);
    }

    @Override
    public Artifact compile(Plan plan) {
      return target.compile(plan);
    }

    @Override
    public Applied apply(Artifact artifact) throws TargetException {
      enter();
      return breaks
          ? new Applied.Partial(0, "it broke after AUTH " + password(binding.name()).orElse(""))
          : target.apply(artifact);
    }
  }
}
