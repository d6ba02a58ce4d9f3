package org.postern.pipeline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postern.address.AddressSet;
import org.postern.plan.AccessRule;
import org.postern.plan.Judgement;
import org.postern.plan.Observation;
import org.postern.plan.Obstacle;
import org.postern.plan.Proof;
import org.postern.plan.ToyWorld;
import org.postern.state.Generation;
import org.postern.state.RunState;
import org.postern.state.StateException;
import org.postern.state.StateLock;
import org.postern.state.StateStore;
import org.postern.target.Applied;
import org.postern.target.Artifact;
import org.postern.target.TargetException;

class ApplyTest {
  private static final String POLICY =
      """
      sets:
        filter: {sources: [dns: mx.example], keep: {removed: 0s}}
      rules: [{name: smtp, port: tcp/25, accept: [filter], otherwise: drop}]
      """;

  private final Path folder;

  private final Lab lab;

  ApplyTest(@TempDir Path folder) throws IOException {
    this.folder = folder;
    this.lab = new Lab(folder).policy(POLICY).answers("mx.example", "8.8.8.1", "8.8.8.2");
  }

  @Test
  void whatWasAppliedIsProven() throws IOException {
    Outcome.Proven proven = assertInstanceOf(Outcome.Proven.class, apply());
    assertEquals(Proof.EXACT, proven.proof());
    assertEquals(1, proven.generation());
    assertEquals(ToyWorld.set("8.8.8.1", "8.8.8.2"), accepted());
    assertEquals(Generation.Outcome.PROVEN, generation(1).outcome());
    assertEquals("because", generation(1).why());
    assertEquals(1, store().runState().generation());
  }

  @Test
  void whatIsInSyncIsNotTouched() throws IOException {
    apply();
    Outcome.Proven again = assertInstanceOf(Outcome.Proven.class, apply());
    assertTrue(again.plan().isEmpty());
    assertEquals(1, lab.target().applied());
    assertEquals(List.of(1), store().numbers());
  }

  @Test
  void theStateIsOnDiskBeforeTheTargetIsTouched() throws IOException {
    lab.target()
        .thenApply(
            artifact -> {
              try {
                assertEquals(Generation.Outcome.PENDING, generation(1).outcome());
                RunState memory = store().runState();
                assertEquals(2, memory.guards().lastGood().size());
                assertEquals(0, memory.generation(), "nothing is in force yet");
              } catch (IOException e) {
                throw new UncheckedIOException(e);
              }
              return sound(artifact);
            });
    assertInstanceOf(Outcome.Proven.class, apply());
  }

  @Test
  void aRunThatDiesAtTheTargetLeavesAPendingGenerationAndTheNextSucceeds() throws IOException {
    lab.target()
        .thenApply(
            artifact -> {
              throw new IllegalStateException("the power is gone");
            });
    assertThrows(IllegalStateException.class, this::apply);
    assertEquals(Generation.Outcome.PENDING, generation(1).outcome());
    assertEquals(0, store().runState().generation());
    Outcome.Proven proven = assertInstanceOf(Outcome.Proven.class, apply());
    assertEquals(proven.generation(), store().runState().generation());
    assertEquals(Generation.Outcome.PROVEN, generation(proven.generation()).outcome());
  }

  @Test
  void aTargetThatMovedIsPlannedAnew() throws IOException {
    lab.target().thenApply(moved()).thenApply(moved());
    assertInstanceOf(Outcome.Proven.class, apply());
    assertEquals(3, lab.target().applied());
  }

  @Test
  void aTargetThatKeepsMovingIsLeftAloneAfterThreeTries() throws IOException {
    lab.target().thenApply(moved()).thenApply(moved()).thenApply(moved());
    assertInstanceOf(Outcome.Unchanged.class, apply());
    assertEquals(3, lab.target().applied());
    assertEquals(Generation.Outcome.UNCHANGED, generation(1).outcome());
    assertEquals(List.of(), lab.system().lines());
  }

  @Test
  void aTargetThatRefusesIsAskedOnce() throws IOException {
    lab.target().thenApply(artifact -> new Applied.Unchanged("no memory", false));
    Outcome.Unchanged unchanged = assertInstanceOf(Outcome.Unchanged.class, apply());
    assertEquals("no memory", unchanged.why());
    assertEquals(1, lab.target().applied());
  }

  @Test
  void halfAnApplyIsNotProvenAndTheNextCompletesIt() throws IOException {
    apply();
    lab.answers("mx.example", "8.8.8.2", "8.8.8.3");
    lab.target()
        .thenApply(
            artifact -> {
              sound(
                  new Artifact(
                      artifact.precondition(),
                      List.of(),
                      artifact.steps().subList(0, 1),
                      Observation.nothing()));
              return new Applied.Partial(1, "the second step failed");
            });
    Outcome.NotProven half = assertInstanceOf(Outcome.NotProven.class, apply());
    assertTrue(half.why().contains("the second step failed"), half.why());
    assertEquals(ToyWorld.set("8.8.8.1-8.8.8.3"), accepted(), "a superset of old and new");
    assertEquals(1, store().runState().generation(), "what was proven last is in force");
    assertInstanceOf(Outcome.Proven.class, apply());
    assertEquals(ToyWorld.set("8.8.8.2", "8.8.8.3"), accepted());
  }

  @Test
  void whatDoesNotArriveGivesAPacketThatIsJudgedOtherwise() throws IOException {
    lab.target().thenApply(lost()).thenApply(lost()).thenApply(lost());
    Outcome.NotProven notProven = assertInstanceOf(Outcome.NotProven.class, apply());
    assertEquals(Judgement.UNJUDGED, notProven.difference().orElseThrow().left());
    assertNotEquals(Judgement.UNJUDGED, notProven.difference().orElseThrow().right());
    assertFalse(notProven.plan().isEmpty());
    assertEquals(Generation.Outcome.NOT_PROVEN, generation(1).outcome());
  }

  @Test
  void whatSomebodyUndoesAtOnceIsDoneAgain() throws IOException {
    lab.target().thenApply(lost());
    Outcome.Proven proven = assertInstanceOf(Outcome.Proven.class, apply());
    assertFalse(proven.plan().isEmpty());
    assertEquals(2, lab.target().applied());
  }

  @Test
  void whatWasBegunIsNeverCalledUnchanged() throws IOException {
    lab.target().thenApply(lost()).thenApply(moved()).thenApply(moved());
    assertInstanceOf(Outcome.NotProven.class, apply());
    assertEquals(3, lab.target().applied());
  }

  @Test
  void aTargetThatCannotBeObservedAfterwardsIsChangedAndNotProven() throws IOException {
    lab.target().thenObserve(lab.target().sound()::observe).thenObserve(ApplyTest::blind);
    Outcome.NotProven notProven = assertInstanceOf(Outcome.NotProven.class, apply());
    assertEquals(Optional.empty(), notProven.difference());
    assertEquals(Generation.Outcome.NOT_PROVEN, generation(1).outcome());
    assertFalse(lab.system().lines().isEmpty());
  }

  @Test
  void aTargetThatCannotBeObservedBeforeIsNotTouched() {
    lab.target().thenObserve(ApplyTest::blind);
    assertThrows(TargetException.class, this::apply);
    assertEquals(0, lab.target().applied());
  }

  @Test
  void anObstacleChangesNothing() throws IOException {
    lab.silence();
    Outcome.Refused refused = assertInstanceOf(Outcome.Refused.class, apply());
    assertInstanceOf(Obstacle.Unanswered.class, refused.obstacles().getFirst());
    assertEquals(List.of(), lab.system().lines());
    assertEquals(0, lab.target().applied());
    assertEquals(List.of(), store().numbers());
    assertEquals(List.of(), store().runState().guards().lastGood(), "no answer was accepted");
  }

  @Test
  void aFailureOfAllNamesLeavesEverythingAsItIs() throws IOException {
    apply();
    List<String> before = lab.system().lines();
    lab.silence().later(Duration.ofDays(30));
    Outcome.Proven proven = assertInstanceOf(Outcome.Proven.class, apply());
    assertTrue(proven.plan().isEmpty());
    assertEquals(before, lab.system().lines());
  }

  @Test
  void aHeldHalfWaitsAndTheOtherIsApplied() throws IOException {
    lab.answers("mx.example", "8.8.8.1", "8.8.8.2", "8.8.8.3", "8.8.8.4");
    apply();
    lab.answers("mx.example", "8.8.8.9");
    Outcome.Proven proven = assertInstanceOf(Outcome.Proven.class, apply());
    assertEquals(1, proven.prepared().meaning().settled().pending().size());
    assertEquals(ToyWorld.set("8.8.8.1-8.8.8.4", "8.8.8.9"), accepted());
    assertEquals(1, store().runState().guards().pending().size());
  }

  @Test
  void aRunWhileTheStateIsLockedIsRefused() throws IOException {
    try (StateLock lock = store().lock()) {
      StateException e = assertThrows(StateException.class, this::apply);
      assertEquals(StateException.Kind.LOCKED, e.kind());
      store().write(lock, RunState.empty());
    }
    assertEquals(List.of(), lab.system().lines());
    assertInstanceOf(Outcome.Proven.class, apply());
  }

  @Test
  void aWrongPolicyLeavesNoTrace() throws IOException {
    lab.policy("rules: [{name: smtp, prot: tcp/25}]\n");
    assertInstanceOf(Outcome.Rejected.class, apply());
    assertFalse(Files.exists(lab.state()));
  }

  @Test
  void anUnknownTargetLeavesNoTrace() {
    Request request = Request.of(lab.file()).withTarget(Optional.of("windows"));
    assertThrows(TargetException.class, () -> lab.pipeline().apply(request));
    assertFalse(Files.exists(lab.state()));
  }

  @Test
  void listsOfOneNameInTwoFoldersAreTwoLists() throws IOException {
    Files.createDirectory(folder.resolve("other"));
    Files.writeString(folder.resolve("list"), "192.0.2.1\n");
    Files.writeString(folder.resolve("other/list"), "192.0.2.2\n");
    Files.writeString(folder.resolve("other/sets.yaml"), "sets: {theirs: {sources: [file: list]}}");
    lab.policy(
        """
        include: [other/sets.yaml]
        sets: {ours: {sources: [file: list]}}
        rules: [{name: smtp, port: tcp/25, accept: [ours, theirs], otherwise: drop}]
        """);
    assertInstanceOf(Outcome.Proven.class, apply());
    assertEquals(ToyWorld.set("192.0.2.1", "192.0.2.2"), accepted());
  }

  @Test
  void lookingWritesNothing() throws IOException {
    lab.pipeline().plan(request());
    lab.pipeline().compile(request());
    assertFalse(Files.exists(lab.state()));
    assertEquals(List.of(), lab.system().lines());
  }

  @Test
  void driftIsRepaired() throws IOException {
    apply();
    List<String> before = lab.system().lines();
    lab.system().type("postern rule=extra hook=input port=26 otherwise=drop accept=");
    assertInstanceOf(Outcome.Proven.class, apply());
    assertEquals(before, lab.system().lines());
  }

  @Test
  void aDamagedMemoryIsReplacedByTheGenerationsAnswers() throws IOException {
    apply();
    Files.writeString(lab.state().resolve("memory"), "torn");
    lab.silence();
    Outcome.Proven proven = assertInstanceOf(Outcome.Proven.class, apply());
    assertTrue(proven.plan().isEmpty());
    assertEquals(2, store().runState().guards().lastGood().size());
  }

  private static Observation blind() throws TargetException {
    throw new TargetException(TargetException.Kind.UNAVAILABLE, "the kernel is silent");
  }

  /** It is said to be done, and is not. */
  private static UnreliableTarget.Applying lost() {
    return artifact -> new Applied.Done(Observation.nothing());
  }

  private static UnreliableTarget.Applying moved() {
    return artifact -> new Applied.Unchanged("another program was faster", true);
  }

  private Applied sound(Artifact artifact) throws TargetException {
    return lab.target().sound().apply(artifact);
  }

  private Outcome apply() throws IOException {
    List<Outcome> outcomes = lab.pipeline().apply(request());
    assertEquals(1, outcomes.size());
    return outcomes.getFirst();
  }

  private Request request() {
    return Request.of(lab.file()).withWhy("because");
  }

  private StateStore store() {
    return lab.pipeline().store();
  }

  private Generation generation(int number) throws IOException {
    return store().generation(number).orElseThrow();
  }

  private AddressSet accepted() throws TargetException {
    List<AccessRule> rules = lab.target().sound().observe().owned().rules();
    assertEquals(1, rules.size());
    return rules.getFirst().peers().asSet();
  }
}
