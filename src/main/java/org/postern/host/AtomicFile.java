package org.postern.host;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.Set;

/**
 * Replaces a file so that a reader, a crash or a power cut sees the old content or the new, never a
 * mixture: temporary file in the same folder, fsync, rename, fsync of the folder. Keeps the owner
 * and mode of the file it replaces and follows no link.
 */
public final class AtomicFile {
  private static final int BUFFER = 64 << 10;
  private static final String TEMPORARY = ".new";

  /** The message of EPERM: such as for a file whose owner or group this user may not give it. */
  private static final String NOT_PERMITTED = "Operation not permitted";

  private AtomicFile() {}

  /** Writes a content that need not be in memory as a whole. */
  public interface Content {
    /** Writes all of the content. */
    void writeTo(OutputStream out) throws IOException;
  }

  /**
   * Writes the whole content.
   *
   * @param mode the mode of a file that did not exist, as {@code rw-r-----}
   */
  public static void write(Path file, byte[] content, String mode) throws IOException {
    replace(file, channel -> write(channel, content), keeping(mode));
  }

  /**
   * Writes the whole content of a file that programs of other users read: it has exactly this mode,
   * and belongs to the owner of its folder where root writes it, whatever was there before.
   *
   * @param mode the mode as {@code rw-r--r--}
   */
  public static void writeForReaders(Path file, byte[] content, String mode) throws IOException {
    replace(
        file,
        channel -> write(channel, content),
        (temporary, _) -> ownLike(parent(file), temporary, mode));
  }

  /**
   * Makes a folder that programs of other users read, unless it is there: it belongs to the owner
   * of the folder above, where root makes it.
   *
   * @param mode the mode as {@code rwxr-xr-x}
   */
  public static void makeForReaders(Path folder, String mode) throws IOException {
    if (Files.isDirectory(folder)) {
      return;
    }
    Files.createDirectories(folder);
    if (FileModes.areKnown(folder)) {
      ownLike(parent(folder), folder, mode);
    }
  }

  /** Makes a first line when all that follows is written. */
  public interface Head {
    /** Returns the content, always of the same length. */
    byte[] make();
  }

  /**
   * Writes a head that depends on the rest, and the rest.
   *
   * @param content the rest
   * @param mode the mode of a file that did not exist, as {@code rw-r-----}
   */
  public static void write(Path file, Head head, Content content, String mode) throws IOException {
    replace(file, channel -> fill(channel, head, content), keeping(mode));
  }

  private interface Filling {
    void fill(FileChannel channel) throws IOException;
  }

  /** Gives the new file its owner and mode. */
  private interface Owning {
    void own(Path temporary, Optional<BasicFileAttributes> before) throws IOException;
  }

  private static Owning keeping(String mode) {
    return (temporary, before) -> own(temporary, before, mode);
  }

  private static void replace(Path file, Filling filling, Owning owning) throws IOException {
    Path folder = parent(file);
    if (!Files.isDirectory(folder)) {
      throw new NoSuchFileException(folder.toString());
    }
    Optional<BasicFileAttributes> before = attributes(file);
    if (before.isPresent() && !before.get().isRegularFile()) {
      throw new IOException(file + " is not a regular file; it is left alone");
    }
    Path temporary = create(folder, file);
    try {
      try (FileChannel channel =
          FileChannel.open(temporary, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS)) {
        filling.fill(channel);
        channel.force(true);
      }
      if (FileModes.areKnown(temporary)) {
        owning.own(temporary, before);
      }
      Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      Files.deleteIfExists(temporary);
      throw named(file, e);
    } catch (RuntimeException e) {
      Files.deleteIfExists(temporary);
      throw e;
    }
    sync(folder);
  }

  private static Path create(Path folder, Path file) throws IOException {
    try {
      return Files.createTempFile(folder, "." + file.getFileName(), TEMPORARY);
    } catch (IOException e) {
      throw named(file, e);
    }
  }

  /**
   * Returns the file that is meant is named, not the temporary one, which the system may not name
   * at all.
   */
  private static IOException named(Path file, IOException e) {
    IOException named = renamed(file, e);
    named.initCause(e);
    return named;
  }

  private static IOException renamed(Path file, IOException e) {
    return switch (e) {
      case AccessDeniedException _ -> new AccessDeniedException(file.toString());
      case NoSuchFileException _ -> new NoSuchFileException(file.toString());
      case FileSystemException f when NOT_PERMITTED.equals(f.getReason()) ->
          new AccessDeniedException(file.toString(), null, f.getReason());
      case FileSystemException f -> new FileSystemException(file.toString(), null, f.getReason());
      default -> new FileSystemException(file.toString(), null, e.getMessage());
    };
  }

  /**
   * Deletes what a writer that was killed left in a folder in which no process writes now. It does
   * no harm, so that on a disk which cannot be written to it may stay.
   */
  public static void removeLeftovers(Path folder) {
    try (DirectoryStream<Path> left = Files.newDirectoryStream(folder, ".*" + TEMPORARY)) {
      for (Path temporary : left) {
        Files.deleteIfExists(temporary);
      }
    } catch (IOException | DirectoryIteratorException _) {
      return;
    }
  }

  /** Reads a regular file, following no link, up to a limit. */
  public static byte[] read(Path file, int limit) throws IOException {
    Optional<BasicFileAttributes> attributes = attributes(file);
    if (attributes.isEmpty()) {
      throw new NoSuchFileException(file.toString());
    }
    if (!attributes.get().isRegularFile()) {
      throw new IOException(file + " is not a regular file");
    }
    if (attributes.get().size() > limit) {
      throw new IOException(file + " is larger than " + limit + " bytes");
    }
    try (var in = Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS)) {
      byte[] content = in.readNBytes(limit + 1);
      if (content.length > limit) {
        throw new IOException(file + " is larger than " + limit + " bytes");
      }
      return content;
    }
  }

  /** Gives a file the owner and mode of the one that was there before, or this mode. */
  private static void own(Path temporary, Optional<BasicFileAttributes> before, String mode)
      throws IOException {
    PosixFileAttributeView view =
        Files.getFileAttributeView(temporary, PosixFileAttributeView.class);
    Set<PosixFilePermission> permissions = PosixFilePermissions.fromString(mode);
    if (before.isPresent() && before.get() instanceof PosixFileAttributes posix) {
      keepOwner(view, posix);
      permissions = posix.permissions();
    }
    view.setPermissions(permissions);
  }

  private static void ownLike(Path folder, Path file, String mode) throws IOException {
    PosixFileAttributeView view = Files.getFileAttributeView(file, PosixFileAttributeView.class);
    if (attributes(folder).orElse(null) instanceof PosixFileAttributes owned) {
      try {
        keepOwner(view, owned);
      } catch (FileSystemException e) {
        if (!NOT_PERMITTED.equals(e.getReason())) {
          throw e;
        }
      }
    }
    view.setPermissions(PosixFilePermissions.fromString(mode));
  }

  /**
   * Makes what was created, renamed or deleted in a folder survive a power cut. Windows cannot be
   * asked to; NTFS writes that down by itself.
   */
  public static void sync(Path folder) throws IOException {
    if (!FileModes.areKnown(folder)) {
      return;
    }
    try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
      channel.force(true);
    } catch (IOException e) {
      throw named(folder, e);
    }
  }

  private static void fill(FileChannel channel, Head head, Content content) throws IOException {
    write(channel, head.make());
    OutputStream out = new BufferedOutputStream(Channels.newOutputStream(channel), BUFFER);
    content.writeTo(out);
    out.flush();
    channel.position(0);
    write(channel, head.make());
  }

  private static void write(FileChannel channel, byte[] content) throws IOException {
    ByteBuffer buffer = ByteBuffer.wrap(content);
    while (buffer.hasRemaining()) {
      channel.write(buffer);
    }
  }

  /**
   * Keeps the owner of a file where that is allowed: only root may give files away; when we may
   * not, the owner is us, as for any editor.
   */
  private static void keepOwner(PosixFileAttributeView view, PosixFileAttributes before)
      throws IOException {
    PosixFileAttributes now = view.readAttributes();
    if (!now.owner().equals(before.owner())) {
      view.setOwner(before.owner());
    }
    if (!now.group().equals(before.group())) {
      view.setGroup(before.group());
    }
  }

  private static Optional<BasicFileAttributes> attributes(Path file) throws IOException {
    Class<? extends BasicFileAttributes> kind =
        FileModes.areKnown(file) ? PosixFileAttributes.class : BasicFileAttributes.class;
    try {
      return Optional.of(Files.readAttributes(file, kind, LinkOption.NOFOLLOW_LINKS));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
  }

  private static Path parent(Path file) {
    Path absolute = file.toAbsolutePath();
    Path folder = absolute.getParent();
    if (folder == null) {
      throw new IllegalArgumentException(file + " has no folder");
    }
    return folder;
  }
}
