package org.postern.daemon.alarm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postern.daemon.journal.EventKind;

class AlarmTellerTest {
  private static final Duration REPEAT = Duration.ofHours(24);
  private static final Instant NOON = Instant.parse("2026-12-06T12:00:00Z");
  private static final Alarm OPENED =
      new Alarm(EventKind.OPENED, "smtp", "rule smtp is open", NOON);
  private static final Alarm REMOVED =
      new Alarm(EventKind.REMOVED, "rules", "nothing is enforced", NOON);
  private static final Alarm FAILED =
      new Alarm(EventKind.UNIT_FAILED, "postern-restore.service", "it failed", NOON);

  @TempDir private Path folder;
  private final List<String> told = new ArrayList<>();
  private int room = 100;

  /** As another process, which remembers nothing. */
  private AlarmTeller process() {
    return new AlarmTeller(
        folder.resolve("told"),
        REPEAT,
        alarm -> {
          if (told.size() == room) {
            throw new IOException("no receiver");
          }
          told.add(new String(alarm, StandardCharsets.UTF_8));
        });
  }

  /** A timer starts a process every few minutes. */
  @Test
  void anotherProcessDoesNotTellWhatOneHasTold() throws IOException {
    process().tell(List.of(OPENED), NOON);
    assertEquals(1, told.size());
    process().tell(List.of(OPENED), NOON.plusSeconds(300));
    assertEquals(1, told.size());
    process().tell(List.of(OPENED), NOON.plus(REPEAT));
    assertEquals(2, told.size());
  }

  @Test
  void anotherProcessTellsThatItIsOver() throws IOException {
    process().tell(List.of(OPENED), NOON);
    process().tell(List.of(), NOON.plusSeconds(300));
    assertEquals(2, told.size());
    assertTrue(told.getLast().contains("\"stands\" : false"), told::toString);
    process().tell(List.of(), NOON.plusSeconds(600));
    assertEquals(2, told.size());
  }

  @Test
  void whatWasToldAndCannotBeReadIsToldAgain() throws IOException {
    process().tell(List.of(OPENED), NOON);
    Files.writeString(folder.resolve("told"), "{\"NEVER HEARD\": 1");
    process().tell(List.of(OPENED), NOON.plusSeconds(300));
    assertEquals(2, told.size());
  }

  @Test
  void whatCouldNotBeToldIsToldTheNextTimeAndNothingTwice() throws IOException {
    room = 1;
    assertThrows(IOException.class, () -> process().tell(List.of(OPENED, REMOVED), NOON));
    room = 100;
    process().tell(List.of(OPENED, REMOVED), NOON);
    assertEquals(2, told.size(), told::toString);
    room = 2;
    assertThrows(IOException.class, () -> process().tell(List.of(), NOON));
    room = 100;
    process().tell(List.of(), NOON);
    assertEquals(4, told.size(), told::toString);
  }

  /** It fails with each run of a timer, until a run tells how everything is. */
  @Test
  void aUnitThatFailsAgainIsToldOnceUntilItIsWell() throws IOException {
    process().tell(List.of(OPENED), NOON);
    process().add(FAILED, NOON);
    process().add(FAILED, NOON.plusSeconds(300));
    assertEquals(2, told.size(), told::toString);
    process().tell(List.of(OPENED), NOON.plusSeconds(600));
    assertEquals(3, told.size(), told::toString);
    assertTrue(told.getLast().contains("postern-restore.service"), told::toString);
    assertTrue(told.getLast().contains("\"stands\" : false"), told::toString);
    process().add(FAILED, NOON.plusSeconds(900));
    assertEquals(4, told.size(), told::toString);
  }

  /** A message of any length goes in one piece. */
  @Test
  void aLongMessageIsCutOff() throws IOException {
    String message = "\u001b".repeat(20_000);
    process().tell(List.of(new Alarm(EventKind.OPENED, "smtp", message, NOON)), NOON);
    assertTrue(told.getFirst().length() < 60_000, told.getFirst().length() + "");
    assertTrue(told.getFirst().contains("cut off"));
  }
}
