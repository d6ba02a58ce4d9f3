package org.postern.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.postern.host.Progress;

class ProgressLineTest {
  private static final long SECOND = Duration.ofSeconds(1).toNanos();

  private static String text(Progress.Task task, long done, int columns) {
    ProgressLine line = new ProgressLine(task);
    line.at(0, 0);
    line.at(2 * SECOND, done);
    return line.text(2 * SECOND, done, columns);
  }

  @Test
  void tellsHowManyOfHowManyAndHowMuchLonger() {
    assertEquals(
        "elements written: 12,000 of 60,000, about 8 s",
        text(Progress.Task.of("elements written", 60_000), 12_000, 80));
  }

  @Test
  void bytesAreCountedInMebibytes() {
    Progress.Task task =
        new Progress.Task(
            "mail.log read", Progress.Unit.BYTES, OptionalLong.of(3L << 30), Optional.empty());
    assertEquals("mail.log read: 512 of 3,072 MiB, about 10 s", text(task, 512 << 20, 80));
    Progress.Task endless =
        new Progress.Task("- read", Progress.Unit.BYTES, OptionalLong.empty(), Optional.empty());
    assertEquals("- read: 512 MiB, for 2 s", text(endless, 512 << 20, 80));
  }

  @Test
  void withoutAnEstimateTheLimitIsTold() {
    Progress.Task task = Progress.Task.of("DNS answers", 16).within(Duration.ofSeconds(20));
    assertEquals("DNS answers: 0 of 16, at most 20 s", text(task, 0, 80));
  }

  @Test
  void anEstimateBeyondTheLimitIsNone() {
    Progress.Task task = Progress.Task.of("DNS answers", 16).within(Duration.ofSeconds(20));
    assertEquals("DNS answers: 1 of 16, at most 20 s", text(task, 1, 80));
    assertEquals("DNS answers: 4 of 16, about 6 s", text(task, 4, 80));
  }

  @Test
  void whatCannotBeMeasuredIsTimed() {
    assertEquals("applying, for 2 s", text(Progress.Task.whole("applying"), 0, 80));
  }

  @Test
  void isCutToTheWidthOfTheTerminal() {
    Progress.Task task = Progress.Task.of("elements written", 60_000);
    assertEquals("elements written: 12,000 of 60,", text(task, 12_000, 32));
    assertEquals("", text(task, 12_000, 1));
  }

  @Test
  void namesOfFilesCannotSteerTheTerminal() {
    assertEquals("a\\x1B[2Jb, for 2 s", text(Progress.Task.whole("a\u001b[2Jb"), 0, 80));
  }

  @ParameterizedTest
  @CsvSource({
    "0, 1 s",
    "900, 1 s",
    "1001, 2 s",
    "10000, 10 s",
    "10001, 15 s",
    "60000, 60 s",
    "60001, 2 min",
    "600000, 10 min"
  })
  void isNoMoreExactThanItIsKnown(long millis, String rounded) {
    assertEquals(rounded, ProgressLine.rounded(Duration.ofMillis(millis)));
  }
}
