package org.postern.state;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import org.postern.host.AtomicFile;
import org.postern.host.FileModes;
import org.postern.host.Invoker;
import org.postern.host.ffm.FileOwner;

/** The state folder as a place that belongs to one user, and in which only that user writes. */
final class OwnedFolder {
  private final Path folder;

  OwnedFolder(Path folder) {
    this.folder = folder;
  }

  /** A write into the folder. */
  interface Writing<T> {
    T run() throws IOException;
  }

  /** Runs a write: what root writes into the folder of another user belongs to that user. */
  <T> T write(Writing<T> writing) throws IOException {
    try {
      prepare();
      return FileOwner.as(folder, writing::run);
    } catch (AccessDeniedException e) {
      throw denied(e);
    } catch (StateException e) {
      throw e;
    } catch (IOException e) {
      if (Files.exists(folder) && !Files.isDirectory(folder)) {
        throw e;
      }
      throw new StateException(
          StateException.Kind.UNWRITABLE,
          "the state cannot be written: " + e.getMessage() + remedy(e),
          e);
    }
  }

  /**
   * Returns the remedy for an error of the system (the words of Linux for ENOSPC, EDQUOT and
   * EROFS).
   */
  private String remedy(IOException e) {
    String why = String.valueOf(e.getMessage());
    if (why.endsWith("No space left on device") || why.endsWith("Disk quota exceeded")) {
      return "; make room in the file system of %s (df, df -i), and do it again".formatted(folder);
    }
    return why.endsWith("Read-only file system")
        ? "; mount the file system of %s for writing, and do it again".formatted(folder)
        : "";
  }

  private void prepare() throws IOException {
    try {
      if (!Files.isDirectory(folder)) {
        Files.createDirectories(folder, FileModes.of(folder, "rwx------"));
      }
      requireOwn();
      prepare(folder.resolve("generations"));
      prepare(folder.resolve("blobs"));
    } catch (AccessDeniedException e) {
      throw denied(e);
    }
  }

  private void prepare(Path part) throws IOException {
    if (!Files.isDirectory(part)) {
      FileOwner.as(folder, () -> Files.createDirectory(part, FileModes.of(folder, "rwx------")));
      AtomicFile.sync(folder);
    }
  }

  /**
   * Requires that no other user can plant files in the folder: he could have us write, or believe,
   * what he likes.
   */
  private void requireOwn() throws IOException {
    if (!FileModes.areKnown(folder)) {
      return;
    }
    PosixFileAttributes found =
        Files.readAttributes(folder, PosixFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
    int owner = (Integer) Files.getAttribute(folder, "unix:uid", LinkOption.NOFOLLOW_LINKS);
    if (!Invoker.uid().map(uid -> uid == owner || uid == 0).orElse(true)) {
      throw new StateException(
          StateException.Kind.PERMISSION,
          "the state in %s belongs to %s: run this as that user, or through the daemon"
              .formatted(folder, found.owner().getName()));
    }
    if (found.permissions().contains(PosixFilePermission.GROUP_WRITE)
        || found.permissions().contains(PosixFilePermission.OTHERS_WRITE)) {
      throw new StateException(
          StateException.Kind.PERMISSION,
          "others may write to the state in %s: chmod go-w it".formatted(folder));
    }
  }

  /** Returns what is thrown when a right is missing. */
  StateException denied(AccessDeniedException e) {
    return new StateException(
        StateException.Kind.PERMISSION, "no right to use the state in " + folder, e);
  }
}
