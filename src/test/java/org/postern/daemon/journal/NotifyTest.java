package org.postern.daemon.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.postern.daemon.KeptJournal;
import org.postern.host.ffm.DatagramReceiver;
import org.postern.host.ffm.ErrnoException;

class NotifyTest {
  private static final long PID = 4711;

  @TempDir private Path folder;
  private final KeptJournal journal = new KeptJournal();

  private String socket() {
    return folder.resolve("notify").toString();
  }

  private Notify notify(Map<String, String> more) {
    Map<String, String> environment = new HashMap<>(more);
    environment.putIfAbsent("NOTIFY_SOCKET", socket());
    return Notify.of(environment, PID, journal);
  }

  @Test
  void eachMessageIsWhatTheManagerReads() throws ErrnoException {
    Notify notify = notify(Map.of("WATCHDOG_USEC", "3000000"));
    try (DatagramReceiver manager = DatagramReceiver.bind(socket())) {
      notify.ready("2 sets, 64 addresses");
      assertEquals("READY=1\nSTATUS=2 sets, 64 addresses", manager.receiveText());
      notify.status("asking");
      assertEquals("STATUS=asking", manager.receiveText());
      notify.alive();
      assertEquals("WATCHDOG=1", manager.receiveText());
      notify.stopping();
      assertEquals("STOPPING=1", manager.receiveText());
    }
    assertEquals(List.of(), journal.entries());
  }

  @Test
  void aStatusIsOneLineWithoutTricksAndFits() throws ErrnoException {
    try (DatagramReceiver manager = DatagramReceiver.bind(socket())) {
      notify(Map.of()).status("a\nMAINPID=1\u001b[31m\u202e");
      assertEquals("STATUS=a\\x0AMAINPID=1\\x1B[31m\\u{202E}", manager.receiveText());

      notify(Map.of()).ready("\u20ac".repeat(5_000));
      byte[] long0 = manager.receive();
      String text = new String(long0, StandardCharsets.UTF_8);
      assertTrue(long0.length < 4_096, long0.length + " bytes");
      assertTrue(text.endsWith("\u20ac [cut off, had 15000 bytes]"), text);
    }
  }

  @Test
  void withoutAManagerNothingIsToldAndNothingFails() {
    for (String none : List.of("", "unset")) {
      Map<String, String> environment =
          none.isEmpty() ? Map.of("NOTIFY_SOCKET", "", "WATCHDOG_USEC", "1") : Map.of();
      Notify notify = Notify.of(environment, PID, journal);
      notify.ready("x");
      notify.status("x");
      notify.alive();
      notify.stopping();
    }

    assertEquals(List.of(), journal.entries());
  }

  @Test
  void whoCannotBeReachedIsNamedOnceUntilHeCanBe() throws ErrnoException {
    Notify notify = notify(Map.of());
    notify.ready("x");
    notify.status("y");
    assertEquals(1, journal.entries().size());
    assertEquals(
        "the service manager cannot be told how we do: sendto: ENOENT (no such file or directory)",
        journal.entries().getFirst().message());

    try (DatagramReceiver manager = DatagramReceiver.bind(socket())) {
      notify.status("z");
      assertEquals("STATUS=z", manager.receiveText());
    }
    notify.status("x");
    assertEquals(2, journal.entries().size());
    assertEquals(Priority.WARNING, journal.entries().getLast().priority());
  }

  @Test
  void anAddressOfAnotherKindIsNamed() {
    notify(Map.of("NOTIFY_SOCKET", "vsock:2:1234")).ready("x");

    assertTrue(journal.entries().getFirst().message().contains("EAFNOSUPPORT"));
  }

  @Test
  void aManagerThatHangsDoesNotKeepUs() throws ErrnoException {
    Notify notify = notify(Map.of("WATCHDOG_USEC", "3000000"));
    try (DatagramReceiver manager = DatagramReceiver.bind(socket())) {
      long start = System.nanoTime();
      for (int i = 0; i < 100_000 && journal.entries().isEmpty(); i++) {
        notify.alive();
      }

      assertTrue(journal.entries().getFirst().message().contains("EAGAIN"));
      assertTrue(System.nanoTime() - start < Duration.ofSeconds(5).toNanos());
      assertEquals("WATCHDOG=1", manager.receiveText());
    }
  }

  @Test
  void theWatchdogIsOursOnly() {
    String usec = "WATCHDOG_USEC";
    Optional<Duration> three = Optional.of(Duration.ofSeconds(3));
    assertEquals(three, notify(Map.of(usec, "3000000")).watchdog());
    assertEquals(three, notify(Map.of(usec, "3000000", "WATCHDOG_PID", "4711")).watchdog());
    assertEquals(
        Optional.empty(), notify(Map.of(usec, "3000000", "WATCHDOG_PID", "4712")).watchdog());
    assertEquals(Optional.empty(), notify(Map.of()).watchdog());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "0", "-1", "3s", "99999999999999999999", " 1"})
  void aWatchdogWithoutATimeIsNone(String micros) throws ErrnoException {
    Notify notify = notify(Map.of("WATCHDOG_USEC", micros));
    try (DatagramReceiver manager = DatagramReceiver.bind(socket())) {
      notify.alive();

      assertEquals(Optional.empty(), notify.watchdog());
      assertEquals(Optional.empty(), manager.receiveNow());
    }
  }
}
