package org.postern.state;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AuditTrailTest {
  private static final Instant AT = Instant.parse("2026-03-01T12:00:00Z");

  @TempDir private Path top;

  private Path folder = Path.of("unset");
  private StateStore store = new StateStore(folder);

  @BeforeEach
  void openANewStore() {
    folder = top.resolve("state");
    store = new StateStore(folder);
  }

  @Test
  void aHostOnWhichNothingWasOrderedHasNone() throws IOException {
    assertEquals(List.of(), store.audit().read());
    assertFalse(Files.exists(folder));
  }

  @Test
  void linesAreReadBackInOrder() throws IOException {
    append(entry(1, "because of \"this\"\nand that \u20ac"), entry(2, ""));
    assertEquals(
        List.of(entry(1, "because of \"this\"\nand that \u20ac"), entry(2, "")),
        store.audit().read());
    assertEquals(2, Files.readAllLines(audit()).size(), "one line for each");
    assertEquals(
        "rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(audit())));
  }

  @Test
  void aLineThatACrashHasCutIsLeftOutAndTheOthersAreNot() throws IOException {
    append(entry(1, ""));
    Files.writeString(audit(), "{\"at\":\"2026-03-01T12:0", StandardOpenOption.APPEND);
    append(entry(2, ""), entry(3, ""));
    assertEquals(List.of(entry(1, ""), entry(2, ""), entry(3, "")), store.audit().read());
  }

  @Test
  void itStaysSmallAndKeepsTheLatest() throws IOException {
    String why = "x".repeat(10_000);
    try (StateLock lock = store.lock()) {
      for (int number = 1; number <= 1_000; number++) {
        store.audit().append(lock, entry(number, why));
      }
    }
    List<AuditEntry> found = store.audit().read();
    assertEquals(entry(1_000, why), found.getLast());
    assertTrue(found.size() > 200 && found.size() < 450, () -> found.size() + " lines");
    assertTrue(Files.size(audit()) <= 2 << 20);
    assertTrue(Files.size(folder.resolve("audit.old")) <= 2 << 20);
  }

  @Test
  void aLinkInItsPlaceIsNotFollowed() throws IOException {
    append(entry(1, ""));
    Path elsewhere = Files.move(audit(), top.resolve("elsewhere"));
    long size = Files.size(elsewhere);
    Files.createSymbolicLink(audit(), elsewhere);
    assertThrows(IOException.class, () -> append(entry(2, "")));
    assertThrows(IOException.class, () -> store.audit().read());
    assertEquals(size, Files.size(elsewhere));
  }

  private Path audit() {
    return folder.resolve("audit");
  }

  private void append(AuditEntry... entries) throws IOException {
    try (StateLock lock = store.lock()) {
      for (AuditEntry entry : entries) {
        store.audit().append(lock, entry);
      }
    }
  }

  private static AuditEntry entry(int number, String why) {
    return new AuditEntry(AT.plusSeconds(number), "uid 0", "order " + number, why, "0123");
  }
}
