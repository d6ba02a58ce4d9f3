package org.postern.daemon;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AlarmFolderTest {
  private static final Duration REPEAT = Duration.ofHours(24);
  private static final Instant NOON = Instant.parse("2026-12-06T12:00:00Z");
  private static final Alarm OPENED =
      new Alarm(EventKind.OPENED, "smtp", "rule smtp is open", NOON);

  @TempDir private Path folder;

  private AlarmFolder process() {
    return new AlarmFolder(folder, REPEAT);
  }

  /** A timer starts a process every few minutes. */
  @Test
  void anotherProcessDoesNotTellWhatOneHasTold() throws IOException {
    process().leave(List.of(OPENED), NOON);
    assertEquals(1, process().waiting().size());

    process().leave(List.of(OPENED), NOON.plusSeconds(300));
    assertEquals(1, process().waiting().size());
    process().leave(List.of(OPENED), NOON.plus(REPEAT));
    assertEquals(2, process().waiting().size());
  }

  @Test
  void anotherProcessTellsThatItIsOver() throws IOException {
    process().leave(List.of(OPENED), NOON);
    process().leave(List.of(), NOON.plusSeconds(300));
    List<Path> waiting = process().waiting();
    assertEquals(2, waiting.size());
    assertTrue(
        Files.readString(waiting.getLast()).contains("\"stands\" : false"), waiting::toString);
    process().leave(List.of(), NOON.plusSeconds(600));
    assertEquals(2, process().waiting().size());
  }

  @Test
  void whatWasToldAndCannotBeReadIsToldAgain() throws IOException {
    process().leave(List.of(OPENED), NOON);
    Files.writeString(folder.resolve(".told"), "{\"NEVER HEARD\": 1");
    process().leave(List.of(OPENED), NOON.plusSeconds(300));
    assertEquals(2, process().waiting().size());
  }
}
