package org.postern.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postern.host.Json;
import org.postern.host.JsonTree;
import org.postern.pipeline.Lab;

/** What a check says, in the forms that code hosts show beside the lines of a file. */
class CheckFormsTest {
  private static final String RULE =
      "rules: [{name: smtp, port: tcp/25, accept: [own], otherwise: drop}]\n";
  private static final String WRONG = "sets: {own: {sources: [192.0.2.1, 192.0.2.300]}}\n" + RULE;
  private static final String WARNED = "sets: {own: {sources: [0.0.0.0/0]}}\n" + RULE;
  private static final String EMPTY = "sets: {own: {sources: [{file: empty.txt}]}}\n" + RULE;

  @TempDir private Path folder;

  @Test
  void githubIsToldThePlaceOfAnError() throws IOException {
    Terminal.Seen seen = check(65, WRONG, "github");
    assertTrue(
        seen.out()
            .startsWith(
                "::error file=%s,line=1,col=35,endColumn=46,title=P0301 not an address%%2C prefix or range::"
                    .formatted(file())),
        seen::toString);
    assertTrue(seen.err().contains("192.0.2.300"), seen::toString);
  }

  @Test
  void githubIsToldAWarningAndTheResult() throws IOException {
    List<String> lines = check(0, WARNED, "github").out().lines().toList();
    assertTrue(lines.getFirst().startsWith("::warning file="), lines::toString);
    assertTrue(lines.getLast().contains("no mistakes"), lines::toString);
  }

  @Test
  void whatCannotBeCompiledIsAtItsRule() throws IOException {
    Files.writeString(folder.resolve("empty.txt"), "");
    String github = check(3, EMPTY, "github").out();
    assertTrue(github.contains("::error file=" + file() + ",line=2,"), github);
    assertTrue(github.contains("title=not-compilable"), github);
    JsonTree result = result(check(3, EMPTY, "sarif"));
    assertEquals("not-compilable", result.string("ruleId"));
    assertEquals(2, region(result).number("startLine"));
  }

  @Test
  void nothingOfAFileEndsACommand() throws IOException {
    String odd = "sets: {own: {sources: [\"100%::error file=x::y\"]}}\n" + RULE;
    String out = check(65, odd, "github").out();
    assertTrue(out.contains("100%25::error"), out);
    assertEquals(1, out.lines().filter(line -> line.startsWith("::")).count(), out);
  }

  @Test
  void sarifHoldsTheResultAndItsRule() throws IOException {
    Terminal.Seen seen = check(65, WRONG, "sarif");
    JsonTree log = Json.read(seen.out());
    assertEquals("2.1.0", log.string("version"));
    JsonTree run = log.objects("runs").getFirst();
    JsonTree driver = run.object("tool").object("driver");
    assertEquals("postern", driver.string("name"));
    assertEquals("P0301", driver.objects("rules").getFirst().string("id"));
    JsonTree result = result(seen);
    assertEquals("P0301", result.string("ruleId"));
    assertEquals("error", result.string("level"));
    assertEquals(1, region(result).number("startLine"));
    assertEquals(35, region(result).number("startColumn"));
    assertEquals(46, region(result).number("endColumn"));
  }

  @Test
  void sarifOfAPolicyInOrderHasNoResult() throws IOException {
    String text = "sets: {own: {sources: [192.0.2.1]}}\n" + RULE;
    JsonTree log = Json.read(check(0, text, "sarif").out());
    assertTrue(log.objects("runs").getFirst().objects("results").isEmpty());
  }

  @Test
  void aPathIsAUri() throws IOException {
    Path odd = Files.createDirectory(folder.resolve("a b")).resolve("policy.yaml");
    Files.writeString(odd, WARNED);
    Terminal.Seen seen =
        new Terminal(new Lab(folder)).type("check", odd.toString(), "--format", "sarif");
    String uri =
        result(seen)
            .objects("locations")
            .getFirst()
            .object("physicalLocation")
            .object("artifactLocation")
            .string("uri");
    assertTrue(uri.startsWith("file:///"), uri);
    assertTrue(uri.endsWith("/a%20b/policy.yaml"), uri);
  }

  @Test
  void theFormsAreOfCheckAlone() {
    Terminal.Seen seen = new Terminal(new Lab(folder)).type("plan", "--format", "sarif");
    assertEquals(64, seen.exit());
    assertFalse(seen.err().isEmpty());
  }

  private static JsonTree result(Terminal.Seen seen) throws IOException {
    return Json.read(seen.out()).objects("runs").getFirst().objects("results").getFirst();
  }

  private static JsonTree region(JsonTree result) throws IOException {
    return result.objects("locations").getFirst().object("physicalLocation").object("region");
  }

  private String file() {
    return folder.resolve("policy.yaml").toString();
  }

  private Terminal.Seen check(int exit, String text, String form) throws IOException {
    Lab lab = new Lab(folder).policy(text);
    Terminal.Seen seen = new Terminal(lab).type("check", file(), "--format", form);
    assertEquals(exit, seen.exit(), seen::toString);
    return seen;
  }
}
