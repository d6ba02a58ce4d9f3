package org.postern.daemon;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postern.pipeline.InForce;
import org.postern.pipeline.Lab;
import org.postern.pipeline.Pipeline;
import org.postern.pipeline.Request;
import org.postern.pipeline.UnreliableTarget;
import org.postern.pipeline.run.Restoration;
import org.postern.plan.Observation;
import org.postern.plan.Proof;

/** How often a target is looked at, and how closely. */
class DriftWatchTest {
  private static final Duration BEAT = Duration.ofSeconds(1);

  private final Lab lab;
  private final Pipeline pipeline;
  private final UnreliableTarget target;
  private final InForce inForce;
  private final DriftWatch watch;
  private Instant now;

  DriftWatchTest(@TempDir Path folder) throws IOException {
    lab = new Lab(folder);
    lab.policy(
        """
        sets:
          filter: {sources: [192.0.2.1, 192.0.2.2]}
        rules: [{name: smtp, port: tcp/25, accept: [filter], otherwise: drop}]
        """);
    pipeline = lab.pipeline();
    pipeline.apply(Request.of(lab.file()));
    target = lab.target();
    Restoration restoration = pipeline.restoration();
    inForce = restoration.inForce();
    now = lab.now();
    watch = new DriftWatch(inForce.targets().getFirst(), restoration, now);
  }

  @BeforeEach
  void firstLook() {
    target.looks().clear();
    look();
  }

  private void look() {
    assertInstanceOf(DriftWatch.Look.Held.class, watch.look(inForce, true, now));
  }

  private void pass(Duration time) {
    for (Instant end = now.plus(time); now.isBefore(end); now = now.plus(BEAT)) {
      look();
    }
  }

  /** Looks at the whole, for which nothing but what is meant is known. */
  private long wholes() {
    return target.looks().stream().filter(last -> last.precondition().isEmpty()).count();
  }

  @Test
  void theFirstLookExpectsWhatIsMeant() {
    assertEquals(List.of(Observation.of(inForce.wanted())), target.looks());
  }

  @Test
  void whileNothingMovesNothingIsReadAgain() {
    pass(Duration.ofHours(2));
    assertEquals(1, wholes());
    long most = Duration.ofHours(2).dividedBy(target.facets().lookEvery());
    assertTrue(target.looks().size() <= most + 1, () -> target.looks().size() + " looks");
  }

  @Test
  void whatWasOnlySampledIsLookedAtAsAWholeInTime() {
    target.thenObserve(() -> target.sound().observe().proven(Proof.SAMPLED));
    watch.lookAgain();
    look();
    target.looks().clear();
    target.thenObserve(() -> target.sound().observe().proven(Proof.RECORDED));
    now = now.plus(Duration.ofMinutes(5));
    look();
    assertEquals(0, wholes());
    now = now.plus(Duration.ofMinutes(6));
    look();
    assertEquals(1, wholes());
  }

  @Test
  void whatIsDearToLookAtIsLookedAtSeldom() {
    target.lookingEvery(Duration.ofMinutes(10));
    pass(Duration.ofHours(1));
    assertTrue(target.looks().size() <= 7, () -> target.looks().size() + " looks");
  }

  @Test
  void aMoveIsSeenAtOnceAllTheSame() throws IOException {
    target.lookingEvery(Duration.ofMinutes(10));
    pass(Duration.ofMinutes(1));
    assertEquals(false, watch.isMoved(now));
    lab.system().clear();
    assertEquals(true, watch.isMoved(now));
    assertInstanceOf(DriftWatch.Look.Repaired.class, watch.look(inForce, true, now));
    assertTrue(lab.system().lines().toString().contains("192.0.2.1"));
  }
}
