package org.postern.target.nftables;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * On Debian's own kernels our way to change sets judges no peer wrong, where the usual way does: to
 * empty a set of intervals and fill it again in one transaction; and no form of fragments lets in
 * whom a rule refuses.
 */
@Tag("nightly")
class KernelsIT {
  private static final Path RUNTIME =
      Path.of(System.getProperty("postern.image"), "../../runtime").normalize();
  private static final int MINUTES = 30;
  private static final int TAIL = 4_000;

  /** What we say, between what the firmware and the kernel say. */
  private static final Pattern FIGURES = Pattern.compile("(guest: Linux|swap, |fragments, ).*");

  @TempDir private Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"6.1", "6.12"})
  void nobodyIsJudgedWrongWhereTheUsualWayErrs(String kernel) throws Exception {
    boot(kernel, KernelsMain.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"6.1", "6.12"})
  void noFormOfFragmentsLetsAStrangerIn(String kernel) throws Exception {
    boot(kernel, FragmentsMain.class);
  }

  private void boot(String kernel, Class<?> main) throws Exception {
    Path output = folder.resolve("console");
    Process guest =
        new ProcessBuilder(command(kernel, main))
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    boolean ended;
    try {
      ended = guest.waitFor(MINUTES, TimeUnit.MINUTES);
    } finally {
      guest.destroyForcibly();
    }
    String console = new String(Files.readAllBytes(output), StandardCharsets.UTF_8);
    FIGURES.matcher(console).results().map(MatchResult::group).forEach(System.out::println);
    assertTrue(ended, () -> "no end after " + MINUTES + " minutes: " + tail(console));
    assertTrue(console.contains("guest: ended with 0"), () -> tail(console));
  }

  private List<String> command(String kernel, Class<?> main) throws Exception {
    Path script =
        Path.of(Objects.requireNonNull(KernelsIT.class.getResource("/kernels/guest.sh")).toURI());
    return List.of(
        "sh",
        "-eu",
        script.toString(),
        kernel,
        folder.toString(),
        RUNTIME.toString(),
        System.getProperty("java.class.path"),
        main.getName());
  }

  private static String tail(String console) {
    return "the console: " + console.substring(Math.max(0, console.length() - TAIL));
  }
}
