package org.postern.target;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.postern.plan.AccessRule;
import org.postern.plan.Capabilities;
import org.postern.plan.Observation;
import org.postern.plan.Plan;
import org.postern.plan.Proof;
import org.postern.plan.Ruleset;
import org.postern.plan.ToyWorld;
import org.postern.policy.TargetBinding;

/** Seeded defects: what every target owes is broken by each of them, and the suite sees it. */
class ConformanceDefectsTest {
  /** The example target, of which a defect takes some answers in its place. */
  private static class Defective implements Target {
    final ExampleTarget sound;
    final ExampleSystem system;

    Defective(ExampleTarget sound, ExampleSystem system) {
      this.sound = sound;
      this.system = system;
    }

    @Override
    public Capabilities capabilities() {
      return sound.capabilities();
    }

    @Override
    public Observation observe(Observation last) {
      return sound.observe(last);
    }

    @Override
    public Artifact compile(Plan plan) {
      return sound.compile(plan);
    }

    @Override
    public Applied apply(Artifact artifact) {
      return sound.apply(artifact);
    }

    @Override
    public Facets facets() {
      return sound.facets();
    }
  }

  private static final AtomicInteger COUNT = new AtomicInteger();

  private static Map<String, BiFunction<ExampleTarget, ExampleSystem, Target>> defects() {
    Map<String, BiFunction<ExampleTarget, ExampleSystem, Target>> defects = new TreeMap<>();
    defects.put(
        "its name changes",
        (sound, system) ->
            new Defective(sound, system) {
              @Override
              public Capabilities capabilities() {
                return sound.capabilities().named("n" + COUNT.incrementAndGet());
              }
            });
    defects.put(
        "it remembers without saying so",
        (sound, system) ->
            new Defective(sound, system) {
              @Override
              public Facets facets() {
                return sound.facets().withRefusedPeers(List::of);
              }
            });
    defects.put(
        "its token never moves",
        (sound, system) ->
            new Defective(sound, system) {
              @Override
              public Facets facets() {
                return Facets.NONE.withChangeToken(() -> "still");
              }
            });
    defects.put(
        "its token never rests",
        (sound, system) ->
            new Defective(sound, system) {
              @Override
              public Facets facets() {
                return Facets.NONE.withChangeToken(() -> "n" + COUNT.incrementAndGet());
              }
            });
    defects.put(
        "it overlooks a rule",
        (sound, system) ->
            new Defective(sound, system) {
              @Override
              public Observation observe(Observation last) {
                Observation seen = sound.observe(last);
                List<AccessRule> rules = seen.owned().rules();
                return seen.meaning(new Ruleset(rules.subList(0, Math.max(0, rules.size() - 1))));
              }
            });
    defects.put(
        "it believes what it knew",
        (sound, system) ->
            new Defective(sound, system) {
              @Override
              public Observation observe(Observation last) {
                return last.owned().rules().isEmpty() ? sound.observe(last) : last;
              }
            });
    defects.put(
        "it only samples",
        (sound, system) ->
            new Defective(sound, system) {
              @Override
              public Observation observe(Observation last) {
                return sound.observe(last).proven(Proof.SAMPLED);
              }
            });
    defects.put(
        "it numbers its steps",
        (sound, system) ->
            new Defective(sound, system) {
              @Override
              public Artifact compile(Plan plan) {
                Artifact artifact = sound.compile(plan);
                return with(artifact, artifact.steps(), "note " + COUNT.incrementAndGet());
              }
            });
    defects.put(
        "it removes before it adds",
        (sound, system) ->
            new Defective(sound, system) {
              @Override
              public Applied apply(Artifact artifact) {
                String ours = ExampleSystem.OURS;
                List<String> lines = system.ours();
                if (artifact.steps().isEmpty()) {
                  return sound.apply(artifact);
                }
                String text = artifact.steps().getLast().text();
                List<String> wanted =
                    text.lines()
                        .filter(line -> line.startsWith("+ " + ours))
                        .map(line -> line.substring(2))
                        .toList();
                system.replace(lines, artifact.steps().size() == 1 ? List.of() : wanted);
                return new Applied.Done(Observation.nothing());
              }
            });
    defects.put(
        "it says done and does nothing",
        (sound, system) ->
            new Defective(sound, system) {
              @Override
              public Applied apply(Artifact artifact) {
                return new Applied.Done(Observation.nothing());
              }
            });
    defects.put(
        "it does more than it was asked to",
        (sound, system) ->
            new Defective(sound, system) {
              @Override
              public Applied apply(Artifact artifact) {
                Applied applied = sound.apply(artifact);
                system.type("# " + COUNT.incrementAndGet());
                return applied;
              }
            });
    defects.put(
        "it takes away what others wrote",
        (sound, system) ->
            new Defective(sound, system) {
              @Override
              public Applied apply(Artifact artifact) {
                Applied applied = sound.apply(artifact);
                system.delete("drop tcp/25");
                return applied;
              }
            });
    defects.put(
        "it acts when it looks",
        (sound, system) ->
            new Defective(sound, system) {
              @Override
              public Artifact compile(Plan plan) {
                system.type("# compiled");
                return sound.compile(plan);
              }
            });
    defects.put(
        "it cuts names",
        (sound, system) ->
            new Defective(sound, system) {
              @Override
              public Artifact compile(Plan plan) {
                List<AccessRule> rules =
                    plan.after().rules().stream().map(ConformanceDefectsTest::cut).toList();
                return sound.compile(Plan.between(plan.before(), new Ruleset(rules)));
              }
            });
    return defects;
  }

  private static AccessRule cut(AccessRule rule) {
    String name = rule.name().substring(0, Math.min(20, rule.name().length()));
    return new AccessRule(
        name,
        rule.scope(),
        rule.peers(),
        rule.otherwise(),
        rule.log(),
        rule.openUntil(),
        rule.opens(),
        rule.learns());
  }

  private static Artifact with(
      Artifact artifact, List<? extends Artifact.Step> steps, String note) {
    return new Artifact(artifact.precondition(), List.of(note), steps, artifact.expected());
  }

  static List<String> names() {
    return List.copyOf(defects().keySet());
  }

  @Test
  void withoutADefectEveryLawHolds() {
    assertEquals(List.of(), broken((sound, system) -> sound, false));
  }

  @ParameterizedTest
  @MethodSource("names")
  void everyDefectBreaksALaw(String name) {
    List<String> broken = broken(Optional.ofNullable(defects().get(name)).orElseThrow(), false);
    assertTrue(!broken.isEmpty(), "no law is broken");
  }

  @Test
  void aRuleThatIsLeftOutInSilenceBreaksOne() {
    assertEquals(
        List.of("everyRuleIsHeldOrToldToBeLeftOut"),
        broken((sound, system) -> sound, true).stream()
            .filter(law -> law.startsWith("everyRule"))
            .toList());
  }

  private static List<String> broken(
      BiFunction<ExampleTarget, ExampleSystem, Target> made, boolean forgets) {
    List<String> broken = new ArrayList<>();
    for (Method law : TargetConformance.class.getDeclaredMethods()) {
      if (law.isAnnotationPresent(Test.class) && !holds(law, new Suite(made, forgets))) {
        broken.add(law.getName());
      }
    }
    return broken;
  }

  private static boolean holds(Method law, TargetConformance suite) {
    suite.setUp();
    try {
      law.invoke(suite);
      return true;
    } catch (InvocationTargetException e) {
      return false;
    } catch (IllegalAccessException e) {
      throw new IllegalStateException(e);
    } finally {
      suite.tearDown();
    }
  }

  /** The suite over an example with a defect. */
  private static final class Suite extends TargetConformance {
    private final BiFunction<ExampleTarget, ExampleSystem, Target> made;
    private final boolean forgets;

    Suite(BiFunction<ExampleTarget, ExampleSystem, Target> made, boolean forgets) {
      this.made = made;
      this.forgets = forgets;
    }

    @Override
    protected Bench bench() {
      ExampleSystem system = new ExampleSystem();
      return new Bed(system, new Kind(system, made, forgets));
    }
  }

  /** Its kind, which may forget the last of several rules. */
  private record Kind(
      ExampleSystem system, BiFunction<ExampleTarget, ExampleSystem, Target> made, boolean forgets)
      implements TargetKind {
    @Override
    public Capabilities capabilities() {
      return new ExampleTarget(system).capabilities();
    }

    @Override
    public Projection project(Ruleset ruleset, TargetBinding binding) {
      int rules = ruleset.rules().size();
      return forgets && rules > 1
          ? Projection.whole(new Ruleset(ruleset.rules().subList(0, rules - 1)))
          : Projection.whole(ruleset);
    }

    @Override
    public Target open(TargetBinding binding, Secrets secrets) {
      return made.apply(new ExampleTarget(system), system);
    }
  }

  private record Bed(ExampleSystem system, TargetKind kind) implements TargetConformance.Bench {
    @Override
    public Ruleset ruleset(Random random) {
      return new ToyWorld(random).ruleset();
    }

    @Override
    public void others() {
      system.type("drop tcp/25");
    }

    @Override
    public void damage() {
      system.delete("rule=smtp");
    }

    @Override
    public List<String> contents() {
      return system.lines();
    }
  }
}
