package org.postern.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.postern.command.CommandTable;
import org.postern.pipeline.Assembly;
import org.postern.pipeline.Lab;

/** What a check says of a text is what a plan says of it, as far as no source has to be asked. */
class CheckTest {
  private static final String RULE =
      "rules: [{name: smtp, port: tcp/25, accept: [own], otherwise: drop}]\n";

  @TempDir private Path folder;

  static List<Arguments> texts() {
    return List.of(
        text("in order", 0, "sets: {own: {sources: [192.0.2.1]}}\n" + RULE),
        text("a warning", 0, "sets: {own: {sources: [0.0.0.0/0]}}\n" + RULE),
        text("set twice", 0, "sets: {own: {sources: [192.0.2.1, 192.0.2.1]}}\n" + RULE),
        text(
            "one day is past",
            0,
            "sets: {own: {sources: [192.0.2.1, {net: 192.0.2.2, until: 2020-01-01}]}}\n" + RULE),
        text(
            "every day is past",
            3,
            "sets: {own: {sources: [{net: 192.0.2.2, until: 2020-01-01}]}}\n" + RULE),
        text(
            "a review",
            0,
            "sets: {own: {sources: [192.0.2.1]}}\n"
                + RULE.replace("otherwise: drop", "otherwise: drop, review: 2020-01-01")),
        text(
            "initial is missing",
            0,
            "sets: {own: {sources: [{file: one.txt}], initial: none.lock}}\n" + RULE),
        text(
            "initial is no lockfile",
            0,
            "sets: {own: {sources: [{file: one.txt}], initial: empty.txt}}\n" + RULE),
        text("an empty list", 3, "sets: {own: {sources: [{file: empty.txt}]}}\n" + RULE),
        text("comments only", 3, "sets: {own: {sources: [{file: comments.txt}]}}\n" + RULE),
        text(
            "never takes all",
            65,
            "sets: {own: {sources: [192.0.2.1], never: [192.0.2.0/24]}}\n" + RULE),
        text(
            "never of a list takes all",
            3,
            "sets: {own: {sources: [{file: one.txt}], never: [192.0.2.0/24]}}\n" + RULE),
        text(
            "never of the rule takes all",
            3,
            "sets: {own: {sources: [{file: one.txt}]}}\n"
                + RULE.replace("otherwise: drop", "otherwise: drop, never: [192.0.2.0/24]")),
        text("too few", 3, "sets: {own: {sources: [192.0.2.1], guard: {at-least: 2}}}\n" + RULE),
        text(
            "too many",
            3,
            "sets: {own: {sources: [192.0.2.1, 192.0.2.3], guard: {at-most: 1}}}\n" + RULE),
        text("widened", 0, "sets: {own: {sources: [192.0.2.1], widen: {prefix: 24}}}\n" + RULE),
        text(
            "an empty set within another",
            3,
            "sets: {own: {sources: [192.0.2.1, set: other]}, other: {sources: [{file:"
                + " empty.txt}]}}\n"
                + RULE),
        text("a name", 0, "sets: {own: {sources: [dns: mx.example]}}\n" + RULE),
        text(
            "a name beside what is past",
            0,
            "sets: {own: {sources: [dns: mx.example, {net: 192.0.2.2, until: 2020-01-01}]}}\n"
                + RULE),
        text(
            "a closed rule",
            0,
            "sets: {own: {sources: [dns: mx.example]}}\n"
                + RULE.replace("otherwise: drop", "otherwise: drop, unknown: closed")));
  }

  private static Arguments text(String what, int exit, String text) {
    return Arguments.of(what, exit, text);
  }

  private Lab lab(String text) throws IOException {
    Files.writeString(folder.resolve("empty.txt"), "");
    Files.writeString(folder.resolve("comments.txt"), "# nothing\n\n; here\n");
    Files.writeString(folder.resolve("one.txt"), "192.0.2.1\n");
    return new Lab(folder).policy(text).answers("mx.example", "8.8.8.1", "2a01:111:f400::1");
  }

  /** Lines of the text itself; those of targets and of sources that were asked are left out. */
  private static List<String> said(Terminal.Seen seen) {
    return (seen.out() + seen.err())
        .lines()
        .filter(
            line ->
                line.startsWith("note: ")
                    || line.startsWith("rule smtp accepts no")
                    || line.startsWith("rule smtp: ")
                    || line.startsWith("set own is widened")
                    || line.contains(": error P"))
        .sorted()
        .toList();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("texts")
  void saysWhatAPlanSays(String what, int exit, String text) throws IOException {
    Lab lab = lab(text);
    Terminal.Seen check = new Terminal(lab).type("check", lab.file().toString());
    Terminal.Seen plan = new Terminal(lab).type("plan", lab.file().toString());
    assertEquals(said(plan), said(check), () -> check + "\n" + plan);
    assertEquals(exit, check.exit(), check::toString);
    assertEquals(exit == 0 ? 2 : exit, plan.exit(), plan::toString);
    assertEquals(exit == 0, check.out().contains("no mistakes"), check::toString);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("texts")
  void saysItWithALockfileToo(String what, int exit, String text) throws IOException {
    Lab lab = lab(text);
    Files.writeString(
        folder.resolve("policy.lock"),
        """
        {"postern-lock": 1, "sources": [
          {"source": "dns mx.example", "family": "ip", "entries": ["8.8.8.1"]},
          {"source": "dns mx.example", "family": "ip6", "entries": []},
          {"source": "file empty.txt", "family": "ip", "entries": []},
          {"source": "file comments.txt", "family": "ip", "entries": []},
          {"source": "file one.txt", "family": "ip", "entries": ["192.0.2.1"]}]}
        """);
    Terminal.Seen check = new Terminal(lab).type("check", folder.toString());
    Terminal.Seen plan = new Terminal(lab).type("plan", folder.toString());
    assertEquals(said(plan), said(check), () -> check + "\n" + plan);
    assertEquals(exit, check.exit(), check::toString);
  }

  @Test
  void ofALockfileThatIsIncompleteToo() throws IOException {
    Lab lab = lab("sets: {own: {sources: [dns: mx.example]}}\n" + RULE);
    Files.writeString(folder.resolve("policy.lock"), "{\"postern-lock\": 1, \"sources\": []}");
    for (String command : List.of("check", "plan")) {
      Terminal.Seen seen = new Terminal(lab).type(command, folder.toString());
      assertEquals(65, seen.exit(), seen::toString);
      assertTrue(seen.err().contains("error P0603"), seen::toString);
    }
  }

  @Test
  void whatWasApprovedIsApproved() throws IOException {
    Lab lab = lab("sets: {own: {sources: [192.0.2.1, 192.0.2.3]}}\n" + RULE);
    assertEquals(0, new Terminal(lab).type("apply", lab.file().toString()).exit());
    lab.policy("sets: {own: {sources: [192.0.2.1], guard: {at-least: 2}}}\n" + RULE);
    assertEquals(3, new Terminal(lab).type("plan", lab.file().toString()).exit());
    assertEquals(0, new Terminal(lab).type("check", lab.file().toString()).exit());
  }

  @Test
  void whatATargetCannotIsToldWhereverItRuns() throws IOException {
    Lab lab =
        lab(
            "sets: {own: {sources: [192.0.2.1]}}\n"
                + RULE.replace("port:", "hook: output, port:")
                + "targets: [windows]\n");
    Terminal.Seen seen =
        new Terminal(lab)
            .run(
                CommandTable.of(Assembly::pipeline),
                "check",
                lab.file().toString(),
                "--state",
                lab.state().toString());
    assertEquals(65, seen.exit(), seen::toString);
    assertTrue(seen.err().contains("rule smtp: windows cannot judge on output"), seen::toString);
  }

  @Test
  void nothingIsAskedNorWritten() throws IOException {
    Lab lab = lab("sets: {own: {sources: [dns: mx.example]}}\n" + RULE);
    new Terminal(lab).type("check", lab.file().toString());
    assertTrue(lab.asked().isEmpty(), () -> lab.asked().toString());
    assertTrue(Files.notExists(lab.state()));
  }
}
