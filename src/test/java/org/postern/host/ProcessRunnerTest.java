package org.postern.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Programs that end, do not end, and leave others behind. */
@Timeout(60)
final class ProcessRunnerTest {
  private static final CommandRunner RUNNER = new ProcessRunner();

  private static CommandRunner.Result run(String script, String input, Duration deadline)
      throws IOException {
    return RUNNER.run(List.of("sh", "-c", script), input, deadline);
  }

  private static String failure(String script, Duration deadline) {
    return String.valueOf(
        assertThrows(IOException.class, () -> run(script, "", deadline)).getMessage());
  }

  @Test
  void whatWasPrintedAndHowItEndedIsTold() throws IOException {
    CommandRunner.Result result = run("cat; echo no >&2; exit 3", "yes", Duration.ofSeconds(30));
    assertEquals(new CommandRunner.Result(3, "yes", "no\n"), result);
  }

  /** It may still live when the input is found to be closed. */
  @Test
  void aProgramThatDoesNotReadItsInputIsStillHeard() throws IOException {
    String input = "x".repeat(1_000_000);
    CommandRunner.Result result =
        run("exec <&-; sleep 0.3; echo why >&2; exit 69", input, Duration.ofSeconds(30));
    assertEquals(new CommandRunner.Result(69, "", "why\n"), result);
  }

  @Test
  void aProgramThatDoesNotEndIsEnded() {
    assertEquals("sh did not end within PT0.2S", failure("exec sleep 300", Duration.ofMillis(200)));
  }

  @Test
  void aProgramThatIsLeftBehindWithTheOutputIsNotWaitedFor() {
    String told = failure("sleep 30 & echo done; sleep 1", Duration.ofSeconds(2));
    assertTrue(told.startsWith("sh ended, and its output was still open"), told);
  }

  @Test
  void aProgramThatIsLeftBehindWithoutTheOutputDisturbsNothing() throws IOException {
    assertEquals(
        "done\n", run("sleep 3 > /dev/null 2>&1 & echo done", "", Duration.ofSeconds(30)).output());
  }
}
