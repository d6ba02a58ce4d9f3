package org.postern.daemon.alarm;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AlarmSpoolTest {
  private static final Instant NOON = Instant.parse("2026-12-06T12:00:00Z");

  @TempDir private Path folder;

  private static byte[] alarm(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  @Test
  void keepsThemInTheirOrder() throws IOException {
    AlarmSpool spool = new AlarmSpool(folder);
    spool.add(List.of(alarm("a"), alarm("b")), NOON);
    spool.add(List.of(alarm("c")), NOON);
    spool.add(List.of(alarm("d")), NOON.plusSeconds(1));
    StringBuilder order = new StringBuilder();
    for (Path file : spool.waiting()) {
      order.append(Files.readString(file));
    }
    assertEquals("abcd", order.toString());
  }

  @Test
  void keepsSoManyAndTheFirst() throws IOException {
    AlarmSpool spool = new AlarmSpool(folder);
    assertEquals(0, spool.add(List.of(alarm("first")), NOON));
    assertEquals(501, spool.add(Collections.nCopies(1_000, alarm("more")), NOON.plusSeconds(1)));
    assertEquals(500, spool.waiting().size());
    assertEquals("first", Files.readString(spool.waiting().getFirst()));
  }

  @Test
  void whereThereIsNoFolderNoneWait() throws IOException {
    assertEquals(List.of(), new AlarmSpool(folder.resolve("missing")).waiting());
  }
}
