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
}
