package org.postern.pipeline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postern.diagnostic.Code;
import org.postern.diagnostic.Diagnostic;
import org.postern.diagnostic.Report;
import org.postern.host.CommandRunner;
import org.postern.host.Progress;
import org.postern.pipeline.check.Comparison;
import org.postern.plan.Ruleset;
import org.postern.plan.ToyWorld;

/** A policy of a commit is compared with the lockfile of the same commit, or not at all. */
class GitComparisonTest {
  private static final String LITERALS =
      """
      sets: {own: {sources: [192.0.2.1]}}
      rules: [{name: smtp, port: tcp/25, accept: [own], otherwise: drop}]
      """;

  /** Half of it is known without a lockfile, which must not be taken for the whole. */
  private static final String MIXED = LITERALS.replace("192.0.2.1", "192.0.2.1, dns: mx.example");

  private static final String LOCK =
      """
      {"postern-lock": 1, "sources": [
        {"source": "dns mx.example", "family": "ip", "entries": ["8.8.8.8"]},
        {"source": "dns mx.example", "family": "ip6", "entries": []}]}
      """;

  @TempDir private Path folder;

  private final Map<String, String> files = new HashMap<>();
  private final Report report = new Report();

  @Test
  void aPolicyOfLiteralsNeedsNoLockfile() throws IOException {
    files.put("HEAD:policy.yaml", LITERALS);
    assertEquals(
        ToyWorld.set("192.0.2.1"),
        ruleset("git:HEAD:policy.yaml").rules().getFirst().peers().asSet());
  }

  @Test
  void namesAreTakenFromTheLockfileBesideThePolicy() throws IOException {
    files.put("v1:etc/policy.yaml", MIXED);
    files.put("v1:etc/policy.lock", LOCK);
    assertEquals(
        ToyWorld.set("192.0.2.1", "8.8.8.8"),
        ruleset("git:v1:etc/policy.yaml").rules().getFirst().peers().asSet());
  }

  @Test
  void withoutALockfileNamesCannotBeCompared() throws IOException {
    files.put("HEAD:policy.yaml", MIXED);
    assertEquals(List.of(Code.LOCK_INCOMPLETE), refused("git:HEAD:policy.yaml"));
  }

  @Test
  void aBrokenLockfileIsWrongInput() throws IOException {
    files.put("HEAD:policy.yaml", MIXED);
    files.put("HEAD:policy.lock", "{");
    assertEquals(Code.LOCK_UNREADABLE, refused("git:HEAD:policy.yaml").getFirst());
  }

  @Test
  void aPolicyWithoutAnEndingIsNotItsOwnLockfile() throws IOException {
    files.put("HEAD:policy", LITERALS);
    assertEquals(1, ruleset("git:HEAD:policy").rules().size());
  }

  @Test
  void includesComeFromTheSameCommit() throws IOException {
    files.put("HEAD:etc/policy.yaml", "include: [own.yaml]\n" + LITERALS.split("\n", 2)[1]);
    files.put("HEAD:etc/own.yaml", LITERALS.split("\n", 2)[0] + "\n");
    assertEquals(1, ruleset("git:HEAD:etc/policy.yaml").rules().size());
  }

  @Test
  void aFileThatTheCommitDoesNotHaveIsMissing() throws IOException {
    assertEquals(List.of(Code.FILE_MISSING), refused("git:HEAD:policy.yaml"));
  }

  private Ruleset ruleset(String operand) throws IOException {
    Comparison.Side side = side(operand).orElseThrow(() -> new AssertionError(codes().toString()));
    return assertInstanceOf(Comparison.Side.Rules.class, side).ruleset();
  }

  private List<Code> refused(String operand) throws IOException {
    assertEquals(Optional.empty(), side(operand));
    return codes();
  }

  private List<Code> codes() {
    return report.diagnostics().stream().map(Diagnostic::code).toList();
  }

  private Optional<Comparison.Side> side(String operand) throws IOException {
    Pipeline pipeline = new Lab(folder).pipeline();
    Pipeline withGit =
        new Pipeline(
            pipeline.files(),
            pipeline.asker().sources(),
            pipeline.store(),
            pipeline.targets(),
            pipeline.surroundings().running(this::git),
            pipeline.actor(),
            Progress.SILENT);
    return new Comparison(withGit).side(operand, report);
  }

  private CommandRunner.Result git(List<String> command, String input, Duration deadline) {
    assertEquals(List.of("git", "show", "--end-of-options"), command.subList(0, 3));
    String text = files.getOrDefault(command.get(3), "");
    return new CommandRunner.Result(text.isEmpty() ? 128 : 0, text, "");
  }
}
