package org.postern.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.postern.command.Command;
import org.postern.command.CommandTable;
import org.postern.host.JsonTree;
import org.postern.pipeline.Lab;
import org.postern.pipeline.UnreliableTarget;
import org.postern.plan.Observation;
import org.postern.source.Lockfile;
import org.postern.state.StateLock;
import org.postern.state.StateStore;
import org.postern.target.Applied;

/** Every command through the command line, with the exit codes that scripts rely on. */
class CommandsTest {
  private static final String POLICY =
      """
      sets:
        filter: {sources: [dns: mx.example], keep: {removed: 0s}}
      rules: [{name: smtp, port: tcp/25, accept: [filter], otherwise: drop}]
      """;

  private final Path folder;

  private final Lab lab;
  private final Terminal terminal;

  CommandsTest(@TempDir Path folder) throws IOException {
    this.folder = folder;
    this.lab = new Lab(folder).policy(POLICY);
    this.terminal = new Terminal(lab);
    lab.answers("mx.example", "8.8.8.1", "8.8.8.2", "8.8.8.3", "8.8.8.4");
  }

  @Test
  void checkSaysWhatIsThere() {
    Terminal.Seen seen = terminal.type(0, "check", policy());
    assertTrue(seen.out().contains("1 set, 1 rule, no mistakes"), seen::toString);
    assertEquals("", seen.err());
    assertFalse(Files.exists(lab.state()));
  }

  @Test
  void resolveListsEveryEntry() {
    Terminal.Seen seen = terminal.type(0, "resolve", policy());
    assertTrue(seen.out().contains("  8.8.8.3  fresh"), seen::toString);
  }

  @Test
  void resolveWithoutAnswersMayWorkLater() {
    lab.silence();
    Terminal.Seen seen = terminal.type(75, "resolve", policy());
    assertTrue(seen.err().contains("dns mx.example of set filter (IPv4) never answered"));
  }

  @Test
  void compilePrintsTheSteps() {
    Terminal.Seen seen = terminal.type(0, "compile", policy(), "--target", "example");
    assertTrue(seen.out().contains("+ postern rule=smtp"), seen::toString);
    assertEquals(List.of(), lab.system().lines());
  }

  @Test
  void compileWritesOneFileForEachStep() throws IOException {
    Path steps = folder.resolve("steps");
    terminal.type(0, "compile", policy(), "-o", steps.toString());
    try (var files = Files.list(steps)) {
      assertEquals(1, files.count());
    }
  }

  @Test
  void planHasDifferencesAndThenNone() {
    Terminal.Seen seen = terminal.type(2, "plan", policy());
    assertTrue(seen.out().contains("    + 8.8.8.1             dns mx.example\n"), seen::toString);
    terminal.type(0, "apply", policy());
    assertTrue(terminal.type(0, "plan", policy()).out().contains("example: in sync"));
  }

  @Test
  void planOfAHeldChangeIsHeld() {
    terminal.type(0, "apply", policy());
    lab.answers("mx.example", "8.8.8.1");
    assertTrue(
        terminal.type(3, "plan", policy()).err().contains("held: removals of set filter (IPv4)"));
  }

  @Test
  void applyIsProvenAndThenInSync() {
    Terminal.Seen seen = terminal.type(0, "apply", policy(), "--reason", "new nodes");
    assertTrue(
        seen.out().contains("example: applied as generation 1, proof exact"), seen::toString);
    assertTrue(terminal.type(0, "apply", policy()).out().contains("in sync, proof exact"));
  }

  @Test
  void applyOfAHeldChangeIsHeldUntilItIsApproved() throws IOException {
    terminal.type(0, "apply", policy());
    lab.answers("mx.example", "8.8.8.1");
    Terminal.Seen held = terminal.type(3, "apply", policy());
    String digest = store().runState().guards().pending().getFirst().digest();
    assertTrue(held.err().contains("postern approve " + digest), held::toString);
    terminal.type(65, "approve", "000000000000");
    terminal.type(0, "approve", digest, "--reason", "they said so");
    terminal.type(0, "apply", policy());
    assertEquals(
        List.of("postern rule=smtp hook=input port=25 accept=8.8.8.1 otherwise=drop"),
        lab.system().lines());
  }

  @Test
  void applyWithOneHalfHeldIsPartial() {
    terminal.type(0, "apply", policy());
    lab.answers("mx.example", "8.8.8.1", "8.8.8.9");
    lab.answers("mx.example", "8.8.8.9");
    terminal.type(4, "apply", policy());
  }

  @Test
  void applyWithoutAnswersMayWorkLater() {
    lab.silence();
    Terminal.Seen seen = terminal.type(75, "apply", policy());
    assertTrue(seen.err().contains("nothing was changed"), seen::toString);
  }

  @Test
  void applyOfAnEmptyFirstAnswerIsHeld() {
    lab.answers("mx.example");
    terminal.type(3, "apply", policy());
    assertEquals(List.of(), lab.system().lines());
  }

  @Test
  void applyThatDoesNotArriveIsPartialWithAnExample() {
    UnreliableTarget.Applying lost = artifact -> new Applied.Done(Observation.nothing());
    lab.target().thenApply(lost).thenApply(lost).thenApply(lost);
    Terminal.Seen seen = terminal.type(4, "apply", policy());
    assertTrue(seen.err().contains("for example input"), seen::toString);
    assertFalse(seen.err().contains("nothing was changed"), seen::toString);
  }

  @Test
  void applyWhileTheTargetMovesMayWorkLater() {
    for (int i = 0; i < 3; i++) {
      lab.target().thenApply(artifact -> new Applied.Unchanged("another program was faster", true));
    }
    Terminal.Seen seen = terminal.type(75, "apply", policy());
    assertTrue(seen.err().contains("nothing was changed"), seen::toString);
  }

  @Test
  void applyWhileTheStateIsLockedMayWorkLater() throws IOException {
    try (StateLock lock = store().lock()) {
      terminal.type(75, "apply", policy());
      store().write(lock, store().runState());
    }
  }

  @Test
  void aFileInPlaceOfTheStateFolderIsUnavailable() throws IOException {
    Files.writeString(lab.state(), "");
    terminal.type(69, "apply", policy());
    assertEquals(List.of(), lab.system().lines());
  }

  @Test
  void whySaysYesWithTheChainAndNoWithAnotherExitCode() {
    Terminal.Seen yes = terminal.type(0, "why", "8.8.8.1", "25", "--policy", policy());
    assertTrue(yes.out().contains("8.8.8.1 is accepted at port 25 by rule smtp"), yes::toString);
    assertTrue(yes.out().contains("dns mx.example"), yes::toString);
    Terminal.Seen no = terminal.type(1, "why", "9.9.9.9", "--policy", policy());
    assertTrue(no.out().contains("9.9.9.9 is refused at port 25 by rule smtp"), no::toString);
    assertTrue(
        terminal
            .type(0, "why", "9.9.9.9", "587", "--policy", policy())
            .out()
            .contains("not our matter"));
  }

  /** No table holds the lines of lists: the list is read again. */
  @Test
  void whyTellsTheLineOfAListAsLongAsItIsThere() throws IOException {
    Path list = folder.resolve("nodes.txt");
    Files.writeString(list, "# nodes\n9.9.9.8/31 relay\n");
    String with = Files.readString(Path.of(policy())).replace("[dns:", "[file: nodes.txt, dns:");
    Files.writeString(folder.resolve("lists.yaml"), with);
    String lists = folder.resolve("lists.yaml").toString();
    String told = terminal.type(0, "why", "9.9.9.9", "25", "--policy", lists).out();
    assertTrue(told.contains("holds 9.9.9.8/31 \"relay\" from file nodes.txt ("), told);
    assertTrue(told.contains(", its line 2)"), told);
    terminal.type(0, "apply", lists);
    Files.delete(list);
    String after = terminal.type(0, "why", "9.9.9.9", "25", "--policy", lists).out();
    assertTrue(after.contains("holds 9.9.9.8/31"), after);
    assertFalse(after.contains("its line"), after);
  }

  @ParameterizedTest
  @ValueSource(strings = {"9.9.9", "9.9.9.0/24", "mx.example", ""})
  void whyWantsOneAddress(String address) {
    terminal.type(64, "why", address, "--policy", policy());
  }

  @ParameterizedTest
  @ValueSource(strings = {"65536", "smtp", "-1", "udp/25"})
  void whyWantsATcpPort(String port) {
    assertEquals(64, new Terminal(lab).type("why", "8.8.8.1", port, "--policy", policy()).exit());
  }

  @Test
  void lockWritesWhatAnotherRunReads() throws IOException {
    Path lock = folder.resolve("policy.lock");
    terminal.type(0, "lock", "-o", lock.toString(), policy());
    assertEquals(2, Lockfile.read(Files.readString(lock)).size());
    lab.silence();
    terminal.type(2, "plan", policy(), "--lock", lock.toString());
    terminal.type(2, "plan", folder.toString());
  }

  @Test
  void lockOnStandardOutputIsTheLockfile() throws IOException {
    assertEquals(2, Lockfile.read(terminal.type(0, "lock", policy()).out()).size());
  }

  @Test
  void lockWithoutAnswersWritesNothing() {
    lab.silence();
    Path lock = folder.resolve("x.lock");
    terminal.type(75, "lock", "-o", lock.toString(), policy());
    assertFalse(Files.exists(lock));
  }

  @Test
  void aLockfileThatDoesNotHoldASourceIsWrong() throws IOException {
    Path lock = Files.writeString(folder.resolve("x.lock"), Lockfile.write(Map.of()));
    assertTrue(
        terminal.type(65, "plan", policy(), "--lock", lock.toString()).err().contains("P0603"));
  }

  @Test
  void aLockfileThatIsMissingIsMissing() {
    assertTrue(terminal.type(66, "plan", policy(), "--lock", "none.lock").err().contains("P0601"));
  }

  @Test
  void diffIsEqualOrShowsAPacket() throws IOException {
    Path other = folder.resolve("other.yaml");
    Files.writeString(other, POLICY.replace("drop", "reject"));
    assertTrue(terminal.type(0, "diff", policy(), other.toString()).out().contains("equal"));
    Files.writeString(other, POLICY.replace("tcp/25", "tcp/26"));
    Terminal.Seen seen = terminal.type(2, "diff", policy(), other.toString());
    assertTrue(seen.out().contains("different: for example input"), seen::toString);
    terminal.type(2, "diff", policy(), "example");
  }

  @Test
  void historyShowsWhoAndWhy() {
    assertTrue(terminal.type(0, "history").out().contains("nothing was ever applied"));
    terminal.type(0, "apply", policy(), "--reason", "new nodes");
    Terminal.Seen seen = terminal.type(0, "history");
    assertTrue(seen.out().contains("proven  uid 0  \"new nodes\""), seen::toString);
  }

  @Test
  void whatALaterVersionWroteStopsEveryRun() throws IOException {
    terminal.type(0, "apply", policy());
    Path memory = lab.state().resolve("memory");
    Files.writeString(memory, Files.readString(memory).replaceFirst(" 2 ", " 9 "));
    List<String> before = lab.system().lines();
    lab.answers("mx.example", "8.8.8.1", "8.8.8.2", "8.8.8.3", "8.8.8.5");
    assertTrue(terminal.type(69, "apply", policy()).err().contains("later version"));
    assertEquals(before, lab.system().lines());
  }

  @ParameterizedTest
  @ValueSource(strings = {"check", "resolve", "compile", "plan", "apply", "lock", "history"})
  void jsonHasWhatProgramsRelyOn(String command) throws IOException {
    String[] words =
        command.equals("history")
            ? new String[] {command, "--format", "json"}
            : new String[] {command, policy(), "--format", "json"};
    JsonTree tree = new Terminal(lab).type(words).json();
    assertEquals(1, tree.number("version"));
    assertEquals(command, tree.string("command"));
    for (String member : List.of("changed", "degraded", "held", "targets", "exit")) {
      assertTrue(tree.has(member), command + " has no " + member);
    }
  }

  @Test
  void jsonTellsWhatHappened() throws IOException {
    JsonTree first = new Terminal(lab).type("apply", policy(), "--format", "json").json();
    assertTrue(first.truth("changed"));
    assertEquals("applied", first.objects("targets").getFirst().string("status"));
    assertFalse(
        new Terminal(lab).type("apply", policy(), "--format", "json").json().truth("changed"));
    lab.silence();
    JsonTree stale = new Terminal(lab).type("apply", policy(), "--format", "json").json();
    assertTrue(stale.truth("degraded"));
    lab.answers("mx.example", "8.8.8.1");
    JsonTree held = new Terminal(lab).type("apply", policy(), "--format", "json").json();
    assertEquals("removals", held.objects("held").getFirst().string("half"));
    assertEquals(3, held.number("exit"));
  }

  @Test
  void jsonOfAWrongPolicyHasItsDiagnostics() throws IOException {
    lab.policy("rules: 5\n");
    Terminal.Seen seen = terminal.type(65, "apply", policy(), "--format", "json");
    JsonTree tree = seen.json();
    assertEquals("P0204", tree.objects("diagnostics").getFirst().string("code"));
    assertFalse(tree.truth("changed"));
    assertTrue(tree.has("held") && tree.has("degraded"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "--nonsense",
        "plan --nonsense",
        "nonsense",
        "plan a b",
        "diff a",
        "approve",
        "plan --lock",
        "plan --format yaml",
        "plan --format",
        "version --state x"
      })
  void whatMakesNoSenseIsAUsageError(String words) {
    String[] split = words.isEmpty() ? new String[0] : words.split(" ", -1);
    Terminal.Seen seen = new Terminal(lab).run(table(), split);
    assertEquals(64, seen.exit(), seen::toString);
    assertEquals("", seen.out());
    assertTrue(seen.err().contains("--help"), seen::toString);
  }

  @Test
  void controlCharactersOfAWrongWordAreShown() {
    Terminal.Seen seen = new Terminal(lab).run(table(), "\u001b[31mplan");
    assertFalse(seen.err().contains("\u001b"), seen::toString);
  }

  static List<String> commands() {
    return table().stream().map(Command::name).toList();
  }

  @ParameterizedTest
  @MethodSource("commands")
  void everyCommandHasHelpWithItsExample(String name) {
    Command command =
        table().stream().filter(one -> one.name().equals(name)).findFirst().orElseThrow();
    Terminal.Seen seen = new Terminal(lab).run(table(), name, "--help");
    assertEquals(0, seen.exit());
    assertTrue(seen.out().contains(command.example()), seen::toString);
    command.options().forEach(option -> assertTrue(seen.out().contains(option.name())));
  }

  @Test
  void theHelpListsEveryCommandThatIsNotHidden() {
    Terminal.Seen seen = new Terminal(lab).run(table(), "--help");
    assertEquals(0, seen.exit());
    for (Command command : table()) {
      assertEquals(!command.isHidden(), seen.out().contains("  " + command.name() + "  "));
    }
    assertTrue(new Terminal(lab).run(table(), "--version").out().startsWith("postern "));
  }

  @Test
  void aBugSaysThatItIsOne() throws IOException {
    Terminal.Seen seen =
        new Terminal(lab).run(CommandTable.of(Terminal.nowhere()), "plan", policy());
    assertEquals(70, seen.exit());
    assertTrue(seen.err().contains("this is a bug of postern"), seen::toString);
    assertTrue(seen.err().contains("the moon is in the way"), seen::toString);
    Terminal.Seen json =
        new Terminal(lab)
            .run(CommandTable.of(Terminal.nowhere()), "plan", policy(), "--format", "json");
    assertFalse(json.json().has("changed"), "it is not known");
  }

  private static List<Command> table() {
    return CommandTable.of(Terminal.nowhere());
  }

  private String policy() {
    return lab.file().toString();
  }

  private StateStore store() {
    return lab.pipeline().store();
  }
}
