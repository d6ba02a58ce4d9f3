package org.postern.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.postern.command.order.HistoryDocument;
import org.postern.diagnostic.Report;
import org.postern.host.JsonTree;
import org.postern.host.RecordTree;
import org.postern.pipeline.Lab;
import org.postern.policy.Policy;
import org.postern.state.Generation;
import org.postern.target.ExampleKind;

/** Two targets of one kind, told apart by their names in every command. */
@Timeout(120)
class NamedTargetsTest {
  private static final String TWO =
      "example, {remote: {name: dc1, mode: fast}}, {remote: {name: dc2}}";

  private final ExampleKind kind = new ExampleKind();
  private final Lab lab;
  private final Terminal terminal;

  NamedTargetsTest(@TempDir Path folder) throws IOException {
    this.lab = new Lab(folder).kind(kind);
    this.terminal = new Terminal(lab);
    policy("192.0.2.1", TWO);
  }

  private void policy(String address, String targets) throws IOException {
    lab.policy(
        """
        sets: {own: {sources: [%s]}}
        rules: [{name: smtp, port: tcp/25, accept: [own], otherwise: drop}]
        targets: [%s]
        """
            .formatted(address, targets));
  }

  private static List<String> told(JsonTree reply) throws IOException {
    List<String> told = new ArrayList<>();
    for (JsonTree one : reply.objects("targets")) {
      assertEquals(one.string("target"), one.string("name"));
      told.add(one.string("kind") + " " + one.string("name"));
    }
    return told;
  }

  private void holds(String name, String address) {
    List<String> lines = kind.system(name).lines();
    assertEquals(1, lines.size(), () -> name + ": " + lines);
    assertTrue(lines.getFirst().contains("accept=" + address + " "), lines::toString);
  }

  @Test
  void eachHoldsWhatItShouldAndIsToldByName() throws IOException {
    String file = lab.file().toString();
    List<String> all = List.of("example example", "remote dc1", "remote dc2");
    assertEquals(all, told(terminal.type(2, "plan", file, "--format", "json").json()));
    assertEquals(all, told(terminal.type(0, "apply", file, "--format", "json").json()));
    holds("dc1", "192.0.2.1");
    holds("dc2", "192.0.2.1");
    Terminal.Seen status = terminal.type(0, "status");
    assertTrue(status.out().contains("dc1: in sync"), status::toString);
    assertTrue(status.out().contains("dc2: in sync"), status::toString);
    assertEquals(all, told(terminal.type(0, "status", "--format", "json").json()));
    JsonTree history = terminal.type(0, "history", "--format", "json").json();
    List<String> used = new ArrayList<>();
    for (JsonTree one : history.objects("generations").getFirst().objects("targets")) {
      used.add(
          one.string("kind") + " " + one.string("name") + " " + one.object("options").members());
    }
    assertEquals(List.of("example example {}", "remote dc1 {mode=fast}", "remote dc2 {}"), used);
    HistoryDocument document = RecordTree.read(HistoryDocument.class, history.members());
    assertTrue(document.generations().getFirst().inForce(), document::toString);
    assertEquals("proven", document.generations().getFirst().outcome());
  }

  @Test
  void oneThatFailsIsToldByItsName() throws IOException {
    kind.guarded("dc2", "let me in");
    Terminal.Seen seen = terminal.type(4, "apply", lab.file().toString());
    assertTrue(seen.err().contains("dc2: it cannot be used: the system refuses"), seen::toString);
    holds("dc1", "192.0.2.1");
    assertEquals(List.of(), kind.system("dc2").lines());
    Terminal.Seen status = terminal.type(1, "status");
    assertTrue(status.out().contains("dc2: the system refuses"), status::toString);
  }

  @Test
  void aNameSelectsOneAndAKindWhereItIsAlone() throws IOException {
    String file = lab.file().toString();
    terminal.type(0, "apply", file, "--target", "dc2");
    assertEquals(List.of(), kind.system("dc1").lines());
    holds("dc2", "192.0.2.1");
    Terminal.Seen both = terminal.type(64, "apply", file, "--target", "remote");
    assertTrue(
        both.err().contains("more than one target of kind remote; name one of them: dc1, dc2"),
        both::toString);
    Terminal.Seen none = terminal.type(64, "apply", file, "--target", "dc3");
    assertTrue(none.err().contains("did you mean dc1?"), none::toString);
    policy("192.0.2.3", "example, {remote: {name: dc1}}");
    terminal.type(0, "apply", file, "--target", "remote");
    holds("dc1", "192.0.2.3");
  }

  @Test
  void compileAndDiffTakeNames() throws IOException {
    String file = lab.file().toString();
    Terminal.Seen compiled =
        terminal.type(0, "compile", file, "--target", "dc1", "--format", "json");
    assertEquals("dc1", compiled.json().string("target"));
    terminal.type(0, "apply", file);
    terminal.type(0, "diff", file, "dc1");
    kind.system("dc1").clear();
    terminal.type(2, "diff", file, "dc1");
    terminal.type(0, "diff", file, "dc2");
  }

  @Test
  void ordersReachThemByName() throws IOException {
    terminal.type(0, "apply", lab.file().toString());
    kind.system("dc2").clear();
    terminal.type(0, "restore");
    holds("dc2", "192.0.2.1");
    terminal.type(0, "open", "--for", "1h");
    assertTrue(kind.system("dc1").lines().getFirst().contains("open-until"));
    terminal.type(0, "resume");
    assertFalse(kind.system("dc1").lines().getFirst().contains("open-until"));
    policy("192.0.2.2", TWO);
    terminal.type(0, "apply", lab.file().toString());
    terminal.type(0, "rollback");
    holds("dc1", "192.0.2.1");
    terminal.type(0, "remove");
    assertEquals(List.of(), kind.system("dc1").lines());
    assertEquals(List.of(), kind.system("dc2").lines());
  }

  @Test
  void oneThatThePolicyNamesNoMoreIsLeft() throws IOException {
    terminal.type(0, "apply", lab.file().toString());
    policy("192.0.2.1", "example, {remote: {name: dc2}}");
    JsonTree reply = terminal.type(0, "apply", lab.file().toString(), "--format", "json").json();
    assertEquals(List.of("example example", "remote dc2", "remote dc1"), told(reply));
    assertEquals(List.of(), kind.system("dc1").lines());
    holds("dc2", "192.0.2.1");
  }

  /** The only system of its kind is not left because it is called something else. */
  @Test
  void aNewNameForTheSameSystemLeavesNothing() throws IOException {
    policy("192.0.2.1", "example");
    terminal.type(0, "apply", lab.file().toString());
    policy("192.0.2.1", "{example: {name: edge}}");
    JsonTree reply = terminal.type(0, "apply", lab.file().toString(), "--format", "json").json();
    assertEquals(List.of("example edge"), told(reply));
    assertEquals(1, lab.system().lines().size());
    terminal.type(0, "status");
    policy("192.0.2.1", "example");
    terminal.type(0, "apply", lab.file().toString());
    assertEquals(1, lab.system().lines().size());
  }

  /** The state of a version without names: what is called by its kind stays what it is. */
  @Test
  void aGenerationOfBeforeMeansTheSame() throws IOException {
    policy("192.0.2.1", "example, remote");
    terminal.type(0, "apply", lab.file().toString());
    Path generation = lab.state().resolve("generations").resolve("1");
    List<Generation.TargetUse> used = lab.pipeline().store().generation(1).orElseThrow().targets();
    assertEquals(List.of("example", "remote"), used.stream().map(one -> one.kind()).toList());
    assertTrue(Files.exists(generation) || Files.exists(lab.state()), generation::toString);
    policy("192.0.2.1", "example, {remote: {name: dc1}}");
    JsonTree reply = terminal.type(0, "apply", lab.file().toString(), "--format", "json").json();
    assertEquals(List.of("example example", "remote dc1", "remote remote"), told(reply));
    assertEquals(List.of(), kind.system("remote").lines());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{remote: {name: dc1}}, {remote: {name: dc1}} | P0440 | 3:35",
        "{remote: {name: example}}, example | P0302 | 3:12",
        "remote, {remote: {mode: fast}} | P0440 | 3:20",
        "{remote: {name: ../dc1}} | P0302 | 3:27",
        "{remote: {name: DC1}} | P0302 | 3:27",
        "'{remote: {name: \"a\\nb\"}}' | P0302 | 3:27",
        "{remote: {name: auto}} | P0302 | 3:12",
        "{remote: {name: example}} | P0302 | 3:12",
        "{auto: {name: gate}} | P0302 | 3:12",
        "{remote: {name: }} | P0205 | 3:26",
        "{remote: {name: [a, b]}} | P0204 | 3:27",
        "example, {example: {name: edge}} | P0441 | 3:21",
        "{remote: {mode: quick}} | P0317 | 3:27",
        "{remote: {config: etc/x}} | P0317 | 3:29",
        "{remote: {rules: [smpt]}} | P0317 | 3:28",
        "{remote: {rules: [pop], name: a}} | P0317 | 3:28",
      })
  void aMistakeHasItsPlace(String targets, String code, String place) throws IOException {
    policy("192.0.2.1", targets);
    Terminal.Seen seen = terminal.type(65, "check", lab.file().toString());
    assertTrue(seen.err().contains("policy.yaml:" + place + ": error " + code), seen::toString);
    assertTrue(seen.err().contains("fix: "), seen::toString);
  }

  /** What the shell completes behind --target, and tells from what cannot be right. */
  @Test
  void namesStandBesideKindsWhereATargetCanBeNamed() throws IOException {
    Policy policy = lab.pipeline().files().parse(lab.file(), new Report()).orElseThrow();
    assertEquals(
        Set.of("auto", "dc1", "dc2", "example", "remote"), lab.pipeline().targets().words(policy));
  }

  /** Twice the very same is a warning, as it has always been. */
  @Test
  void theSameKindTwiceIsOneTarget() throws IOException {
    policy("192.0.2.1", "example, example");
    Terminal.Seen seen = terminal.type(0, "check", lab.file().toString());
    assertTrue(seen.err().contains("warning P0413"), seen::toString);
    assertEquals(
        List.of("example example"),
        told(terminal.type(0, "apply", lab.file().toString(), "--format", "json").json()));
  }
}
