package org.postern.target.nftables;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.postern.Sizes;
import org.postern.plan.AccessRule;
import org.postern.plan.Equivalence;
import org.postern.plan.Observation;
import org.postern.plan.Plan;
import org.postern.plan.Ruleset;
import org.postern.plan.Scope;
import org.postern.policy.Hook;
import org.postern.policy.Refusal;
import org.postern.target.Applied;
import org.postern.target.Artifact;
import org.postern.target.Target;
import org.postern.target.TargetException;
import org.postern.target.windows.ModelledWindows;

/** Every packet filter, asked what it holds, tells of the same ruleset: the one that was meant. */
class EqualFiltersIT {
  private static final int RULESETS = Sizes.pick(3, 100);

  private final World world = new World();

  @AfterEach
  void endOfTheWorld() {
    world.close();
  }

  /** What all of them can hold, of a ruleset of every kind. */
  private static Ruleset common(Ruleset ruleset) {
    List<AccessRule> rules = new ArrayList<>();
    for (AccessRule rule : ruleset.rules()) {
      if (rule.otherwise().isPresent()) {
        rules.add(
            new AccessRule(
                rule.name(),
                new Scope.Packets(
                    EnumSet.of(Hook.INPUT),
                    rule.packets().interfaces(),
                    rule.packets().servers(),
                    rule.packets().ports(),
                    rule.packets().running()),
                rule.peers(),
                Optional.of(Refusal.DROP),
                rule.log(),
                Optional.empty()));
      }
    }
    return ModelledWindows.project(new Ruleset(rules), Map.of());
  }

  @Test
  void allHoldTheSame() throws TargetException {
    List<Host> hosts = new ArrayList<>();
    for (Filter filter : Filter.values()) {
      hosts.add(world.host(filter.name().toLowerCase(Locale.ROOT), filter));
    }
    RandomRulesets random = new RandomRulesets(17);
    int rules = 0;
    for (int i = 0; i < RULESETS; i++) {
      Target windows = new ModelledWindows().target(Map.of("mode", "block-complement"));
      Ruleset wanted = common(random.next());
      rules += wanted.rules().size();
      assertHolds(wanted, bring(windows, wanted));
      for (Host host : hosts) {
        assertHolds(wanted, host.run(() -> bring(host.target(), wanted)));
      }
    }
    assertTrue(rules >= RULESETS, "hardly anything was compared");
  }

  private static Observation bring(Target target, Ruleset wanted) throws TargetException {
    Plan plan = Plan.between(target.observe(), wanted);
    if (!plan.isEmpty()) {
      assertInstanceOf(Applied.Done.class, target.apply(target.compile(plan)));
    }
    return target.observe();
  }

  private static void assertHolds(Ruleset wanted, Observation held) {
    assertEquals(
        Optional.empty(),
        Equivalence.compare(held.owned(), wanted).map(Equivalence.Counterexample::describe));
    assertEquals(List.of(), Plan.between(held, wanted).changes());
  }

  /** A compiler that forgets any one step is found out, by the kernel or by what it holds then. */
  @ParameterizedTest
  @EnumSource(Filter.class)
  void aStepThatIsForgottenIsSeen(Filter filter) throws TargetException {
    Ruleset old = Rulesets.accepting(Rulesets.addresses("192.0.2.1", "2001:db8::1"));
    Ruleset wanted = Rulesets.accepting(Rulesets.addresses("192.0.2.0/25", "2001:db8:1::/48"));
    int steps = 1;
    int refused = 0;
    for (int left = 0; left < steps; left++) {
      Host host = world.host("defect", filter);
      host.bring(old);
      Artifact right = host.compile(host.planTo(wanted));
      steps = right.steps().size();
      List<Artifact.Step> some = new ArrayList<>(right.steps());
      String forgotten = some.remove(left).title();
      Artifact wrong =
          new Artifact(right.precondition(), right.notes(), some, Observation.nothing());
      try {
        host.apply(wrong);
      } catch (AssertionError e) {
        assertInstanceOf(TargetException.class, e.getCause());
        refused++;
      }
      Observation held = host.observe();
      assertFalse(Plan.between(held, wanted).isEmpty(), () -> "not seen: " + forgotten);
    }
    assertTrue(steps > 1 && refused < steps, "the reader has seen nothing");
  }
}
