package org.postern.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.postern.host.JsonTree;
import org.postern.pipeline.Lab;
import org.postern.pipeline.UnreliableTarget;
import org.postern.plan.Observation;
import org.postern.plan.Proof;
import org.postern.plan.Ruleset;
import org.postern.plan.ToyWorld;
import org.postern.target.Applied;
import org.postern.target.TargetException;

/**
 * Two targets, of which one cannot be reached, hangs, lies or throws: the sound one is served in
 * every command, and the command says what is the matter with the other.
 */
@Timeout(120)
class StandaloneTargetsTest {

  private static final String SOUND = "example";
  private static final String HELD = "postern rule=smtp";

  private final Lab lab;
  private final Terminal terminal;

  StandaloneTargetsTest(@TempDir Path folder) throws IOException {
    this.lab = new Lab(folder).policy(policy("192.0.2.1"));
    this.terminal = new Terminal(lab);
    lab.other();
  }

  private static String policy(String address) {
    return """
    sets: {own: {sources: [%s]}}
    rules: [{name: smtp, port: tcp/25, accept: [own], otherwise: drop}]
    targets: [other, example]
    """
        .formatted(address);
  }

  private static TargetException away() {
    return new TargetException(
        TargetException.Kind.UNAVAILABLE, "the mail server is away", "start it: service x start");
  }

  private JsonTree apply(int exit) {
    return terminal.type(exit, "apply", lab.file().toString(), "--format", "json").json();
  }

  private static JsonTree target(JsonTree reply, String name) throws IOException {
    for (JsonTree one : reply.objects("targets")) {
      if (one.string("target").equals(name)) {
        return one;
      }
    }
    throw new AssertionError("no target " + name);
  }

  private void sound(String address) {
    assertEquals(1, lab.system().lines().size(), () -> lab.system().lines().toString());
    assertTrue(
        lab.system().lines().getFirst().contains("accept=" + address + " "),
        () -> lab.system().lines().toString());
  }

  /** A run for one target leaves the other in use, so that a boot brings back both. */
  @Test
  void anApplyToOneTargetForgetsNoOther() throws IOException {
    apply(0);
    lab.policy(policy("192.0.2.7"));
    String file = lab.file().toString();
    Terminal.Seen one = terminal.type(0, "apply", file, "--target", SOUND);
    assertTrue(one.toString().contains("not changed: other;"), one::toString);
    sound("192.0.2.7");
    lab.reboot();
    terminal.type(0, "restore");
    sound("192.0.2.7");
    assertEquals(1, lab.otherSystem().lines().size(), () -> lab.otherSystem().lines().toString());
  }

  @Test
  void whatIsAppliedToOneAndThenToTheOtherIsInForceOnBoth() throws IOException {
    String file = lab.file().toString();
    terminal.type(0, "apply", file, "--target", SOUND);
    Terminal.Seen foreseen = terminal.type(2, "apply", file, "--target", "other", "--dry-run");
    assertTrue(foreseen.toString().contains("as generation 2"), foreseen::toString);
    terminal.type(0, "apply", file, "--target", "other");
    lab.reboot();
    terminal.type(0, "restore");
    sound("192.0.2.1");
    assertEquals(1, lab.otherSystem().lines().size(), () -> lab.otherSystem().lines().toString());
    terminal.type(0, "remove");
    assertEquals(List.of(), lab.system().lines());
    assertEquals(List.of(), lab.otherSystem().lines());
  }

  /** What may be wrong with a target, each for good. */
  static List<Named<Consumer<UnreliableTarget>>> faults() {
    return List.of(
        Named.of("is away", target -> target.gone(Optional.of(away()))),
        Named.of(
            "has no right",
            target ->
                target.gone(
                    Optional.of(new TargetException(TargetException.Kind.PERMISSION, "no right")))),
        Named.of("hangs", StandaloneTargetsTest::hangs),
        Named.of("hangs in a change", StandaloneTargetsTest::hangsInChange),
        Named.of("lies", StandaloneTargetsTest::lies),
        Named.of(
            "has a bug when it compiles",
            target -> target.compiling(Optional.of(new IllegalStateException("a bug")))),
        Named.of("has a bug when it observes", StandaloneTargetsTest::bugs),
        Named.of(
            "has an error when it compiles",
            target -> target.compiling(Optional.of(new StackOverflowError()))),
        Named.of(
            "has an error when it observes",
            target ->
                target.failing(
                    () -> {
                      throw new NoClassDefFoundError("org/example/Missing");
                    })),
        Named.of("says what was never applied", StandaloneTargetsTest::invents),
        Named.of(
            "has a bug in a change",
            target ->
                changing(
                    target,
                    artifact -> {
                      throw new IllegalStateException("a bug");
                    })),
        Named.of(
            "fails in a change",
            target ->
                changing(
                    target,
                    artifact -> {
                      throw away();
                    })),
        Named.of(
            "refuses a change",
            target -> changing(target, artifact -> new Applied.Unchanged("not today", false))),
        Named.of(
            "does half of a change",
            target -> changing(target, artifact -> new Applied.Partial(1, "it broke"))));
  }

  private static void changing(UnreliableTarget target, UnreliableTarget.Applying how) {
    for (int i = 0; i < 20; i++) {
      target.thenApply(how);
    }
  }

  private static void invents(UnreliableTarget target) {
    for (int i = 0; i < 20; i++) {
      target.thenObserve(
          () ->
              Observation.of(new Ruleset(List.of(ToyWorld.rule("invented", "192.0.2.77"))))
                  .proven(Proof.EXACT));
    }
  }

  private static void hangs(UnreliableTarget target) {
    target.answeringWithin(Duration.ofMillis(100));
    for (int i = 0; i < 20; i++) {
      target.thenObserve(
          () -> {
            forEver();
            return Observation.nothing();
          });
    }
  }

  private static void hangsInChange(UnreliableTarget target) {
    target.answeringWithin(Duration.ofMillis(100));
    for (int i = 0; i < 20; i++) {
      target.thenApply(
          artifact -> {
            forEver();
            return new Applied.Done(Observation.nothing());
          });
    }
  }

  /** Not even an interrupt ends it. */
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

  private static void lies(UnreliableTarget target) {
    for (int i = 0; i < 20; i++) {
      target.thenApply(artifact -> new Applied.Done(Observation.nothing()));
    }
  }

  private static void bugs(UnreliableTarget target) {
    for (int i = 0; i < 20; i++) {
      target.thenObserve(
          () -> {
            throw new IllegalStateException("a bug");
          });
    }
  }

  @ParameterizedTest
  @MethodSource("faults")
  void theSoundOneIsProvenAndTheOtherTold(Consumer<UnreliableTarget> fault) throws IOException {
    fault.accept(lab.other());
    JsonTree reply = apply(4);
    sound("192.0.2.1");
    assertTrue(reply.truth("changed"));
    assertEquals("applied", target(reply, SOUND).string("status"));
    assertEquals("exact", target(reply, SOUND).string("proof"));
    JsonTree other = target(reply, Lab.OTHER);
    assertTrue(
        List.of("unavailable", "not proven", "unchanged").contains(other.string("status")),
        other.string("status"));
    assertFalse(other.string("why").isEmpty());
    assertEquals(1, lab.pipeline().store().runState().generation(), "it is in force");
  }

  @ParameterizedTest
  @MethodSource("faults")
  void laterChangesReachTheSoundOneToo(Consumer<UnreliableTarget> fault) throws IOException {
    terminal.type(0, "apply", lab.file().toString());
    fault.accept(lab.other());
    lab.policy(policy("192.0.2.2"));
    Terminal.Seen seen = terminal.type(4, "apply", lab.file().toString());
    sound("192.0.2.2");
    assertTrue(seen.err().contains("other: "), seen::toString);
    lab.system().clear();
    terminal.type(4, "restore");
    sound("192.0.2.2");
    backOrNotReached("rollback");
    sound("192.0.2.1");
    backOrNotReached("resume");
    terminal.type(4, "open", "--for", "1h");
    assertTrue(lab.system().lines().getFirst().contains("open-until"));
    terminal.type(4, "remove");
    assertEquals(List.of(), lab.system().lines());
  }

  /** What could not be changed holds what it held, and that is what comes back. */
  private void backOrNotReached(String command) {
    Terminal.Seen seen = new Terminal(lab).type(command);
    assertTrue(
        seen.exit() == 4 || seen.out().contains("other: in sync"), () -> command + ": " + seen);
  }

  @Test
  void everyCommandThatLooksTellsIt() throws IOException {
    lab.other().gone(Optional.of(away()));
    Terminal.Seen plan = terminal.type(4, "plan", lab.file().toString());
    assertTrue(plan.err().contains("other: it cannot be used: the mail server is away"));
    assertTrue(plan.err().contains("start it: service x start"), plan::toString);
    assertTrue(plan.out().contains("192.0.2.1"), plan::toString);
    JsonTree dry =
        terminal.type(4, "apply", "--dry-run", lab.file().toString(), "--format", "json").json();
    assertEquals("unavailable", target(dry, Lab.OTHER).string("status"));
    assertEquals("start it: service x start", target(dry, Lab.OTHER).string("remedy"));
    assertEquals(List.of(), lab.system().lines());
    terminal.type(4, "apply", lab.file().toString());
    Terminal.Seen status = terminal.type(1, "status");
    assertTrue(status.out().contains("the mail server is away"), status::toString);
    JsonTree tree = terminal.type(1, "status", "--format", "json").json();
    assertFalse(target(tree, Lab.OTHER).truth("inSync"));
    assertTrue(target(tree, SOUND).truth("inSync"));
    Terminal.Seen nagios = terminal.type(2, "status", "--nagios");
    assertTrue(nagios.out().contains("targets_not_held=1"), nagios::toString);
    assertTrue(nagios.out().contains("the mail server is away"), nagios::toString);
    terminal.type(4, "daemon", "--once");
    sound("192.0.2.1");
  }

  @Test
  void whereNoTargetCanBeUsedNothingIsChanged() throws IOException {
    lab.other().gone(Optional.of(away()));
    lab.target().gone(Optional.of(away()));
    JsonTree reply = apply(69);
    assertFalse(reply.truth("changed"));
    assertEquals(2, reply.objects("targets").size());
    assertEquals(List.of(), lab.pipeline().store().numbers());
    terminal.type(69, "plan", lab.file().toString());
    lab.target()
        .gone(Optional.of(new TargetException(TargetException.Kind.PERMISSION, "no right")));
    apply(77);
  }

  @Test
  void oneThatComesBackIsBroughtToTheSameGeneration() throws IOException {
    lab.other().gone(Optional.of(away()));
    apply(4);
    lab.other().gone(Optional.empty());
    JsonTree reply = apply(0);
    assertEquals("in sync", target(reply, SOUND).string("status"));
    assertEquals("applied", target(reply, Lab.OTHER).string("status"));
    assertEquals(1, target(reply, Lab.OTHER).number("generation"));
    assertEquals(1, lab.otherSystem().lines().size());
  }

  /** The end of a trial reaches the sound one, and is told of the other. */
  @Test
  void anUnconfirmedTrialEndsOnTheSoundOne() throws IOException {
    terminal.type(0, "apply", lab.file().toString());
    lab.policy(policy("192.0.2.2"));
    lab.other().gone(Optional.of(away()));
    terminal.type(4, "apply", lab.file().toString(), "--confirm", "5m");
    sound("192.0.2.2");
    lab.later(Duration.ofMinutes(6));
    terminal.type(4, "restore");
    sound("192.0.2.1");
  }

  /** What protects the host now stays until everything that follows it is proven. */
  @Test
  void aTargetIsLeftWhenAllThatFollowAreProven() throws IOException {
    lab.policy(policy("192.0.2.1").replace("[other, example]", "[other]"));
    terminal.type(0, "apply", lab.file().toString());
    lab.policy(policy("192.0.2.1").replace("[other, example]", "[example]"));
    lab.target().thenApply(artifact -> new Applied.Done(Observation.nothing()));
    lab.target().thenApply(artifact -> new Applied.Done(Observation.nothing()));
    lab.target().thenApply(artifact -> new Applied.Done(Observation.nothing()));
    terminal.type(4, "apply", lab.file().toString());
    assertTrue(lab.otherSystem().lines().getFirst().startsWith(HELD));
    terminal.type(0, "apply", lab.file().toString());
    assertEquals(List.of(), lab.otherSystem().lines());
    sound("192.0.2.1");
  }

  /** It cannot be left while it is away; the next apply finds that it is still to be left. */
  @Test
  void aTargetThatIsAwayIsLeftLater() throws IOException {
    terminal.type(0, "apply", lab.file().toString());
    lab.policy(policy("192.0.2.2").replace("[other, example]", "[example]"));
    lab.other().gone(Optional.of(away()));
    terminal.type(4, "apply", lab.file().toString());
    sound("192.0.2.2");
    assertEquals(2, lab.pipeline().store().runState().generation(), "it is in force");
    lab.other().gone(Optional.empty());
    terminal.type(0, "apply", lab.file().toString());
    assertEquals(List.of(), lab.otherSystem().lines());
    JsonTree status = terminal.type(0, "status", "--format", "json").json();
    assertEquals(1, status.objects("targets").size());
  }
}
