package org.postern.shell;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postern.cli.Canvas;
import org.postern.cli.Palette;
import org.postern.command.ExitCode;
import org.postern.command.Reply;
import org.postern.pipeline.Lab;

/** Lines from a pipe. */
class ScriptTest {
  private static final String POLICY =
      """
      sets:
        filter: {sources: [{dns: mx.example}]}
      rules: [{name: smtp, port: tcp/25, accept: [filter], otherwise: drop}]
      """;

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();
  private final Lab lab;

  ScriptTest(@TempDir Path folder) throws IOException {
    this.lab = new Lab(folder).policy(POLICY);
    lab.answers("mx.example", "8.8.8.1");
  }

  private Reply run(String lines) throws IOException {
    Session session = Conversing.session(lab, Palette.plain());
    return new Script(
            session, () -> new Canvas(80, 24, Canvas.Depth.NONE, false), stream(out), stream(err))
        .run(new BufferedReader(new StringReader(lines)));
  }

  private static PrintStream stream(ByteArrayOutputStream to) {
    return new PrintStream(to, true, StandardCharsets.UTF_8);
  }

  private String printed() {
    return out.toString(StandardCharsets.UTF_8);
  }

  @Test
  void nothingIsPrintedButReplies() throws IOException {
    Reply reply = run("# a comment\n\ncheck\nexit\nfoo\n");
    assertEquals(ExitCode.DONE, reply.exit());
    assertEquals(lab.file() + ": 1 set, 1 rule, no mistakes\n", printed());
    assertEquals("", err.toString(StandardCharsets.UTF_8));
  }

  @Test
  void goesOnAfterAMistakeAndTellsOfItAtTheEnd() throws IOException {
    Reply reply = run("foo\nplan\nwhy 'open\ncheck\n");
    assertEquals(ExitCode.USAGE, reply.exit());
    assertTrue(printed().contains("no mistakes"), printed());
  }

  @Test
  void differencesAreTheExitOfAPlan() throws IOException {
    assertEquals(ExitCode.DIFFERENT, run("plan\n").exit());
  }

  @Test
  void aDraftThatIsWrittenCanBeApplied() throws IOException {
    Reply reply = run("rule smtp otherwise reject\nwrite\napply\nplan\n");
    assertEquals(ExitCode.DONE, reply.exit(), () -> printed() + err);
    assertTrue(Files.readString(lab.file()).contains("otherwise: reject"));
    assertFalse(lab.system().ours().isEmpty());
  }

  @Test
  void aDraftThatIsNotWrittenIsTold() throws IOException {
    Reply reply = run("rule smtp otherwise reject\n");
    assertEquals(ExitCode.HELD, reply.exit());
    assertEquals(POLICY, Files.readString(lab.file()));
  }

  /** A pair in brackets needs no braces in YAML. */
  @Test
  void aSetInBracketsCanBeChanged() throws IOException {
    lab.policy(POLICY.replace("{dns: mx.example}", "dns: mx.example"));
    Reply reply =
        run(
            """
            set filter add 203.0.113.7
            source a.example add --set filter
            source mx.example drop
            write
            """);
    assertEquals(ExitCode.DONE, reply.exit(), () -> printed() + err);
    assertTrue(
        Files.readString(lab.file()).contains("sources: [203.0.113.7, {dns: a.example}]}"),
        printed());
  }

  @Test
  void programsGetJson() throws IOException {
    run("check --format json\n");
    assertTrue(printed().startsWith("{"), printed());
  }

  @Test
  void watchTellsOnce() throws IOException {
    run("watch\n");
    assertTrue(printed().contains("enforces nothing until a policy is applied"), printed());
  }

  @Test
  void whatIsNotShownIsSpelledOut() throws IOException {
    run("why \u001b]0;x\u0007\n");
    assertFalse(err.toString(StandardCharsets.UTF_8).contains("\u001b"));
    assertTrue(err.toString(StandardCharsets.UTF_8).contains("\\x1B"));
  }
}
