package org.postern.host.log.line;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The end of a log file that grows and is rotated: what was written since it was last read, and of
 * a file that was not read yet what was written last. Memory and work are bounded, however large
 * the file and its lines are. Not safe for several threads.
 *
 * <p>A file is known again by its inode. One that was renamed is read to its end before the new one
 * begins; one that was cut (logrotate's copytruncate) is read from its beginning.
 */
public final class LogTail {
  /** The most bytes of a log that are read at a time; what is before them is passed over. */
  public static final int MOST = 32 * 1024 * 1024;

  /** The most bytes of a line; the rest of a longer one is passed over. */
  public static final int LONGEST_LINE = 16 * 1024;

  private static final int PIECE = 64 * 1024;

  /** A rotated file is looked for among so many names. */
  private static final int MOST_NAMES = 10_000;

  /** The number of tries to open a log, which may be renamed meanwhile. */
  private static final int MOST_ROTATIONS = 3;

  private final Path file;
  private final int most;
  private Optional<Mark> mark = Optional.empty();

  /** Creates the tail of a file that need not be there yet. */
  public LogTail(Path file) {
    this(file, MOST);
  }

  public LogTail(Path file, int most) {
    this.file = file;
    this.most = most;
  }

  /**
   * How far a file was read.
   *
   * @param inode the inode of the file
   * @param at the first byte that was not
   * @param within whether that is amid a line that is passed over
   */
  private record Mark(Object inode, long at, boolean within) {}

  /** Returns the file as it is called now. */
  public Path file() {
    return file;
  }

  /**
   * Reads what is new, line by line without their ends, each byte as one character.
   *
   * @throws NoSuchFileException when there is no such file
   * @throws AccessDeniedException when the right to read it is missing
   * @throws IOException when it cannot be read otherwise
   */
  public void read(Consumer<String> lines) throws IOException {
    for (int again = 0; again < MOST_ROTATIONS; again++) {
      Object inode = inode(file);
      try (FileChannel channel = open(file)) {
        if (inode.equals(inode(file))) {
          read(channel, inode, lines);
          return;
        }
      }
    }
    throw new IOException("it is renamed again and again");
  }

  private void read(FileChannel channel, Object inode, Consumer<String> lines) throws IOException {
    long size = channel.size();
    boolean known = mark.filter(one -> one.inode().equals(inode)).isPresent();
    Mark from = new Mark(inode, 0, false);
    if (known) {
      from = mark.get().at() <= size ? mark.get() : from;
    } else {
      before(Math.max(0, most - size), lines);
    }
    mark = Optional.of(read(channel, from, size, lines));
  }

  /**
   * Reads what was not read yet of the file before; of one that is not known, the last {@code
   * budget} bytes.
   */
  private void before(long budget, Consumer<String> lines) throws IOException {
    Optional<Path> before = mark.isPresent() ? renamed(mark.get().inode()) : previous();
    if (before.isEmpty()) {
      return;
    }
    try (FileChannel channel = open(before.get())) {
      long size = channel.size();
      Mark from =
          mark.filter(one -> one.at() <= size)
              .orElseGet(() -> new Mark(before, Math.max(0, size - budget), size > budget));
      read(channel, from, size, lines);
    } catch (NoSuchFileException e) {
      // It was rotated once more, and there is nothing left to read.
      return;
    }
  }

  /**
   * Returns the name that a file has now; empty when it has none beside this one, or was
   * compressed.
   */
  private Optional<Path> renamed(Object inode) throws IOException {
    String name = Objects.requireNonNull(file.getFileName()).toString();
    int names = 0;
    try (DirectoryStream<Path> beside =
        Files.newDirectoryStream(file.toAbsolutePath().getParent())) {
      for (Path one : beside) {
        boolean rotated = one.getFileName().toString().startsWith(name);
        if (rotated && isRegular(one) && inode(one).equals(inode)) {
          return Optional.of(one);
        }
        if (++names > MOST_NAMES) {
          break;
        }
      }
    } catch (AccessDeniedException e) {
      return Optional.empty();
    } catch (DirectoryIteratorException e) {
      throw e.getCause();
    }
    return Optional.empty();
  }

  /** Returns the file before, as logrotate calls it with {@code delaycompress}. */
  private Optional<Path> previous() {
    Path previous = file.resolveSibling(file.getFileName() + ".1");
    return isRegular(previous) && Files.isReadable(previous)
        ? Optional.of(previous)
        : Optional.empty();
  }

  private static boolean isRegular(Path path) {
    return Files.isRegularFile(path);
  }

  /** A pipe would be waited for. */
  private static FileChannel open(Path path) throws IOException {
    if (!isRegular(path)) {
      throw new IOException("it is no file");
    }
    return FileChannel.open(path, StandardOpenOption.READ);
  }

  private static Object inode(Path path) throws IOException {
    BasicFileAttributes attributes = Files.readAttributes(path, BasicFileAttributes.class);
    return Optional.ofNullable(attributes.fileKey()).orElseGet(path::toAbsolutePath);
  }

  private Mark read(FileChannel channel, Mark from, long size, Consumer<String> lines)
      throws IOException {
    long begin = Math.max(from.at(), size - most);
    boolean cut = begin > from.at() || from.within();
    Assembly assembly = new Assembly(begin, cut, lines);
    ByteBuffer piece = ByteBuffer.allocate(PIECE);
    channel.position(begin);
    for (long left = size - begin; left > 0; ) {
      piece.clear().limit((int) Math.min(PIECE, left));
      int read = channel.read(piece);
      if (read < 0) {
        break;
      }
      assembly.take(piece.array(), read);
      left -= read;
    }
    return assembly.mark(from.inode());
  }

  /** Assembles lines of pieces. */
  private static final class Assembly {
    private final byte[] line = new byte[LONGEST_LINE];
    private final Consumer<String> lines;
    private int length;
    private long begin;
    private long at;
    private boolean passing;

    /**
     * Creates an assembly that starts at a place of a file.
     *
     * @param passing whether the rest of a line is passed over first
     */
    Assembly(long at, boolean passing, Consumer<String> lines) {
      this.at = at;
      this.begin = at;
      this.passing = passing;
      this.lines = lines;
    }

    void take(byte[] piece, int count) {
      for (int i = 0; i < count; i++) {
        at++;
        if (piece[i] == '\n') {
          end();
        } else if (!passing) {
          line[length++] = piece[i];
          if (length == LONGEST_LINE) {
            end();
            passing = true;
          }
        }
      }
    }

    private void end() {
      if (!passing) {
        lines.accept(new String(line, 0, length, StandardCharsets.ISO_8859_1));
      }
      passing = false;
      length = 0;
      begin = at;
    }

    /** A line without an end is read when it has one. */
    Mark mark(Object inode) {
      return passing ? new Mark(inode, at, true) : new Mark(inode, begin, false);
    }
  }
}
