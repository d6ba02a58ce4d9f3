package org.postern.pipeline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.postern.diagnostic.Report;

/** Options of targets are checked before anything else. */
class TargetOptionsTest {
  private static final String RULES =
      """
      sets: {own: {sources: [192.0.2.1]}}
      rules:
        - {name: smtp, port: tcp/25, accept: [own], otherwise: drop, opens: true}
        - {name: pop, port: tcp/110, accept: [own], otherwise: drop}
      targets: [{windows: {OPTIONS}}]
      """;

  private static final String ALL =
      "its options are form (com or netsecurity), kind (fixed or self-resolving),"
          + " mode (allow or block-complement), rules (names of rules)";

  @TempDir Path folder = Path.of("");

  private List<String> mistakes(String options) throws IOException {
    Path file = folder.resolve("policy.yaml");
    Files.writeString(file, RULES.replace("OPTIONS", options));
    Report report = new Report();
    Assembly.policyFiles().parse(file, report);
    return report.diagnostics().stream()
        .map(one -> one.span().line() + ": " + one.message() + "; " + one.fix())
        .toList();
  }

  @Test
  void thoseThatThereAreAreTaken() throws IOException {
    String options = "mode: block-complement, form: com, kind: self-resolving, rules: [pop, smtp]";
    assertEquals(List.of(), mistakes(options));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "mod: allow | windows has no option mod: allow; write mode;",
        "opens: smtp | windows has no option opens: smtp;",
        "secret: file:/a | windows has no option secret;"
      })
  void othersAreMistakes(String options, String message) throws IOException {
    assertEquals(List.of("5: " + message + " " + ALL), mistakes(options));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "mode: alow | write allow; it may be allow or block-complement",
        "mode: both | it may be allow or block-complement"
      })
  void aWrongValueIsToldWithThoseThatThereAre(String options, String fix) throws IOException {
    assertEquals(
        List.of(
            "5: option mode of windows cannot be \"%s\"; %s".formatted(options.substring(6), fix)),
        mistakes(options));
  }

  /** Twice the same rule is that rule. */
  @Test
  void aRuleThatIsNamedTwiceIsTakenOnce() throws IOException {
    List<String> mistakes = mistakes("rules: [smtp, smtp]");
    assertEquals(1, mistakes.size(), mistakes::toString);
    assertTrue(mistakes.getFirst().contains("second time"), mistakes::toString);
  }

  @Test
  void rulesAreThoseOfThePolicy() throws IOException {
    assertEquals(
        List.of("5: windows: there is no rule imap for option rules; rules are smtp, pop"),
        mistakes("rules: [smtp, imap]"));
  }
}
