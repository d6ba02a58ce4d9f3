package org.postern.daemon.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.postern.daemon.KeptJournal;
import org.postern.host.ffm.DatagramReceiver;
import org.postern.host.ffm.ErrnoException;

class JournalTest {
  private static final String ID = "0123456789abcdef0123456789abcdef";
  private static final InstantSource CLOCK =
      InstantSource.fixed(Instant.parse("2026-12-06T10:20:30.987Z"));

  @TempDir private Path folder;
  private final List<String> lines = new ArrayList<>();

  private static JournalEntry entry(String message, Map<String, String> fields) {
    return new JournalEntry(Priority.WARNING, ID, message, fields);
  }

  @Test
  void anEntryIsADatagramOfFields() throws ErrnoException {
    Map<String, String> fields = new LinkedHashMap<>();
    fields.put("POSTERN_SET", "own");
    fields.put("POSTERN_EMPTY", "");
    String socket = folder.resolve("journal").toString();
    try (DatagramReceiver journald = DatagramReceiver.bind(socket)) {
      new NativeJournal(socket, new KeptJournal()).write(entry("held: f\u00fcnf", fields));

      assertEquals(
          """
          PRIORITY=4
          SYSLOG_IDENTIFIER=postern
          MESSAGE_ID=0123456789abcdef0123456789abcdef
          MESSAGE=held: f\u00fcnf
          POSTERN_SET=own
          POSTERN_EMPTY=
          """,
          journald.receiveText());
    }
  }

  /** Else the second line would be a field that the sender of the text chose. */
  @Test
  void aValueWithALineFeedHasItsLengthInFront() {
    JournalEntry entry = entry("one\n_UID=0", Map.of("POSTERN_TRACE", "f\u00fcnf\nsix"));

    Map<String, String> read = read(NativeJournal.encode(entry));
    assertEquals("one\n_UID=0", read.get("MESSAGE"));
    assertEquals("f\u00fcnf\nsix", read.get("POSTERN_TRACE"));
    assertEquals(5, read.size(), read.toString());
  }

  /** As journald reads a datagram. */
  private static Map<String, String> read(byte[] datagram) {
    Map<String, String> fields = new LinkedHashMap<>();
    ByteBuffer in = ByteBuffer.wrap(datagram).order(ByteOrder.LITTLE_ENDIAN);
    while (in.hasRemaining()) {
      int start = in.position();
      int end = start;
      while (datagram[end] != '\n' && datagram[end] != '=') {
        end++;
      }
      String name = text(datagram, start, end);
      in.position(end + 1);
      int from = end + 1;
      int to = from;
      if (datagram[end] == '\n') {
        from += Long.BYTES;
        to = from + Math.toIntExact(in.getLong());
      } else {
        while (datagram[to] != '\n') {
          to++;
        }
      }
      assertEquals('\n', datagram[to]);
      fields.put(name, text(datagram, from, to));
      in.position(to + 1);
    }
    return fields;
  }

  private static String text(byte[] bytes, int from, int to) {
    return new String(bytes, from, to - from, StandardCharsets.UTF_8);
  }

  @Test
  void whatIsTooLongIsCutAndSaysSo() {
    Map<String, String> fields = new LinkedHashMap<>();
    IntStream.range(0, 20).forEach(i -> fields.put("POSTERN_" + i, "\u00e4".repeat(10_000)));
    fields.put("POSTERN_SHORT", "x");
    byte[] datagram = NativeJournal.encode(entry("\u20ac".repeat(100_000), fields));
    Map<String, String> read = read(datagram);

    assertTrue(datagram.length <= NativeJournal.MAX_DATAGRAM, datagram.length + " bytes");
    String message = String.valueOf(read.get("MESSAGE"));
    assertTrue(message.startsWith("\u20ac\u20ac"));
    assertTrue(message.endsWith("\u20ac [cut off, had 300000 bytes]"), message);
    String value = String.valueOf(read.get("POSTERN_0"));
    assertTrue(value.endsWith("\u00e4 [cut off, had 20000 bytes]"), value);
    assertEquals("x", read.get("POSTERN_SHORT"));
    long kept = read.keySet().stream().filter(fields::containsKey).count();
    assertEquals(Long.toString(21 - kept), read.get("POSTERN_FIELDS_LEFT_OUT"));
  }

  @Test
  void whatFitsIsNotCut() {
    String message = "x".repeat(32_000);

    assertEquals(message, read(NativeJournal.encode(entry(message, Map.of()))).get("MESSAGE"));
  }

  @Test
  void withoutTheJournalThereAreLines() {
    String nowhere = folder.resolve("missing").toString();
    new NativeJournal(nowhere, TextJournal.prefixed(lines::add)).write(entry("held", Map.of()));

    assertEquals(List.of("<4>held"), lines);
  }

  @Test
  void noLinePassesForAnEntryOfItsOwn() {
    JournalEntry entry = entry("a\n<0>b\n2026-12-06T10:20:30Z ALERT c", Map.of());
    TextJournal.prefixed(lines::add).write(entry);
    TextJournal.plain(lines::add, CLOCK).write(entry);

    assertEquals(
        List.of(
            "<4>a",
            "<4>  <0>b",
            "<4>  2026-12-06T10:20:30Z ALERT c",
            "2026-12-06T10:20:30Z WARNING a",
            "2026-12-06T10:20:30Z WARNING   <0>b",
            "2026-12-06T10:20:30Z WARNING   2026-12-06T10:20:30Z ALERT c"),
        lines);
  }

  @Test
  void whatIsNotSeenIsSpelledOut() {
    JournalEntry entry = entry("a\u001b[31m\u0000\r\nb\u202e", Map.of("POSTERN_NAME", "x\u0007"));

    assertEquals("a\\x1B[31m\\x00\nb\\u{202E}", entry.message());
    assertEquals("x\\x07", entry.fields().get("POSTERN_NAME"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "_UID", "lower", "A B", "A=B", "A\nB", "9A", "\u00c4", "MESSAGE", "PRIORITY"})
  void namesThatAreNotOursAreRefused(String name) {
    Map<String, String> fields = Map.of(name, "x");
    assertThrows(IllegalArgumentException.class, () -> entry("m", fields));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "0123", "0123456789ABCDEF0123456789ABCDEF", ID + "\n", ID + "0"})
  void idsOfAnotherFormAreRefused(String id) {
    assertThrows(
        IllegalArgumentException.class, () -> new JournalEntry(Priority.INFO, id, "m", Map.of()));
  }

  @Test
  void thePrioritiesAreThoseOfSyslog() {
    for (Priority priority : Priority.values()) {
      TextJournal.prefixed(lines::add).write(new JournalEntry(priority, ID, "", Map.of()));
    }

    assertEquals(IntStream.range(0, 8).mapToObj(i -> "<" + i + ">").toList(), lines);
  }

  @Test
  void theJournalIsChosenWhereStandardErrorGoesThere() throws IOException {
    Path stream = Files.createFile(folder.resolve("stream"));
    Map<String, Object> stat = Files.readAttributes(stream, "unix:dev,ino");
    String name = stat.get("dev") + ":" + stat.get("ino");

    assertTrue(Journals.isOf(name, stream));
    assertFalse(Journals.isOf(name + "0", stream));
    assertFalse(Journals.isOf("", stream));
    assertFalse(Journals.isOf(name, folder.resolve("missing")));
  }

  @Test
  void peopleReadTheTime() {
    for (Map<String, String> elsewhere : List.of(Map.<String, String>of(), stream("1:1"))) {
      Journals.choose(elsewhere, lines::add, CLOCK).write(entry("held", Map.of()));
    }

    assertEquals(
        List.of("2026-12-06T10:20:30Z WARNING held", "2026-12-06T10:20:30Z WARNING held"), lines);
  }

  private static Map<String, String> stream(String name) {
    return Map.of("JOURNAL_STREAM", name);
  }

  @Test
  void theJournalOfTheMachineIsAskedForWhenStandardErrorIsItsStream() throws IOException {
    Map<String, Object> stat = Files.readAttributes(Path.of("/proc/self/fd/2"), "unix:dev,ino");
    Map<String, String> service = stream(stat.get("dev") + ":" + stat.get("ino"));

    assertTrue(Journals.choose(service, lines::add, CLOCK) instanceof NativeJournal);
  }
}
