package org.postern.target;

import java.util.List;
import java.util.Random;
import org.postern.plan.Ruleset;
import org.postern.plan.ToyWorld;

/** The example, in memory. */
class ExampleConformanceTest extends TargetConformance {
  @Override
  protected Bench bench() {
    return new Memory(new ExampleKind());
  }

  /**
   * A system in memory.
   *
   * @param kind of which the system is that of the target without a name
   */
  private record Memory(ExampleKind kind) implements Bench {
    private ExampleSystem system() {
      return kind.system(ExampleKind.NAME);
    }

    @Override
    public Ruleset ruleset(Random random) {
      return new ToyWorld(random).ruleset();
    }

    @Override
    public void others() {
      system().type("drop tcp/25");
    }

    @Override
    public void damage() {
      system().delete("rule=smtp");
    }

    @Override
    public List<String> contents() {
      return system().lines();
    }
  }
}
