package org.postern.target;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.postern.plan.AccessRule;
import org.postern.plan.Change;
import org.postern.plan.Observation;
import org.postern.plan.Plan;
import org.postern.plan.Ruleset;
import org.postern.plan.ToyWorld;

/** What is particular to the example; what every target owes is in {@link TargetConformance}. */
class ExampleTargetTest {
  private final ExampleSystem system = new ExampleSystem();
  private final ExampleTarget target = new ExampleTarget(system);

  static LongStream seeds() throws TargetException {
    return ToyWorld.seeds();
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void observesWhatItApplied(long seed) throws TargetException {
    ToyWorld world = new ToyWorld(new Random(seed));
    for (int i = 0; i < 5; i++) {
      Ruleset wanted = world.ruleset();
      apply(wanted);
      assertEquals(wanted, target.observe().owned());
      assertTrue(Plan.between(target.observe(), wanted).isEmpty());
    }
  }

  @Test
  void linesAreReadable() throws TargetException {
    apply(of(ToyWorld.rule("smtp", "192.0.2.0/24", "2001:db8::1")));
    assertEquals(
        List.of(
            "postern rule=smtp hook=input port=25 accept=192.0.2.0/24,2001:db8::1"
                + " otherwise=drop"),
        system.lines());
  }

  @Test
  void afterEveryStepKeptAddressesAreAcceptedAndForeignOnesAreNot() throws TargetException {
    apply(of(ToyWorld.rule("smtp", "192.0.2.1", "192.0.2.2")));
    Plan plan = Plan.between(target.observe(), of(ToyWorld.rule("smtp", "192.0.2.2", "192.0.2.3")));
    Artifact whole = target.compile(plan);
    assertEquals(2, whole.steps().size());
    target.apply(
        new Artifact(
            whole.precondition(), List.of(), whole.steps().subList(0, 1), whole.expected()));
    assertEquals(
        ToyWorld.set("192.0.2.1-192.0.2.3"),
        target.observe().owned().rules().getFirst().peers().asSet());
  }

  @Test
  void whatIsNotOursIsLeftAloneAndReported() throws TargetException {
    system.type("drop tcp/25");
    apply(of(ToyWorld.rule("smtp", "192.0.2.1")));
    apply(Ruleset.empty());
    assertEquals(List.of("drop tcp/25"), system.lines());
    assertEquals(
        List.of(new Observation.Foreign("example", "drop tcp/25")), target.observe().foreign());
  }

  @Test
  void aDamagedLineOfOursIsADifferenceAndIsRepaired() throws TargetException {
    Ruleset wanted = of(ToyWorld.rule("smtp", "192.0.2.1"));
    apply(wanted);
    system.type("postern rule=smtp hook=input port=25 accept=0.0.0.0/0 otherwise=drop");
    system.type("postern what is this");
    Plan plan = Plan.between(target.observe(), wanted);
    assertEquals(2, plan.changes().stream().filter(Change.Repair.class::isInstance).count());
    apply(wanted);
    assertTrue(Plan.between(target.observe(), wanted).isEmpty());
    assertEquals(1, system.lines().size());
  }

  @Test
  void whatChangedSinceTheObservationIsNotOverwritten() throws TargetException {
    Plan plan = Plan.between(target.observe(), of(ToyWorld.rule("smtp", "192.0.2.1")));
    system.type("postern what is this");
    Applied.Unchanged unchanged =
        assertInstanceOf(Applied.Unchanged.class, target.apply(target.compile(plan)));
    assertTrue(unchanged.moved());
    assertEquals(List.of("postern what is this"), system.lines());
  }

  @Test
  void compilingIsPure() throws TargetException {
    Plan plan = Plan.between(target.observe(), of(ToyWorld.rule("smtp", "192.0.2.1")));
    assertEquals(target.compile(plan), target.compile(plan));
    assertEquals(List.of(), system.lines());
  }

  @Test
  void aDryRunShowsTheSameAndChangesNothing() throws TargetException {
    DryRun dry = new DryRun(target);
    Plan plan = Plan.between(dry.observe(), of(ToyWorld.rule("smtp", "192.0.2.1")));
    assertEquals(target.compile(plan), dry.compile(plan));
    Applied.Unchanged unchanged =
        assertInstanceOf(Applied.Unchanged.class, dry.apply(dry.compile(plan)));
    assertFalse(unchanged.moved());
    assertEquals(List.of(), system.lines());
    assertEquals(target.capabilities(), dry.capabilities());
  }

  private void apply(Ruleset wanted) throws TargetException {
    Plan plan = Plan.between(target.observe(), wanted);
    assertInstanceOf(Applied.Done.class, target.apply(target.compile(plan)));
  }

  private static Ruleset of(AccessRule rule) throws TargetException {
    return new Ruleset(List.of(rule));
  }
}
