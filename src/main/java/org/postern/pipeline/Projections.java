package org.postern.pipeline;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.postern.plan.AccessRule;
import org.postern.plan.Capabilities.Ability;
import org.postern.plan.Obstacle;
import org.postern.plan.Ruleset;
import org.postern.plan.Scope;
import org.postern.plan.pass.Planner;
import org.postern.policy.Policy;
import org.postern.policy.TargetBinding;
import org.postern.target.Omission;
import org.postern.target.Projection;
import org.postern.target.Target;
import org.postern.target.TargetException;

/**
 * Tells what each target is to hold of a ruleset. A rule that one target cannot hold is left to
 * another target of the policy that holds it whole; where none does, it stays, and is an obstacle.
 */
public final class Projections {
  private static final String UNTOLD =
      "learns no address here, since it cannot tell us of peers; it accepts what is learned"
          + " elsewhere";

  private final Targets targets;

  public Projections(Targets targets) {
    this.targets = targets;
  }

  /** Returns what was prepared as one target is to hold it. */
  public Prepared on(String name, Prepared prepared) throws TargetException {
    BoundedTarget target = targets.bound(name, prepared.policy());
    return prepared.projected(of(target, prepared.policy(), prepared.wanted()));
  }

  /**
   * Returns what a target is to hold.
   *
   * @param target the target as the policy binds it
   * @param policy names the targets that may hold what this one leaves out
   */
  public Projection of(BoundedTarget target, Policy policy, Ruleset wanted) {
    Projection own = project(target, wanted);
    if (policy.targets().size() == 1 || (own.omissions().isEmpty() && fits(target, own.held()))) {
      return own;
    }
    List<Omission> omissions = new ArrayList<>();
    for (Omission one : own.omissions()) {
      omissions.add(one.heldBy(other(target, policy, wanted, one.rule())));
    }
    List<AccessRule> held = new ArrayList<>();
    for (AccessRule rule : own.held().rules()) {
      List<Obstacle> lacks = lacks(target, rule);
      Optional<String> other =
          lacks.isEmpty() ? Optional.empty() : other(target, policy, wanted, rule.name());
      if (other.isEmpty()) {
        held.add(rule);
      } else {
        String cause = "is not held here: " + lacks.getFirst().why();
        omissions.add(new Omission(rule.name(), cause, Omission.Loss.REFUSES_LESS, other));
      }
    }
    return new Projection(new Ruleset(held), omissions);
  }

  /**
   * Returns the projection on a target; what the target cannot tell us of is learned elsewhere, or
   * not at all.
   */
  private static Projection project(BoundedTarget target, Ruleset wanted) {
    if (target.capabilities().can(Ability.LEARNS)
        || wanted.rules().stream().noneMatch(AccessRule::learns)) {
      return ofMail(target, wanted);
    }
    Projection own =
        ofMail(
            target,
            new Ruleset(wanted.rules().stream().map(rule -> rule.withLearns(false)).toList()));
    List<Omission> omissions = new ArrayList<>(own.omissions());
    wanted.rules().stream()
        .filter(AccessRule::learns)
        .filter(rule -> own.held().rule(rule.name()).isPresent())
        .forEach(rule -> omissions.add(new Omission(rule.name(), UNTOLD, Omission.Loss.NOTHING)));
    return new Projection(own.held(), omissions);
  }

  /**
   * Returns the projection on a mail server. Where it has one listener, the port of a rule of mail
   * selects nothing.
   */
  private static Projection ofMail(BoundedTarget target, Ruleset wanted) {
    Projection own = target.project(wanted);
    if (target.capabilities().mail().listeners()) {
      return own;
    }
    List<AccessRule> held = new ArrayList<>();
    List<Omission> omissions = new ArrayList<>(own.omissions());
    for (AccessRule rule : own.held().rules()) {
      if (rule.scope() instanceof Scope.Mail mail && mail.listener().isPresent()) {
        String port = mail.listener().get().text();
        String cause =
            "has a port, %s, that selects nothing: there is one listener".formatted(port);
        held.add(rule.withScope(mail.atAnyListener()));
        omissions.add(new Omission(rule.name(), cause, Omission.Loss.NOTHING));
      } else {
        held.add(rule);
      }
    }
    return new Projection(new Ruleset(held), omissions);
  }

  private static boolean fits(Target target, Ruleset ruleset) {
    return Planner.fit(ruleset, target.capabilities()).isEmpty();
  }

  private static List<Obstacle> lacks(Target target, AccessRule rule) {
    return Planner.fit(new Ruleset(List.of(rule)), target.capabilities());
  }

  /** Returns the name of another target of the policy that holds a rule whole. */
  private Optional<String> other(BoundedTarget target, Policy policy, Ruleset wanted, String rule) {
    String self = target.name();
    for (TargetBinding binding : policy.targets()) {
      Optional<String> name = holder(binding.name(), policy, wanted, rule);
      if (name.filter(one -> !one.equals(self)).isPresent()) {
        return name;
      }
    }
    return Optional.empty();
  }

  /**
   * Returns the name of a target if it holds the rule; one that cannot tell what it holds makes up
   * for nothing.
   */
  private Optional<String> holder(String name, Policy policy, Ruleset wanted, String rule) {
    try {
      BoundedTarget other = targets.bound(name, policy);
      Projection projection = project(other, wanted);
      Optional<AccessRule> held = projection.held().rule(rule);
      return projection.holdsWhole(rule)
              && held.filter(one -> lacks(other, one).isEmpty()).isPresent()
          ? Optional.of(other.name())
          : Optional.empty();
    } catch (TargetException | RuntimeException e) {
      return Optional.empty();
    }
  }
}
