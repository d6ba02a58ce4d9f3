package org.postern.daemon;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.postern.pipeline.Request;
import org.postern.state.StateException;

/** A process that waits for the end of a trial, where no daemon runs. */
class TrialWatchTest {
  private final LifeHost host;
  private final List<String> told = new ArrayList<>();

  TrialWatchTest(@TempDir Path folder) {
    this.host = new LifeHost(folder);
  }

  @BeforeEach
  void applyOnTrial() throws IOException {
    apply("192.0.2.1", Optional.empty());
    apply("192.0.2.2", Optional.of(Duration.ofMinutes(5)));
    assertTrue(accepts("192.0.2.2"));
  }

  private void apply(String address, Optional<Duration> trial) throws IOException {
    host.lab()
        .policy(
            """
            sets:
              filter: {sources: [%s]}
            rules: [{name: smtp, port: tcp/25, accept: [filter], otherwise: drop}]
            """
                .formatted(address));
    host.pipeline().apply(Request.of(host.lab().file()).withConfirm(trial));
  }

  private boolean accepts(String address) {
    return String.join("\n", host.lab().system().lines()).contains(address);
  }

  private TrialWatch watch(Optional<Duration> longest) {
    return new TrialWatch(host.pipeline(), longest, told::add);
  }

  @Test
  void whatIsNotConfirmedGoesBackWhenItsTimeIsOver() throws IOException {
    TrialWatch watch = watch(Optional.empty());
    assertTrue(watch.look().isPresent());
    assertTrue(accepts("192.0.2.2"));
    host.lab().later(Duration.ofMinutes(5));
    watch = watch(Optional.empty());
    assertEquals(Optional.of(Duration.ZERO), watch.look());
    assertTrue(accepts("192.0.2.1"));
    assertEquals(Optional.empty(), watch.look());
    assertEquals(
        List.of("generation 2 was not confirmed in time: what was in force before is back"), told);
  }

  @Test
  void whatIsConfirmedIsWaitedForNoLonger() throws IOException {
    TrialWatch watch = watch(Optional.empty());
    watch.look();
    host.pipeline().administration().confirm("");
    assertEquals(Optional.empty(), watch.look());
    assertTrue(accepts("192.0.2.2"));
    assertEquals(List.of(), told);
  }

  @ParameterizedTest
  @EnumSource(
      value = FaultyDisk.State.class,
      names = {"FULL", "READ_ONLY"})
  void theKernelComesFirstWhenTheStateCannotBeWritten(FaultyDisk.State state) throws IOException {
    host.lab().later(Duration.ofMinutes(5));
    TrialWatch watch = watch(Optional.empty());
    host.disk().become(state);
    assertTrue(watch.look().isPresent(), "it is tried again");
    assertTrue(accepts("192.0.2.1"));
    assertTrue(watch.look().isPresent());
    assertTrue(
        told.getFirst().contains("is back, but the state cannot be written"), told::toString);
    host.disk().become(FaultyDisk.State.SOUND);
    assertEquals(Optional.of(Duration.ZERO), watch.look());
    assertEquals(Optional.empty(), watch.look());
    assertTrue(accepts("192.0.2.1"));
  }

  @Test
  void anOverdueTrialEndsThoughTheClockWasSetBack() throws IOException {
    host.lab().later(Duration.ofDays(-9));
    assertTrue(watch(Optional.empty()).look().isPresent());
    assertTrue(accepts("192.0.2.2"), "by the clock it has just begun");
    TrialWatch watch = watch(Optional.of(Duration.ZERO));
    for (Optional<Duration> wait = watch.look(); wait.isPresent(); wait = watch.look()) {
      assertEquals(Duration.ZERO, wait.get());
    }
    assertTrue(accepts("192.0.2.1"));
  }

  @ParameterizedTest
  @EnumSource(
      value = FaultyDisk.State.class,
      names = {"FULL", "READ_ONLY"})
  void anApplyThatCannotBeWrittenChangesNothing(FaultyDisk.State state) throws IOException {
    List<String> before = host.lab().system().lines();
    host.disk().become(state);
    StateException refused =
        assertThrows(StateException.class, () -> apply("192.0.2.3", Optional.empty()));
    assertEquals(StateException.Kind.UNWRITABLE, refused.kind(), refused::toString);
    assertEquals(before, host.lab().system().lines());
  }
}
