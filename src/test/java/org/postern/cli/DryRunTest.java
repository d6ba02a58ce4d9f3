package org.postern.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.postern.host.ProcNet;
import org.postern.pipeline.Lab;

/** A dry run tells what a run would do, and nothing on the host differs after it. */
class DryRunTest {
  private static final String POLICY =
      """
      sets: {filter: {sources: [dns: mx.example], guard: {at-least: 3}}}
      rules: [{name: smtp, port: tcp/25, accept: [filter], otherwise: drop}]
      """;

  private static final Duration HOUR = Duration.ofHours(1);

  private final Path folder;

  private final Lab lab;
  private final Terminal terminal;

  DryRunTest(@TempDir Path folder) throws IOException {
    this.folder = folder;
    this.lab = new Lab(folder).policy(POLICY);
    this.terminal = new Terminal(lab);
    lab.answers("mx.example", "8.8.8.1", "8.8.8.2", "8.8.8.3", "8.8.8.4");
  }

  /** Every file with its content and times, and what the target holds. */
  private Map<String, String> everything() throws IOException {
    Map<String, String> all = new TreeMap<>();
    if (Files.exists(lab.state())) {
      try (Stream<Path> files = Files.walk(lab.state())) {
        files.forEach(file -> all.put(file.toString(), describe(file)));
      }
    }
    try (Stream<Path> names = Files.list(folder)) {
      List<Path> beside = names.filter(file -> !file.endsWith("processes")).sorted().toList();
      all.put("beside the state", beside.toString());
    }
    all.put("target", lab.system().lines().toString());
    return all;
  }

  private static String describe(Path file) {
    try {
      String stat = Files.readAttributes(file, "unix:ino,ctime,mode,size").toString();
      return Files.isDirectory(file) ? stat : stat + Arrays.hashCode(Files.readAllBytes(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Terminal.Seen dry(int exit, String... words) throws IOException {
    Map<String, String> before = everything();
    int applied = lab.target().applied();
    Terminal.Seen seen = terminal.type(exit, words);
    assertEquals(before, everything(), seen::toString);
    assertEquals(applied, lab.target().applied(), "no target may be asked to apply");
    return seen;
  }

  private Terminal.Seen dryApply(int exit, String... more) throws IOException {
    String[] words =
        Stream.concat(Stream.of("apply", policy(), "--dry-run"), Stream.of(more))
            .toArray(String[]::new);
    return dry(exit, words);
  }

  private Terminal.Seen dryPass(int exit, String... more) throws IOException {
    String[] words =
        Stream.concat(Stream.of("daemon", "--once", "--dry-run"), Stream.of(more))
            .toArray(String[]::new);
    return dry(exit, words);
  }

  private String policy() {
    return lab.file().toString();
  }

  @Test
  void onAFreshHostNotEvenTheStateFolderIsMade() throws IOException {
    Terminal.Seen seen = dryApply(2);
    assertTrue(seen.out().contains("1 rule change, 3 prefixes to add"), seen::toString);
    assertTrue(seen.out().contains("dry run: nothing was changed"), seen::toString);
    assertFalse(Files.exists(lab.state()));
    assertEquals(List.of(), lab.system().lines());
  }

  @Test
  void whereNothingIsToBeDoneItSaysSo() throws IOException {
    terminal.type(0, "apply", policy());
    Terminal.Seen seen = dryApply(0);
    assertTrue(seen.out().contains("example: in sync"), seen::toString);
  }

  @Test
  void aPolicyThatMeansTheSameWouldBeWrittenDown() throws IOException {
    terminal.type(0, "apply", policy());
    lab.policy("# a comment\n" + POLICY);
    Terminal.Seen seen = dryApply(0);
    assertTrue(seen.err().contains("would accept this policy as generation 2"), seen::toString);
  }

  @Test
  void whatWouldNotBeAppliedWouldBeNoGeneration() throws IOException {
    lab.policy("rules: [{name: mta, hook: smtp, accept: any}]\n");
    Terminal.Seen seen = new Terminal(lab).type("apply", "--dry-run", lab.file().toString());
    assertEquals(65, seen.exit(), seen::toString);
    assertFalse(seen.err().contains("would accept this policy"), seen::toString);
  }

  @Test
  void whatAGuardWouldHoldIsHeld() throws IOException {
    terminal.type(0, "apply", policy());
    lab.answers("mx.example", "8.8.8.1", "8.8.8.2").later(Duration.ofHours(25));
    Terminal.Seen seen = dryApply(3);
    assertTrue(seen.err().contains("held: "), seen::toString);
    terminal.type(0, "status");
  }

  @Test
  void aChangeBesideWhatIsHeldIsStillHeld() throws IOException {
    terminal.type(0, "apply", policy());
    lab.policy(POLICY.replace("drop", "reject"));
    lab.answers("mx.example", "8.8.8.1", "8.8.8.2");
    dryApply(3);
  }

  @Test
  void anUnansweredSourceIsTemporary() throws IOException {
    lab.silence();
    Terminal.Seen seen = dryApply(75);
    assertTrue(seen.err().contains("never answered"), seen::toString);
  }

  @Test
  void aSafeguardObjectsAndConsentLetsItThrough() throws IOException {
    lab.policy(POLICY + "protects: {domains: [example.com], mx: [filter.example]}\n");
    lab.neighbourhood().mail("example.com", "mail.example.com", HOUR, "203.0.113.1");
    Terminal.Seen seen = dryApply(3);
    assertTrue(seen.err().contains("example.com"), seen::toString);
    dryApply(2, "--mx-checked");
  }

  @ParameterizedTest
  @ValueSource(strings = {"--confirm 5m", "--reason why", "--target example"})
  void optionsOfApplyAreTaken(String option) throws IOException {
    dryApply(2, option.split(" "));
  }

  @Test
  void aTrialIsNotBegun() throws IOException {
    Terminal.Seen seen = dryApply(2, "--confirm", "5m");
    assertFalse(seen.out().contains("it is taken back"), seen::toString);
    terminal.type(0, "apply", policy());
    lab.policy(POLICY.replace("drop", "reject"));
    dryApply(2, "--confirm", "5m");
    assertTrue(terminal.type(1, "confirm").err().contains("nothing waits"), "nothing waits");
  }

  @Test
  void aWrongPolicyIsWrong() throws IOException {
    lab.policy(POLICY.replace("drop", "drp"));
    dryApply(65);
    Files.delete(lab.file());
    dry(66, "apply", policy(), "--dry-run");
  }

  @Test
  void programsAreToldThatItWasDry() throws IOException {
    Terminal.Seen seen = dryApply(2, "--format", "json");
    assertEquals(true, seen.json().members().get("dryRun"));
    assertEquals(false, seen.json().members().get("changed"));
    assertEquals("differs", seen.json().objects("targets").getFirst().string("status"));
    assertEquals(
        false,
        terminal.type(0, "apply", policy(), "--format", "json").json().members().get("dryRun"));
  }

  @Test
  void ordersThatAnApplyEndsStandAfterwards() throws IOException {
    terminal.type(0, "apply", policy());
    terminal.type(0, "remove");
    Terminal.Seen seen = dryApply(2);
    assertTrue(seen.err().contains("everything was taken out"), seen::toString);
    assertEquals(List.of(), lab.system().ours());
  }

  @Test
  void aPassOnAHostWithoutAPolicyHasNothingToDo() throws IOException {
    Terminal.Seen seen = dryPass(0);
    assertTrue(seen.out().contains("nothing until a policy is applied"), seen::toString);
    assertFalse(Files.exists(lab.state()));
  }

  @Test
  void aPassWithNothingToDoHasNothingToDo() throws IOException {
    terminal.type(0, "apply", policy());
    Terminal.Seen seen = dryPass(0);
    assertTrue(seen.out().contains("example: in sync"), seen::toString);
  }

  @Test
  void aPassWouldRepairAndFollow() throws IOException {
    terminal.type(0, "apply", policy());
    lab.system().delete("postern");
    Terminal.Seen gone = dryPass(2);
    assertTrue(gone.out().contains("3 prefixes to add"), gone::toString);
    terminal.type(0, "apply", policy());
    lab.answers("mx.example", "8.8.8.1", "8.8.8.2", "8.8.8.3", "8.8.8.4", "9.9.9.9");
    Terminal.Seen newer = dryPass(2);
    assertTrue(newer.out().contains("1 prefix to add"), newer::toString);
    assertTrue(newer.out().contains("9.9.9.9"), newer::toString);
    terminal.type(0, "daemon", "--once");
    dryPass(0);
  }

  @Test
  void aPassTellsWhatItWouldHold() throws IOException {
    terminal.type(0, "apply", policy());
    lab.answers("mx.example", "8.8.8.1").later(Duration.ofHours(1));
    Terminal.Seen seen = dryPass(3);
    assertTrue(seen.err().contains("held: "), seen::toString);
  }

  @Test
  void aPassWithASilentSourceStandsOnTheLastAnswer() throws IOException {
    terminal.type(0, "apply", policy());
    lab.silence();
    Terminal.Seen seen = dryPass(0);
    assertTrue(seen.err().contains("gives no information"), seen::toString);
  }

  @Test
  void aPassFollowsTheAcceptedPolicyAndNotTheFile() throws IOException {
    terminal.type(0, "apply", policy());
    lab.policy(POLICY.replace("drop", "reject"));
    dryPass(0);
    dryApply(2);
  }

  @Test
  void whatIsPausedIsNotFollowed() throws IOException {
    terminal.type(0, "apply", policy());
    terminal.type(0, "pause");
    lab.answers("mx.example", "8.8.8.1", "8.8.8.2", "8.8.8.3", "8.8.8.4", "9.9.9.9");
    dryPass(0);
  }

  @Test
  void whatWasNotConfirmedWouldBeTakenBack() throws IOException {
    terminal.type(0, "apply", policy());
    lab.policy(POLICY.replace("drop", "reject"));
    terminal.type(0, "apply", policy(), "--confirm", "5m");
    lab.later(Duration.ofMinutes(6));
    Terminal.Seen seen = dryPass(2);
    assertTrue(seen.out().contains("otherwise: reject -> drop"), seen::toString);
    assertTrue(seen.err().contains("not confirmed"), seen::toString);
  }

  @Test
  void aDryRunOfALivingDaemonIsNone() throws IOException {
    Terminal.Seen seen = dry(64, "daemon", "--dry-run");
    assertTrue(seen.err().contains("--once"), seen::toString);
  }

  @Test
  void peersThatWouldBeRefusedAreTold() throws IOException {
    new ProcNet(folder.resolve("proc"))
        .listening(25)
        .established("10.0.0.1", 25, "203.0.113.7", 40_000, 9);
    Terminal.Seen seen = dryApply(2, "--lock-me-out");
    assertTrue(seen.out().contains("connected now: 203.0.113.7"), seen::toString);
  }
}
