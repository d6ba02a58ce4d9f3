package org.postern.state;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.DateTimeException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.postern.diagnostic.Counted;
import org.postern.host.AtomicFile;
import org.postern.host.FileModes;
import org.postern.host.Json;
import org.postern.host.ffm.FileOwner;

/**
 * A record of who ordered what, when and why: one JSON object a line, appended and synced. When the
 * file is large it becomes {@code audit.old}, and the one before it goes.
 */
public final class AuditTrail {
  /** The most bytes of a part, some ten thousand lines. */
  private static final int LIMIT = 2 << 20;

  private final Path folder;
  private final Path file;

  AuditTrail(Path folder) {
    this.folder = folder;
    this.file = folder.resolve("audit");
  }

  /** Adds a line. */
  public void append(StateLock lock, AuditEntry entry) throws IOException {
    lock.requireHeld();
    String line = Json.write(OrdersCodec.write(entry)) + "\n";
    FileOwner.as(folder, () -> append(line));
  }

  private Path append(String text) throws IOException {
    boolean created = rotate(text.length());
    byte[] line = ((isCut() ? "\n" : "") + text).getBytes(StandardCharsets.UTF_8);
    try (FileChannel channel =
        FileChannel.open(
            file,
            Set.of(StandardOpenOption.CREATE, StandardOpenOption.APPEND, LinkOption.NOFOLLOW_LINKS),
            FileModes.of(file, "rw-------"))) {
      ByteBuffer buffer = ByteBuffer.wrap(line);
      while (buffer.hasRemaining()) {
        channel.write(buffer);
      }
      channel.force(true);
    }
    if (created) {
      AtomicFile.sync(folder);
    }
    return file;
  }

  /** Tells whether a crash has cut the last line: the next one must not be lost with it. */
  private boolean isCut() throws IOException {
    if (Files.notExists(file, LinkOption.NOFOLLOW_LINKS)) {
      return false;
    }
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS)) {
      ByteBuffer last = ByteBuffer.allocate(1);
      return channel.size() > 0
          && channel.read(last, channel.size() - 1) == 1
          && last.get(0) != '\n';
    }
  }

  /** Tells whether the next line begins a file. */
  private boolean rotate(int more) throws IOException {
    if (Files.notExists(file, LinkOption.NOFOLLOW_LINKS)) {
      return true;
    }
    if (Files.size(file) + more <= LIMIT) {
      return false;
    }
    Files.move(
        file,
        file.resolveSibling(file.getFileName() + ".old"),
        StandardCopyOption.ATOMIC_MOVE,
        StandardCopyOption.REPLACE_EXISTING);
    return true;
  }

  /** Reads all lines that are there, oldest first. A line that a crash has cut is left out. */
  public List<AuditEntry> read() throws IOException {
    List<AuditEntry> entries = new ArrayList<>();
    for (Path part : List.of(file.resolveSibling(file.getFileName() + ".old"), file)) {
      for (String line : lines(part)) {
        read(line).ifPresent(entries::add);
      }
    }
    return entries;
  }

  /**
   * Returns what is wrong with the trail, in words; lines that are gone as a whole leave no trace.
   */
  public List<String> damage() throws IOException {
    List<String> found = new ArrayList<>();
    for (Path part : List.of(file.resolveSibling(file.getFileName() + ".old"), file)) {
      List<String> lines = lines(part);
      List<Integer> bad = new ArrayList<>();
      for (int i = 0; i < lines.size(); i++) {
        if (read(lines.get(i)).isEmpty()) {
          bad.add(i + 1);
        }
      }
      if (!bad.isEmpty()) {
        found.add(
            "the audit trail %s is damaged: %s cannot be read, the first is line %d"
                .formatted(part, Counted.of(bad.size(), "line"), bad.getFirst()));
      } else if (lines.isEmpty() && Files.exists(part, LinkOption.NOFOLLOW_LINKS)) {
        found.add("the audit trail %s is empty: what it told was taken out".formatted(part));
      }
    }
    return found;
  }

  private static Optional<AuditEntry> read(String line) {
    try {
      return Optional.of(OrdersCodec.readAudit(Json.read(line)));
    } catch (IOException | DateTimeException e) {
      return Optional.empty();
    }
  }

  private static List<String> lines(Path part) throws IOException {
    try {
      byte[] content = AtomicFile.read(part, 2 * LIMIT);
      return new String(content, StandardCharsets.UTF_8).lines().toList();
    } catch (NoSuchFileException e) {
      return List.of();
    } catch (AccessDeniedException e) {
      throw new StateException(
          StateException.Kind.PERMISSION, "no right to read the audit trail " + part, e);
    }
  }
}
