package org.postern.host;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(30)
class AtomicFileTest {
  private static final byte[] OLD = "old".getBytes(StandardCharsets.UTF_8);
  private static final byte[] NEW = "new and longer".getBytes(StandardCharsets.UTF_8);

  @TempDir private Path folder;

  @Test
  void writesAndReadsBack() throws IOException {
    Path file = folder.resolve("file");
    AtomicFile.write(file, NEW, "rw-r-----");
    assertArrayEquals(NEW, AtomicFile.read(file, 100));
    assertEquals("rw-r-----", mode(file));
    assertEquals(List.of("file"), names());
  }

  @Test
  void keepsTheModeOfTheFileItReplaces() throws IOException {
    Path file = Files.write(folder.resolve("file"), OLD);
    for (String mode : List.of("rw-rw-r--", "r--------", "rwxr-xr-x")) {
      Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(mode));
      AtomicFile.write(file, NEW, "rw-------");
      assertEquals(mode, mode(file));
    }
  }

  @Test
  void keepsTheOwnerAndGroupOfTheFileItReplaces() throws IOException {
    Path file = Files.write(folder.resolve("file"), OLD);
    Object owner = Files.getAttribute(file, "unix:uid");
    Object group = Files.getAttribute(file, "unix:gid");
    AtomicFile.write(file, NEW, "rw-------");
    assertEquals(owner, Files.getAttribute(file, "unix:uid"));
    assertEquals(group, Files.getAttribute(file, "unix:gid"));
  }

  @Test
  void aReaderOfTheOldFileKeepsTheOldContent() throws IOException {
    Path file = Files.write(folder.resolve("file"), OLD);
    try (var reader = Files.newInputStream(file)) {
      AtomicFile.write(file, NEW, "rw-------");
      assertArrayEquals(OLD, reader.readAllBytes());
    }
    assertArrayEquals(NEW, Files.readAllBytes(file));
  }

  @Test
  void aLinkIsLeftAloneAndSoIsWhatItLeadsTo() throws IOException {
    Path elsewhere = Files.write(folder.resolve("elsewhere"), OLD);
    Path link = Files.createSymbolicLink(folder.resolve("link"), elsewhere);
    assertThrows(IOException.class, () -> AtomicFile.write(link, NEW, "rw-------"));
    assertThrows(IOException.class, () -> AtomicFile.read(link, 100));
    assertTrue(Files.isSymbolicLink(link));
    assertArrayEquals(OLD, Files.readAllBytes(elsewhere));
  }

  @Test
  void aFolderIsLeftAlone() throws IOException {
    Path inner = Files.createDirectory(folder.resolve("inner"));
    assertThrows(IOException.class, () -> AtomicFile.write(inner, NEW, "rw-------"));
    assertThrows(IOException.class, () -> AtomicFile.read(inner, 100));
    assertTrue(Files.isDirectory(inner, LinkOption.NOFOLLOW_LINKS));
  }

  @Test
  void aPipeIsLeftAloneAndNotWaitedFor() throws IOException {
    Path pipe = folder.resolve("pipe");
    new ProcessRunner().run(List.of("mkfifo", pipe.toString()), "", Duration.ofSeconds(10));
    assertThrows(IOException.class, () -> AtomicFile.write(pipe, NEW, "rw-------"));
    assertThrows(IOException.class, () -> AtomicFile.read(pipe, 100));
  }

  @Test
  void whatIsMissingIsMissing() {
    assertThrows(NoSuchFileException.class, () -> AtomicFile.read(folder.resolve("missing"), 100));
    assertThrows(
        NoSuchFileException.class,
        () -> AtomicFile.write(folder.resolve("no/such/folder"), NEW, "rw-------"));
  }

  @Test
  void whatCannotBeWrittenIsNamedAndNotTheTemporaryFile() {
    Path file = Path.of("/proc/postern-state");
    FileSystemException failure =
        assertThrows(FileSystemException.class, () -> AtomicFile.write(file, NEW, "rw-------"));
    assertEquals(file.toString(), failure.getFile());
  }

  @Test
  void theLimitIsTheLargestSize() throws IOException {
    Path file = Files.write(folder.resolve("file"), NEW);
    assertArrayEquals(NEW, AtomicFile.read(file, NEW.length));
    assertThrows(IOException.class, () -> AtomicFile.read(file, NEW.length - 1));
  }

  private List<String> names() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).toList();
    }
  }

  private static String mode(Path file) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
  }
}
