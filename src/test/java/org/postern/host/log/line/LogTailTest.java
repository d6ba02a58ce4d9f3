package org.postern.host.log.line;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A log that grows, is rotated and is cut: each line once, and no more memory than it may take. */
class LogTailTest {
  @TempDir private Path folder;
  private Path file;
  private LogTail tail;

  @BeforeEach
  void begin() {
    file = folder.resolve("mail.log");
    tail = new LogTail(file, 100);
  }

  private void write(String text) throws IOException {
    Files.writeString(file, text, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
  }

  private void rotate() throws IOException {
    Files.move(file, folder.resolve("mail.log.1"));
  }

  private List<String> read() throws IOException {
    List<String> lines = new ArrayList<>();
    tail.read(lines::add);
    return lines;
  }

  @Test
  void readsEachLineOnceAndOnlyWhole() throws IOException {
    write("one\ntwo\nthr");
    assertEquals(List.of("one", "two"), read());
    assertEquals(List.of(), read());
    write("ee\n");
    assertEquals(List.of("three"), read());
    assertEquals(List.of(), read());
  }

  @Test
  void readsWhatWasWrittenBeforeARotationAndBehindIt() throws IOException {
    write("one\n");
    assertEquals(List.of("one"), read());
    write("two\n");
    rotate();
    write("three\n");
    assertEquals(List.of("two", "three"), read());
    write("four\n");
    assertEquals(List.of("four"), read());
  }

  @Test
  void findsAFileThatWasRenamedByItsDay() throws IOException {
    write("one\n");
    assertEquals(List.of("one"), read());
    write("two\n");
    Files.move(file, folder.resolve("mail.log-20261129"));
    Files.writeString(folder.resolve("mail.log.1"), "older\n");
    write("three\n");
    assertEquals(List.of("two", "three"), read());
  }

  @Test
  void goesOnBehindARotationOfWhichTheFileIsGone() throws IOException {
    write("one\n");
    assertEquals(List.of("one"), read());
    // The new file is there before the old one goes, so that it has another inode.
    rotate();
    write("two\n");
    Files.delete(folder.resolve("mail.log.1"));
    assertEquals(List.of("two"), read());
  }

  @Test
  void readsAFileThatWasCutFromItsBeginning() throws IOException {
    write("one\ntwo\n");
    assertEquals(List.of("one", "two"), read());
    Files.writeString(file, "new\n", StandardOpenOption.TRUNCATE_EXISTING);
    assertEquals(List.of("new"), read());
  }

  @Test
  void ofANewLogReadsTheEndAndOfTheOneBeforeWhatFits() throws IOException {
    write("before-1 " + "x".repeat(60) + "\nbefore-2\n");
    rotate();
    write("a".repeat(70) + "\nend\n");
    assertEquals(List.of("before-2", "a".repeat(70), "end"), read());

    Path large = folder.resolve("large.log");
    Files.writeString(large, ("0123456789".repeat(9) + "\n").repeat(50) + "end\n");
    tail = new LogTail(large, 100);
    assertEquals(List.of("0123456789".repeat(9), "end"), read());
  }

  @Test
  void passesOverTheRestOfALongLine() throws IOException {
    tail = new LogTail(file);
    write("x".repeat(10_000_000));
    List<String> lines = read();
    assertEquals(List.of(LogTail.LONGEST_LINE), lines.stream().map(String::length).toList());
    write("x".repeat(1_000_000) + "\nnext\n");
    assertEquals(List.of("next"), read());
  }

  @Test
  void saysWhatIsMissingOrNoFile() throws IOException {
    assertThrows(NoSuchFileException.class, this::read);
    Files.createDirectory(file);
    assertTrue(assertThrows(IOException.class, this::read).toString().contains("no file"));
  }

  @Test
  void waitsForNoPipe() throws IOException, InterruptedException {
    assertEquals(0, new ProcessBuilder("mkfifo", file.toString()).start().waitFor());
    assertThrows(IOException.class, this::read);
  }

  @Test
  void keepsBytesThatAreNoText() throws IOException {
    Files.write(file, new byte[] {(byte) 0xFF, 0, 27, '\n'});
    assertEquals(List.of("\u00ff\0\u001b"), read());
  }
}
