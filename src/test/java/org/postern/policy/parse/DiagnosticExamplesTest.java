package org.postern.policy.parse;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.postern.diagnostic.Code;
import org.postern.diagnostic.Rendering;
import org.postern.diagnostic.Report;

/**
 * Every code has an example that provokes it, and every example a code; those that it takes a whole
 * command to provoke are run by {@code CommandExamplesTest}. To rewrite what is expected after a
 * message was changed: {@code mvn -q test -Dtest=*ExamplesTest -Dpostern.rewrite=true}.
 */
class DiagnosticExamplesTest {
  private static final String EXPECTED = ".expected";

  @ParameterizedTest
  @MethodSource("org.postern.policy.parse.Examples#ofParser")
  void theExampleOfACodeSaysWhatIsExpected(Code code) throws IOException {
    Report report = Examples.report(code);
    assertTrue(
        report.diagnostics().stream().anyMatch(d -> d.code() == code),
        () -> code.id() + " is not provoked by its example: " + report.diagnostics());
    String rendered = Rendering.plain().render(report.diagnostics());
    Path expected = Examples.FOLDER.resolve(code.id() + EXPECTED);
    if (Boolean.getBoolean("postern.rewrite")) {
      Files.writeString(expected, rendered);
    }
    assertTrue(Files.exists(expected), () -> expected + " is missing; see how to rewrite above");
    assertEquals(Files.readString(expected), rendered);
  }

  @Test
  void examplesExistForNothingElse() throws IOException {
    Set<String> ids = Arrays.stream(Code.values()).map(Code::id).collect(Collectors.toSet());
    try (Stream<Path> files = Files.list(Examples.FOLDER)) {
      List<String> strays =
          files
              .map(file -> file.getFileName().toString())
              .filter(name -> !ids.contains(name.replaceFirst("\\.[a-z]+$", "")))
              .toList();
      assertEquals(List.of(), strays);
    }
  }

  @Test
  void idsAreUniqueAndInOrder() {
    List<String> ids = Arrays.stream(Code.values()).map(Code::id).toList();
    assertEquals(List.copyOf(new TreeSet<>(ids)), ids);
  }

  @Test
  void everyErrorSaysWhatToDo() throws IOException {
    for (Code code : Examples.ofParser()) {
      Examples.report(code).diagnostics().stream()
          .filter(d -> d.code() == code && code != Code.INCLUDE_IGNORED)
          .forEach(d -> assertTrue(!d.fix().isEmpty(), () -> code.id() + " has no fix: " + d));
    }
  }
}
