package org.postern.host.ffm;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;

/**
 * The file of a socket, identified so that another file at its path is not taken for it.
 *
 * @param device {@code st_dev} of stat(2)
 * @param inode {@code st_ino} of stat(2)
 */
record BoundPath(Path file, long device, long inode) {
  private static final int S_IFMT = 0170000;
  private static final int S_IFSOCK = 0140000;

  /**
   * Returns the socket at a path.
   *
   * @throws FileAlreadyExistsException for anything else there; no symbolic link is followed
   */
  static BoundPath of(Path file) throws IOException {
    Map<String, Object> stat =
        Files.readAttributes(file, "unix:mode,dev,ino", LinkOption.NOFOLLOW_LINKS);
    if (!(stat.get("mode") instanceof Integer mode)
        || !(stat.get("dev") instanceof Long device)
        || !(stat.get("ino") instanceof Long inode)) {
      throw new IllegalStateException("stat answered " + stat);
    }
    if ((mode & S_IFMT) != S_IFSOCK) {
      throw new FileAlreadyExistsException(file.toString(), null, "not a socket, so left alone");
    }
    return new BoundPath(file, device, inode);
  }

  /**
   * Removes what is at a path if it is a socket that no process listens to.
   *
   * @throws FileAlreadyExistsException for anything else
   */
  static void clear(Path file) throws IOException {
    BoundPath found;
    try {
      found = of(file);
    } catch (NoSuchFileException e) {
      return; // free already
    }
    if (isListenedTo(file)) {
      throw new FileAlreadyExistsException(file.toString(), null, "a process listens to it");
    }
    found.remove();
  }

  /**
   * Tells whether a process may listen on a socket. Any error but a refusal or a missing file may
   * come from a listener, such as a busy one.
   */
  private static boolean isListenedTo(Path file) throws ErrnoException {
    int type = UnixCalls.SOCK_STREAM | UnixCalls.SOCK_CLOEXEC | UnixCalls.SOCK_NONBLOCK;
    int fd = SocketCalls.socket(UnixCalls.AF_UNIX, type, 0);
    try (Arena arena = Arena.ofConfined()) {
      UnixCalls.connect(fd, UnixAddress.of(file.toString(), arena));
      return true;
    } catch (ErrnoException e) {
      return !e.is(Errno.ECONNREFUSED) && !e.is(Errno.ENOENT);
    } finally {
      SocketCalls.close(fd);
    }
  }

  /** Removes the file, unless another has taken its place. */
  void remove() throws IOException {
    try {
      if (equals(of(file))) {
        Files.deleteIfExists(file);
      }
    } catch (NoSuchFileException | FileAlreadyExistsException e) {
      return; // no longer ours
    }
  }
}
