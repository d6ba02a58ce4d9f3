package org.postern.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.postern.host.ProcessRunner;
import org.postern.host.Progress;
import org.postern.pipeline.Lab;
import org.postern.target.ExampleKind;
import org.postern.target.nftables.NftablesKind;
import org.postern.target.windows.WindowsKind;

/** A target that holds none of the rules is a mistake, wherever it is checked. */
class TargetWithoutRuleTest {
  private static final String OUT =
      "{name: out, hook: output, port: tcp/25, accept: own, otherwise: reject}";
  private static final String IN = "{name: in, port: tcp/25, accept: own, otherwise: drop}";
  private static final String OBSERVED =
      "{name: seen, port: tcp/25, accept: own, otherwise: observe}";
  private static final String ANY = "{name: dns, hook: output, port: tcp/53, accept: any}";
  private static final String MAIL = "{name: mta, hook: smtp, accept: own, otherwise: defer}";

  @TempDir private Path folder;

  private Terminal.Seen check(String rules, String targets) throws IOException {
    Lab lab =
        new Lab(folder)
            .kind(new NftablesKind(Progress.SILENT))
            .kind(new WindowsKind(new ProcessRunner()))
            .kind(new ExampleKind())
            .policy(
                """
                sets: {own: {sources: [192.0.2.1]}}
                rules: [%s]
                targets: [%s]
                """
                    .formatted(rules, targets));
    return new Terminal(lab).type("check", lab.file().toString());
  }

  private static String text(String words) {
    return words
        .replace("OUT", OUT)
        .replace("IN", IN)
        .replace("OBSERVED", OBSERVED)
        .replace("ANY", ANY)
        .replace("MAIL", MAIL);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "OUT | nftables, windows",
        "OUT, ANY | nftables, {windows: {name: dc1}}",
        "OUT, OBSERVED | nftables, {windows: {rules: [out]}}",
        "IN, ANY | nftables, {windows: {rules: [dns]}}",
        "OUT | remote, windows",
      })
  void isAMistakeWithPlaceAndFix(String what) throws IOException {
    List<String> parts = List.of(what.split(" \\| ", 2));
    Terminal.Seen seen = check(text(parts.getFirst()), parts.getLast());
    assertEquals(65, seen.exit(), seen::toString);
    assertTrue(seen.err().contains("policy.yaml:3:"), seen::toString);
    assertTrue(seen.err().contains("error P0442"), seen::toString);
    assertTrue(seen.err().contains("fix: take it out of targets"), seen::toString);
  }

  /** What only observes is held once it refuses; what lets all through asks nothing of anybody. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "IN | nftables, windows",
        "OBSERVED | nftables, windows",
        "ANY | nftables, windows",
        "OUT, OBSERVED | nftables, windows",
        "OBSERVED | auto",
        "OUT | auto",
        "OUT | nftables",
      })
  void isNoneWhereItHoldsOneSoonerOrLater(String what) throws IOException {
    List<String> parts = List.of(what.split(" \\| ", 2));
    Terminal.Seen seen = check(text(parts.getFirst()), parts.getLast());
    assertEquals(0, seen.exit(), seen::toString);
  }

  /** What no target of the policy can hold is told of the rule, and not of the target. */
  @ParameterizedTest
  @ValueSource(strings = {"MAIL | nftables", "OUT | windows", "MAIL | nftables, remote"})
  void aRuleThatNoTargetHoldsIsTheRulesMistake(String what) throws IOException {
    List<String> parts = List.of(what.split(" \\| ", 2));
    Terminal.Seen seen = check(text(parts.getFirst()), parts.getLast());
    assertEquals(65, seen.exit(), seen::toString);
    assertTrue(!seen.err().contains("P0442"), seen::toString);
  }
}
