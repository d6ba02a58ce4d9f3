package org.postern.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.postern.diagnostic.Report;
import org.postern.pipeline.Lab;
import org.postern.pipeline.check.Draft;
import org.postern.policy.parse.edit.PolicyEdit;

/**
 * Files that a policy names may belong to others than its author: of those outside of its folder no
 * command and no form of its replies tells a word.
 */
class QuotingTest {
  private static final String SECRET = "s3cr3t";

  /** What other programs keep in files, and what parses up to the mistake in it. */
  private static final List<String> TEXTS =
      List.of(
          "SECRET_TOKEN=s3cr3t\0PATH=/usr/bin\0",
          "root:$6$s3cr3t$s3cr3t:19000:0:99999:7:::\n",
          "s3cr3t: [a, b\n",
          "s3cr3t: 1\n",
          "password: s3cr3t\nuser: x\n",
          "192.0.2.1 s3cr3t\ns3cr3t\n",
          "192.0.2.1 192.0.2.2 s3cr3t\n",
          "192.0.2.0/24,s3cr3t\n",
          "192.0.2.1 " + "s3cr3t".repeat(40) + "\n192.0.2.300\n",
          "s3cr3t ".repeat(20_000) + "\n",
          "sets: {s3cr3t: {sources: [s3cr3t]}}\n",
          "sets: {s3cr3t: {sources: [192.0.2.1, 192.0.2.300], s3cr3t: 1}}\n",
          "sets: {a: {sources: [{net: 192.0.2.1, label: s3cr3t, s3cr3t: 1}], keep: s3cr3t}}\n",
          "sets: {x: {sources: [{file: /nowhere/s3cr3t}], never: [s3cr3t]}}\n",
          "sets: {s3cr3t: {sources: [set: s3cr3t-2]}}\nrules: [{name: s3cr3t}]\n",
          "&s3cr3t a\n",
          "{\"postern-lock\": 1, \"sources\": [{\"source\": \"s3cr3t\"}]}\n",
          "{\"postern-lock\": 1, \"sources\": [{\"source\": \"a\", \"family\": \"s3cr3t\"}]}\n",
          "{\"postern-lock\": 1, \"sources\": [{\"source\": \"dns mx.example\", \"family\": \"ip\","
              + " \"entries\": [\"s3cr3t\"]}]}\n",
          "{\"s3cr3t\": s3cr3t}\n");

  private static final List<List<String>> COMMANDS =
      List.of(
          List.of("check"),
          List.of("check", "--format", "json"),
          List.of("resolve"),
          List.of("resolve", "--format", "json"),
          List.of("lock"),
          List.of("plan"),
          List.of("plan", "--format", "json"),
          List.of("plan", "--format", "markdown"),
          List.of("plan", "--format", "diff"),
          List.of("apply"),
          List.of("compile"),
          List.of("sets"),
          List.of("rules"),
          List.of("sources"),
          List.of("sources", "--format", "json"),
          List.of("map"),
          List.of("report"),
          List.of("report", "--format", "json"));

  private final Path top;

  private Path folder = Path.of("unset");
  private Path outside = Path.of("unset");
  private final Lab lab;

  QuotingTest(@TempDir Path top) throws IOException {
    this.top = top;
    folder = Files.createDirectories(top.resolve("policy"));
    outside = Files.createDirectories(top.resolve("outside"));
    this.lab = new Lab(folder).answers("mx.example", "8.8.8.1");
  }

  /** How a policy can name a file. */
  enum Naming {
    INCLUDE("include: [%s]\nsets: {own: {sources: [192.0.2.9]}}\n"),
    LIST("sets: {own: {sources: [{file: %s}]}}\n"),
    INITIAL("sets: {own: {sources: [dns: mx.example], initial: %s}}\n");

    private final String text;

    Naming(String text) {
      this.text = text;
    }

    String policy(String path) {
      return text.formatted('"' + path + '"')
          + "rules: [{name: smtp, port: tcp/25, accept: [own], otherwise: drop}]\n";
    }
  }

  static List<Arguments> namings() {
    List<Arguments> all = new ArrayList<>();
    for (Naming naming : Naming.values()) {
      for (String way : List.of("absolute", "dots", "link", "folder", "chain")) {
        all.add(Arguments.of(naming, way));
      }
    }
    return all;
  }

  /** A path inside of a policy that leads to a file outside of its folder. */
  private String path(String way, Path file) throws IOException {
    return switch (way) {
      case "absolute" -> file.toString();
      case "dots" -> "../outside/" + file.getFileName();
      case "link" -> {
        Files.createSymbolicLink(folder.resolve("link.txt"), file);
        yield "link.txt";
      }
      case "folder" -> {
        Files.createSymbolicLink(folder.resolve("sub"), outside);
        yield "sub/" + file.getFileName();
      }
      case "chain" -> {
        Files.createSymbolicLink(folder.resolve("first"), Path.of("second"));
        Files.createSymbolicLink(folder.resolve("second"), file);
        yield "first";
      }
      default -> throw new IllegalArgumentException(way);
    };
  }

  @ParameterizedTest
  @MethodSource("namings")
  void nothingOfAFileOutsideIsTold(Naming naming, String way) throws IOException {
    Path file = outside.resolve("other");
    lab.policy(naming.policy(path(way, file)));
    for (String text : way.equals("absolute") ? TEXTS : TEXTS.subList(2, 7)) {
      Files.writeString(file, text);
      for (List<String> command : COMMANDS) {
        List<String> words = new ArrayList<>(command);
        words.add(1, lab.file().toString());
        Terminal.Seen seen = new Terminal(lab).type(words.toArray(String[]::new));
        assertFalse(
            seen.toString().toLowerCase(Locale.ROOT).contains(SECRET),
            () -> words + " of " + text.substring(0, Math.min(60, text.length())) + "\n" + seen);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("namings")
  void placeAndCodeAreTold(Naming naming, String way) throws IOException {
    Path file = outside.resolve("other");
    String path = path(way, file);
    lab.policy(naming.policy(path));
    Files.writeString(file, "\n  s3cr3t: [a, b\n");
    Terminal.Seen seen = new Terminal(lab).type("plan", lab.file().toString());
    String place = naming == Naming.INITIAL ? ":2:3: a lockfile" : ":2:3: error P0";
    assertTrue(
        seen.err().contains(place) || seen.err().contains(":2:11: error P0"), seen::toString);
    assertFalse(seen.toString().contains("^"), seen::toString);
  }

  @Test
  void whatLiesInTheFolderIsQuotedHoweverTheFolderIsReached() throws IOException {
    Files.createDirectories(folder.resolve("deeper"));
    Files.writeString(folder.resolve("deeper/list.txt"), "s3cr3t\n");
    lab.policy(Naming.LIST.policy("deeper/list.txt"));
    Path link = Files.createSymbolicLink(top.resolve("link"), folder);
    Path file = Files.createSymbolicLink(outside.resolve("policy.yaml"), lab.file());
    for (Path policy : List.of(lab.file(), folder, link, link.resolve("policy.yaml"))) {
      Terminal.Seen seen = new Terminal(lab).type("check", policy.toString());
      assertTrue(seen.err().contains("\"s3cr3t\" is no address"), () -> policy + " " + seen);
      assertTrue(seen.err().contains("    1 | s3cr3t\n      | ^^^^^^\n"), seen::toString);
    }
    lab.policy(Naming.LIST.policy(folder.resolve("deeper/list.txt").toString()));
    Terminal.Seen linked = new Terminal(lab).type("check", file.toString());
    assertTrue(linked.err().contains("\"s3cr3t\" is no address"), linked::toString);
  }

  @Test
  void aLinkInTheFolderToAFileInTheFolderIsQuoted() throws IOException {
    Files.writeString(folder.resolve("list.txt"), "s3cr3t\n");
    Files.createSymbolicLink(folder.resolve("link.txt"), Path.of("list.txt"));
    lab.policy(Naming.LIST.policy("link.txt"));
    Terminal.Seen seen = new Terminal(lab).type("check", lab.file().toString());
    assertTrue(seen.err().contains("s3cr3t"), seen::toString);
  }

  @Test
  void aNeighbourWhoseNameBeginsAlikeIsOutside() throws IOException {
    Path near = Files.createDirectories(top.resolve("policy-other"));
    Files.writeString(near.resolve("list.txt"), "s3cr3t\n");
    lab.policy(Naming.LIST.policy("../policy-other/list.txt"));
    Terminal.Seen seen = new Terminal(lab).type("check", lab.file().toString());
    assertEquals(65, seen.exit(), seen::toString);
    assertFalse(seen.toString().contains(SECRET), seen::toString);
  }

  @Test
  void whatAnIncludeOutsideNamesIsOutside() throws IOException {
    Files.writeString(outside.resolve("list.txt"), "s3cr3t\n");
    Files.writeString(outside.resolve("sets.yaml"), "sets: {own: {sources: [{file: list.txt}]}}\n");
    lab.policy(
        """
        include: [../outside/sets.yaml]
        rules: [{name: smtp, port: tcp/25, accept: [own], otherwise: drop}]
        """);
    Terminal.Seen seen = new Terminal(lab).type("check", lab.file().toString());
    assertTrue(seen.err().contains("outside/list.txt:1:1: error P0505"), seen::toString);
    assertFalse(seen.toString().contains(SECRET), seen::toString);
  }

  @Test
  void aDraftOfTheShellTellsNothingEither() throws IOException {
    Files.writeString(outside.resolve("other"), "sets: {a: {sources: [s3cr3t]}}\n");
    lab.policy(Naming.INCLUDE.policy("../outside/other"));
    Report opened = new Report();
    Draft draft = Draft.open(lab.pipeline().files(), lab.file(), opened).orElseThrow();
    Report read = new Report();
    assertTrue(draft.files().parse(lab.file(), read).isEmpty());
    PolicyEdit edit = new PolicyEdit.AddSource("a", PolicyEdit.NewSource.Addresses.of("192.0.2.7"));
    Draft.Edited.Refused refused = assertInstanceOf(Draft.Edited.Refused.class, draft.edit(edit));
    String told = opened.diagnostics() + " " + read.diagnostics() + " " + refused.why();
    assertTrue(told.contains("BAD_ADDRESS"), told);
    assertFalse(told.contains(SECRET), told);
  }

  @Test
  void pathsOfTheCommandLineAreFree() throws IOException {
    Path policy = outside.resolve("any.yaml");
    Files.writeString(policy, "s3cr3t: 1\n");
    assertTrue(new Terminal(lab).type("check", policy.toString()).err().contains(SECRET));
    Path link = Files.createSymbolicLink(folder.resolve("link.yaml"), policy);
    assertTrue(new Terminal(lab).type("check", link.toString()).err().contains(SECRET));
    lab.policy(Naming.INITIAL.policy("none.lock"));
    Path lock = outside.resolve("any.lock");
    Files.writeString(
        lock, "{\"postern-lock\": 1, \"sources\": [{\"source\": \"s3cr3t\", \"family\": \"ip\"}]}");
    Terminal.Seen seen =
        new Terminal(lab).type("plan", lab.file().toString(), "--lock", lock.toString());
    assertTrue(seen.err().contains(SECRET), seen::toString);
  }

  @Test
  void whatIsFoundInAFolderMustLieThere() throws IOException {
    Path other = outside.resolve("other");
    Files.createSymbolicLink(lab.file(), other);
    Files.writeString(other, "s3cr3t: 1\n");
    Terminal.Seen policy = new Terminal(lab).type("check", folder.toString());
    assertTrue(policy.err().contains("policy.yaml:1:1: error P0201"), policy::toString);
    assertFalse(policy.toString().contains(SECRET), policy::toString);

    Files.delete(lab.file());
    lab.policy(Naming.INITIAL.policy("none.lock"));
    Files.createSymbolicLink(folder.resolve("policy.lock"), other);
    for (String text : TEXTS) {
      Files.writeString(other, text);
      Terminal.Seen lock = new Terminal(lab).type("plan", folder.toString());
      assertEquals(65, lock.exit(), lock::toString);
      assertTrue(lock.err().contains("error P0602"), lock::toString);
      assertFalse(lock.toString().contains(SECRET), lock::toString);
      Terminal.Seen diff =
          new Terminal(lab).type("diff", lab.file().toString(), lab.file().toString());
      assertNotEquals(0, diff.exit(), diff::toString);
      assertFalse(diff.toString().contains(SECRET), diff::toString);
    }
  }
}
