package org.postern.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.postern.diagnostic.Code;
import org.postern.host.ProcessRunner;
import org.postern.host.Progress;
import org.postern.pipeline.Lab;
import org.postern.target.nftables.NftablesKind;
import org.postern.target.windows.WindowsKind;

/**
 * The examples of codes that it takes a whole command to provoke: {@code ID/command} is typed in
 * its folder, and standard error is what is expected. To rewrite that after a message was changed:
 * {@code mvn -q test -Dtest=*ExamplesTest -Dpostern.rewrite=true}.
 */
class CommandExamplesTest {
  private static final Path FOLDER = Path.of("src/test/resources/diagnostics");

  @TempDir private Path temporary;

  static List<Code> codes() {
    return Arrays.stream(Code.values()).filter(code -> Files.exists(command(code))).toList();
  }

  @ParameterizedTest
  @MethodSource("codes")
  void theExampleOfACodeSaysWhatIsExpected(Code code) throws IOException {
    Path folder = FOLDER.resolve(code.id());
    List<String> words = List.of(Files.readString(command(code)).strip().split(" ", -1));
    String[] typed =
        words.stream()
            .map(word -> isFile(word) ? folder.resolve(word).toString() : word)
            .toArray(String[]::new);
    // Those of the program, which a check does not look at.
    Lab lab =
        new Lab(temporary)
            .kind(new NftablesKind(Progress.SILENT))
            .kind(new WindowsKind(new ProcessRunner()));
    Terminal.Seen seen = new Terminal(lab).type(typed);
    assertTrue(seen.err().contains("error " + code.id() + ":"), seen::toString);
    assertTrue(seen.err().contains("fix: "), seen::toString);
    assertEquals(exit(code), seen.exit());
    assertExpected(code, seen.err().replace(folder + "/", ""));
  }

  private static int exit(Code code) {
    if (code.missingRight()) {
      return 77;
    }
    return code.missingFile() ? 66 : 65;
  }

  @Test
  void thereAreSome() {
    assertFalse(codes().isEmpty());
  }

  private static void assertExpected(Code code, String shown) throws IOException {
    Path expected = FOLDER.resolve(code.id() + ".expected");
    if (Boolean.getBoolean("postern.rewrite")) {
      Files.writeString(expected, shown);
    }
    assertTrue(Files.exists(expected), () -> expected + " is missing; see how to rewrite above");
    assertEquals(Files.readString(expected), shown);
  }

  private static boolean isFile(String word) {
    return word.contains(".") && !word.startsWith("git:");
  }

  private static Path command(Code code) {
    return FOLDER.resolve(code.id()).resolve("command");
  }
}
