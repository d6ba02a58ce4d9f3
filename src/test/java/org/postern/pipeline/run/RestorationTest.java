package org.postern.pipeline.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postern.pipeline.InForce;
import org.postern.pipeline.Lab;
import org.postern.pipeline.Outcome;
import org.postern.pipeline.Request;
import org.postern.plan.Observation;
import org.postern.target.ExampleTarget;

class RestorationTest {
  private final Lab lab;

  RestorationTest(@TempDir Path folder) throws IOException {
    this.lab = new Lab(folder);
    apply("192.0.2.1");
  }

  @Test
  void whatWasFlushedIsRepaired() throws IOException {
    List<String> lines = lab.system().lines();
    lab.system().clear();
    assertInstanceOf(Outcome.Proven.class, repair(restoration().inForce()).orElseThrow());
    assertEquals(lines, lab.system().lines());
  }

  @Test
  void whoWaitedWhileSomebodyElseAppliedDoesNotUndoThat() throws IOException {
    InForce before = restoration().inForce();
    apply("192.0.2.1, 192.0.2.2");
    List<String> lines = lab.system().lines();
    assertEquals(Optional.empty(), repair(before));
    assertEquals(lines, lab.system().lines());
  }

  @Test
  void whoWaitedWhileSomebodyElseOpenedARuleDoesNotCloseIt() throws IOException {
    InForce before = restoration().inForce();
    lab.pipeline().administration().open("smtp", lab.now().plus(Duration.ofHours(1)), "", false);
    List<String> lines = lab.system().lines();
    assertEquals(Optional.empty(), repair(before));
    assertEquals(lines, lab.system().lines());
  }

  private Restoration restoration() {
    return lab.pipeline().restoration();
  }

  private Optional<Outcome> repair(InForce inForce) throws IOException {
    return restoration().repair(inForce, ExampleTarget.NAME, Observation.nothing());
  }

  private void apply(String sources) throws IOException {
    lab.policy(
        """
        sets:
          filter: {sources: [%s]}
        rules: [{name: smtp, port: tcp/25, accept: [filter], otherwise: drop}]
        """
            .formatted(sources));
    Outcome outcome = lab.pipeline().apply(Request.of(lab.file())).getFirst();
    assertInstanceOf(Outcome.Proven.class, outcome);
  }
}
