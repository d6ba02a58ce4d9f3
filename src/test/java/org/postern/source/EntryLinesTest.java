package org.postern.source;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.postern.address.Interval;
import org.postern.address.text.AddressText;
import org.postern.diagnostic.Span;
import org.postern.policy.FileSource;

class EntryLinesTest {
  private static final String LIST =
      """
      # nodes
      192.0.2.1 first
      192.0.2.0/24
      192.0.2.1 again

      2001:db8::1 B\u00FCcher
      198.51.100.0/255.255.255.0
      203.0.113.1-203.0.113.9 # c
      """;

  @TempDir private Path folder;

  private final EntryLines lines = new EntryLines();

  private static Interval interval(String text) {
    return assertInstanceOf(AddressText.Ok.class, AddressText.parse(text)).interval();
  }

  private FileSource source() {
    return new FileSource(
        Span.wholeFile("policy.yaml"), "nodes", folder.resolve("nodes").toString());
  }

  private void write(String list) throws IOException {
    Files.writeString(folder.resolve("nodes"), list);
  }

  private OptionalInt line(String interval) {
    return lines.of(source(), interval(interval));
  }

  @ParameterizedTest
  @CsvSource({
    "192.0.2.1, 2",
    "192.0.2.0/24, 3",
    "2001:db8::1, 6",
    "198.51.100.0/24, 7",
    "203.0.113.1-203.0.113.9, 8"
  })
  void theFirstLineThatNamesTheIntervalCounts(String interval, int line) throws IOException {
    write(LIST);
    assertEquals(OptionalInt.of(line), line(interval));
  }

  @ParameterizedTest
  @ValueSource(strings = {"192.0.2.2", "192.0.2.0/25", "::c000:201", "203.0.113.1"})
  void anotherIntervalHasNoLine(String interval) throws IOException {
    write(LIST);
    assertEquals(OptionalInt.empty(), line(interval));
  }

  @Test
  void aListThatIsGoneHasNoLine() {
    assertEquals(OptionalInt.empty(), line("192.0.2.1"));
  }

  @Test
  void aListWithMistakesHasNoLine() throws IOException {
    write(LIST + "192.0.2.300\n");
    assertEquals(OptionalInt.empty(), line("192.0.2.1"));
  }

  @Test
  void aFolderHasNoLine() throws IOException {
    Files.createDirectory(folder.resolve("nodes"));
    assertEquals(OptionalInt.empty(), line("192.0.2.1"));
  }

  /** An answer that came before the file was changed is told by the file as it is. */
  @Test
  void aChangedListTellsItsLinesOfNow() throws IOException {
    write("# one more\n192.0.2.9\n192.0.2.1\n");
    assertEquals(OptionalInt.of(3), line("192.0.2.1"));
    write("192.0.2.1\n");
    assertEquals(OptionalInt.of(3), line("192.0.2.1"), "read once while it explains");
    assertEquals(OptionalInt.of(1), new EntryLines().of(source(), interval("192.0.2.1")));
  }
}
