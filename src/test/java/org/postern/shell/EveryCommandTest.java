package org.postern.shell;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.postern.cli.Palette;
import org.postern.command.Command;
import org.postern.host.Version;
import org.postern.pipeline.Lab;
import org.postern.pipeline.Request;

/** Every command, typed at a terminal. */
class EveryCommandTest {
  private static final String POLICY =
      """
      sets:
        filter: {sources: [{dns: mx.example}], keep: {removed: 0s}}
        own: {sources: [10.1.0.0/16]}
      rules: [{name: smtp, port: tcp/25, accept: [filter, own], otherwise: drop}]
      """;

  /**
   * A line and what is then on the screen.
   *
   * @param shown text without the line itself in it
   */
  record Typed(String line, String shown) {
    String command() {
      return Words.of(line).texts().getFirst();
    }
  }

  /** Those after which there is more to say, or no prompt, are below. */
  private static final List<Typed> LINES =
      List.of(
          new Typed("check", "2 sets, 1 rule, no mistakes"),
          new Typed("resolve", "8.8.8.2  fresh"),
          new Typed("lock -o other.lock", "2 answers locked"),
          new Typed("compile", "# 1. "),
          new Typed("plan", "in sync, proof exact"),
          new Typed("apply", "in sync"),
          new Typed("try", "nftables"),
          new Typed("why 8.8.8.1 25", "is accepted at port 25 by rule smtp"),
          new Typed("net 10.1.0.0/16", "10.1.255.255"),
          new Typed("refused", "does not remember"),
          new Typed("rehearse mail.log", "would have been refused"),
          new Typed("diff policy.yaml policy.yaml", "every packet is judged alike"),
          new Typed("aggregate nodes.txt", "192.0.2.0/31"),
          new Typed("doctor", "not checked"),
          new Typed("probe 127.0.0.1 --recipient postmaster@example.com --port 1", "closed"),
          new Typed("history", "* 1  "),
          new Typed("approve 3f9c0a71b2d4", "nothing with the digest 3f9c0a71b2d4 is held"),
          new Typed("confirm", "nothing waits to be confirmed"),
          new Typed("rollback", "there is no such generation"),
          new Typed("resume", "in sync"),
          new Typed("pause", "paused: nothing is changed"),
          new Typed("open --for 1h", "open"),
          new Typed("remove", "nothing of Postern is enforced"),
          new Typed("restore", "in sync, proof exact"),
          new Typed("status", "no daemon runs"),
          new Typed("hook example", "example needs no line in the configuration of others"),
          new Typed("attest example 0f3c9a51d27b", "example is brought about without a person"),
          new Typed("prove example", "example has no program that says what it holds"),
          new Typed("rulesets show mimecast", "# provider: Mimecast"),
          new Typed("sets", "own"),
          new Typed("rules", "tcp/25"),
          new Typed("sources", "dns mx.example"),
          new Typed("simulate 192.0.2.1 25", "dropped by rule smtp"),
          new Typed("map", "whom rule smtp accepts at port 25"),
          new Typed("report -o report.html", "report.html: "),
          new Typed("set own add 10.3.0.0/16", "in the draft only"),
          new Typed("rule smtp otherwise reject", "+rules: "),
          new Typed("source other.example add --set filter", "in the draft only"),
          new Typed("changes", "the draft is what is on disk"),
          new Typed("undo", "there is nothing to undo"),
          new Typed("redo", "there is nothing to redo"),
          new Typed("write", "nothing to write"),
          new Typed("load nowhere.yaml", "the policy cannot be read"),
          new Typed("help", "help COMMAND tells more"),
          new Typed("version", "postern " + Version.text()),
          new Typed("daemon", "there is no command"));

  private static final String CLEAR = "\f";

  private final Path folder;

  private final Lab lab;

  EveryCommandTest(@TempDir Path folder) throws IOException {
    this.folder = folder;
    this.lab = new Lab(folder).policy(POLICY);
    lab.answers("mx.example", "8.8.8.1", "8.8.8.2");
    lab.pipeline().apply(Request.of(lab.file()));
    Files.writeString(
        folder.resolve("mail.log"),
        "Nov  3 04:05:06 mx postfix/smtpd[9]: connect from a[203.0.113.9]\n");
    Files.writeString(folder.resolve("nodes.txt"), "192.0.2.0\n192.0.2.1\n");
  }

  @ParameterizedTest
  @FieldSource("LINES")
  void answers(Typed typed) throws IOException {
    String line = typed.line().replaceAll("(\\S+\\.(?:yaml|log|lock|html|txt))", folder + "/$1");
    try (VirtualTerminal terminal = new VirtualTerminal("xterm-256color", 120, 60);
        Conversing shell = new Conversing(lab, terminal, Palette.plain())) {
      shell.say(line, typed.shown());
    }
  }

  @Test
  void noneIsLeftOut() throws IOException {
    Set<String> typed = LINES.stream().map(Typed::command).collect(Collectors.toSet());
    typed.addAll(List.of("watch", "exit"));
    typed.remove("daemon");
    Session session = Conversing.session(lab, Palette.plain());
    assertEquals(
        new TreeSet<>(session.commands().stream().map(Command::name).toList()),
        new TreeSet<>(typed));
  }

  @Test
  void eachHasHelpWithAnExample() throws IOException {
    try (VirtualTerminal terminal = new VirtualTerminal("xterm-256color", 120, 60);
        Conversing shell = new Conversing(lab, terminal, Palette.plain())) {
      for (Command command : shell.session().commands()) {
        String example = command.example().replaceFirst("^postern ", "");
        String start = example.substring(0, Math.min(30, example.length()));
        shell.say("help " + command.name(), "Example: " + start);
        shell.ready();
        terminal.type(CLEAR);
      }
    }
  }

  @Test
  void watchShowsAndEnds() throws IOException {
    try (VirtualTerminal terminal = new VirtualTerminal("xterm-256color", 120, 30);
        Conversing shell = new Conversing(lab, terminal, Palette.plain())) {
      shell.say("watch", "generation 1 (");
      terminal.await("q ends");
      terminal.type("q");
      shell.say("check", "no mistakes");
    }
  }
}
