package org.postern.daemon;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.postern.daemon.journal.EventKind;
import org.postern.daemon.metrics.Metrics;
import org.postern.pipeline.Lab;
import org.postern.pipeline.Request;
import org.postern.pipeline.UnreliableTarget;
import org.postern.target.TargetException;

/** A daemon with two targets, of which one fails: it serves the other, and goes on trying. */
@Timeout(120)
class DaemonTargetsTest {

  private static final String POLICY =
      """
      sets:
        filter: {sources: [dns: mx.example], keep: {removed: 0s}}
      rules: [{name: smtp, port: tcp/25, accept: [filter], otherwise: drop}]
      targets: [other, example]
      """;

  @TempDir(factory = MemoryDisk.class)
  private Path folder;

  private Optional<LifeHost> begun = Optional.empty();

  /** How it fails; each counts how often it was asked. */
  interface Fault {
    void fail() throws TargetException;
  }

  @BeforeEach
  void openTheLab() throws IOException {
    Lab lab = new Lab(folder).policy(POLICY).answers("mx.example", "8.8.8.1");
    lab.other().answeringWithin(Duration.ofMillis(50));
    begun = Optional.of(new LifeHost(lab));
  }

  static List<Named<Fault>> faults() {
    return List.of(
        Named.of(
            "is away",
            () -> {
              throw away();
            }),
        Named.of(
            "has a bug",
            () -> {
              throw new IllegalStateException("a bug");
            }),
        Named.of(
            "has an error",
            () -> {
              throw new NoClassDefFoundError("org/example/Missing");
            }),
        Named.of("hangs", DaemonTargetsTest::forEver));
  }

  private static TargetException away() {
    return new TargetException(TargetException.Kind.UNAVAILABLE, "it is away", "bring it back");
  }

  private static void forEver() {
    CountDownLatch never = new CountDownLatch(1);
    while (true) {
      try {
        never.await();
      } catch (InterruptedException e) {
        // It goes on all the same.
      }
    }
  }

  private LifeHost host() {
    return begun.orElseThrow();
  }

  private void apply() throws IOException {
    host().pipeline().apply(Request.of(host().lab().file()));
  }

  private UnreliableTarget other() {
    return host().lab().other();
  }

  private Reconciler daemon() {
    return host().daemon().orElseThrow();
  }

  private void accepts(String address) {
    List<String> lines = host().lab().system().lines();
    assertEquals(1, lines.size(), lines::toString);
    assertTrue(lines.getFirst().contains("accept=" + address + " "), lines::toString);
  }

  @ParameterizedTest
  @MethodSource("faults")
  void theSoundOneIsRepairedAndFollowed(Fault fault) throws IOException {
    apply();
    host().start();
    assertTrue(daemon().isSound());
    int[] asked = {0};
    other()
        .failing(
            () -> {
              asked[0]++;
              fault.fail();
            });
    host().advance(Duration.ofMinutes(1));
    assertTrue(daemon().isServing());
    host().lab().system().clear();
    host().advance(Duration.ofSeconds(1));
    accepts("8.8.8.1");
    host().lab().answers("mx.example", "8.8.8.2");
    host().advance(Duration.ofMinutes(6));
    accepts("8.8.8.2");
    assertEquals(2, daemon().status().inForce().recall().memory().generation());
    assertTrue(asked[0] < 60, () -> "asked again and again: " + asked[0]);
    Status status = daemon().status();
    assertFalse(status.isWell());
    assertTrue(
        status.alarms().stream()
            .anyMatch(
                one -> one.kind() == EventKind.NOT_ENFORCED && one.message().contains("other")),
        () -> status.alarms().toString());
    assertTrue(Metrics.render(status).contains("postern_target_held{target=\"other\"} 0"));
    assertTrue(Metrics.render(status).contains("postern_target_held{target=\"example\"} 1"));
  }

  /** What it holds is never what was applied; it is mended now and then, and not without end. */
  @Test
  void oneThatLiesHoldsBackNoOther() throws IOException {
    apply();
    host().start();
    other().failing(() -> host().lab().otherSystem().type("postern of another program"));
    host().advance(Duration.ofMinutes(1));
    int tried = other().applied();
    host().lab().system().clear();
    host().advance(Duration.ofSeconds(1));
    accepts("8.8.8.1");
    host().lab().answers("mx.example", "8.8.8.2");
    host().advance(Duration.ofMinutes(6));
    accepts("8.8.8.2");
    assertTrue(tried < 30, () -> "mended again and again: " + tried);
    assertFalse(daemon().isSound());
    assertTrue(
        Metrics.render(daemon().status()).contains("postern_target_held{target=\"other\"} 0"));
  }

  /** What fails is the change alone; what is there is looked at as ever. */
  @Test
  void oneThatCannotBeChangedHoldsBackNoOther() throws IOException {
    apply();
    host().start();
    for (int i = 0; i < 1_000; i++) {
      boolean checked = i % 2 == 0;
      other()
          .thenApply(
              artifact -> {
                if (checked) {
                  throw away();
                }
                throw new IllegalStateException("a bug");
              });
    }
    host().lab().otherSystem().clear();
    host().lab().answers("mx.example", "8.8.8.2");
    host().advance(Duration.ofMinutes(6));
    accepts("8.8.8.2");
    host().lab().system().clear();
    host().advance(Duration.ofSeconds(1));
    accepts("8.8.8.2");
    assertFalse(daemon().isSound());
    assertTrue(daemon().isServing());
    assertTrue(other().applied() < 100, () -> "tried again and again: " + other().applied());
  }

  @Test
  void oneThatComesBackIsBroughtToWhatIsInForce() throws IOException {
    other().gone(Optional.of(away()));
    apply();
    host().start();
    assertTrue(daemon().isServing());
    assertFalse(daemon().isSound());
    host().lab().answers("mx.example", "8.8.8.3");
    host().advance(Duration.ofMinutes(6));
    accepts("8.8.8.3");
    other().gone(Optional.empty());
    host().advance(Duration.ofMinutes(2));
    assertTrue(daemon().isSound());
    assertEquals(host().lab().system().lines(), host().lab().otherSystem().lines());
    assertTrue(daemon().status().isWell(), () -> daemon().status().alarms().toString());
  }

  /** After a restart, too, nothing waits for a target that is not there. */
  @Test
  void aRestartBringsTheSoundOneBack() throws IOException {
    other().gone(Optional.of(away()));
    apply();
    host().lab().reboot();
    host().start();
    accepts("8.8.8.1");
    assertTrue(daemon().isServing());
  }

  /** As long as it is only slow, it is as it was last known to be; then what it says counts. */
  @Test
  void whileOneIsLookedAtTheLoopGoesOn() throws IOException {
    apply();
    host().start();
    assertTrue(daemon().isSound());
    CountDownLatch answers = new CountDownLatch(1);
    CountDownLatch asked = new CountDownLatch(1);
    other().answeringWithin(Duration.ofHours(1));
    other()
        .failing(
            () -> {
              asked.countDown();
              await(answers);
            });
    host().lab().otherSystem().clear();
    host().lab().system().clear();
    host().advance(Duration.ofSeconds(3));
    await(asked);
    accepts("8.8.8.1");
    host().lab().answers("mx.example", "8.8.8.2");
    host().lab().system().clear();
    host().advance(Duration.ofSeconds(1));
    accepts("8.8.8.1");
    Status meanwhile = daemon().status();
    assertTrue(
        meanwhile.targets().stream().allMatch(Status.TargetStatus::held), "it has not failed yet");
    assertEquals(List.of(), host().lab().otherSystem().lines());
    other().failing(() -> {});
    answers.countDown();
    while (host().lab().otherSystem().lines().isEmpty()) {
      host().advance(Duration.ofSeconds(1));
    }
    assertTrue(daemon().isSound());
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
