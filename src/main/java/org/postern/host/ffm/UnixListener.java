package org.postern.host.ffm;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.GroupPrincipal;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.IntStream;

/**
 * A listening Unix stream socket, unix(7): inherited from a service manager, or bound to a path.
 * One thread accepts, any may close.
 *
 * <p>A close never shuts the socket down, because the service manager holds the same one and goes
 * on listening: clients wait in its queue until the next process of the service accepts them.
 */
public final class UnixListener implements AutoCloseable {
  private static final int SO_TYPE = 3;
  private static final int SO_ACCEPTCONN = 30;
  private static final int SO_DOMAIN = 39;

  /** The default of net.core.somaxconn, which caps it. */
  private static final int BACKLOG = 4096;

  private final int fd;
  private final int wake;
  private final Optional<BoundPath> path;
  private final AtomicBoolean closing = new AtomicBoolean();

  /** The lock that is held while the descriptors are in use. */
  private final ReentrantLock inUse = new ReentrantLock();

  private UnixListener(int fd, Optional<BoundPath> path) throws ErrnoException {
    this.fd = fd;
    this.path = path;
    this.wake = UnixCalls.eventfd();
  }

  /**
   * Takes over a listening socket that another process has made. Programs started from here on do
   * not inherit it.
   *
   * @throws ErrnoException ENOTSOCK, EBADF, or EINVAL for a socket of another kind; it stays open
   */
  public static UnixListener adopt(int fd) throws ErrnoException {
    if (!isListening(fd)) {
      throw new ErrnoException(
          Errno.EINVAL, "descriptor " + fd + " is not a listening Unix stream socket");
    }
    UnixCalls.closeOnExec(fd);
    UnixCalls.nonBlocking(fd);
    return new UnixListener(fd, Optional.empty());
  }

  private static boolean isListening(int fd) throws ErrnoException {
    int level = UnixCalls.SOL_SOCKET;
    return SocketCalls.intOption(fd, level, SO_DOMAIN) == UnixCalls.AF_UNIX
        && SocketCalls.intOption(fd, level, SO_TYPE) == UnixCalls.SOCK_STREAM
        && SocketCalls.intOption(fd, level, SO_ACCEPTCONN) == 1;
  }

  /**
   * Makes a socket at a path and listens. A socket that no process listens to is replaced. Mode and
   * group are set before any client can connect.
   *
   * @param mode the mode as {@code rw-rw----}; to connect takes the right to write
   * @param group the group of the file, where it is not that of this process
   * @throws FileAlreadyExistsException for what is no socket, or one that is listened to
   */
  public static UnixListener bind(Path file, String mode, Optional<String> group)
      throws IOException {
    Path absolute = file.toAbsolutePath();
    int bits = bits(mode);
    BoundPath.clear(absolute);
    int type = UnixCalls.SOCK_STREAM | UnixCalls.SOCK_CLOEXEC | UnixCalls.SOCK_NONBLOCK;
    int fd = SocketCalls.socket(UnixCalls.AF_UNIX, type, 0);
    try {
      bind(fd, absolute);
      return listen(fd, BoundPath.of(absolute), bits, group);
    } catch (IOException | RuntimeException | Error e) {
      SocketCalls.close(fd);
      throw e;
    }
  }

  private static void bind(int fd, Path file) throws ErrnoException {
    try (Arena arena = Arena.ofConfined()) {
      SocketCalls.bind(fd, UnixAddress.of(file.toString(), arena));
    } catch (ErrnoException e) {
      throw new ErrnoException(e.errno(), "bind to " + file);
    }
  }

  /**
   * Sets mode and group of the socket, then listens. Until listen(2) every client is refused, so no
   * client comes in with the wrong mode.
   */
  private static UnixListener listen(int fd, BoundPath path, int mode, Optional<String> group)
      throws IOException {
    try {
      UnixCalls.chmod(path.file(), mode);
      if (group.isPresent()) {
        chgrp(path.file(), group.get());
      }
      UnixCalls.listen(fd, BACKLOG);
      return new UnixListener(fd, Optional.of(path));
    } catch (IOException | RuntimeException | Error e) {
      path.remove();
      throw e;
    }
  }

  private static void chgrp(Path file, String group) throws IOException {
    GroupPrincipal principal =
        file.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByGroupName(group);
    Files.getFileAttributeView(file, PosixFileAttributeView.class, LinkOption.NOFOLLOW_LINKS)
        .setGroup(principal);
  }

  /** Returns the mode as a number: the first of nine characters is the highest of nine bits. */
  private static int bits(String mode) {
    Set<PosixFilePermission> checked = PosixFilePermissions.fromString(mode);
    String text = PosixFilePermissions.toString(checked);
    return IntStream.range(0, text.length())
        .filter(i -> text.charAt(i) != '-')
        .map(i -> 0400 >> i)
        .sum();
  }

  /** Waits for the next client; empty once this is closed. */
  public Optional<UnixConnection> accept() throws ErrnoException {
    inUse.lock();
    try {
      while (!closing.get()) {
        Optional<UnixConnection> next = acceptNow();
        if (next.isPresent()) {
          return next;
        }
        Poll.awaitInput(fd, wake);
      }
      return Optional.empty();
    } finally {
      inUse.unlock();
    }
  }

  private Optional<UnixConnection> acceptNow() throws ErrnoException {
    try {
      return Optional.of(UnixConnection.adopt(UnixCalls.accept(fd)));
    } catch (ErrnoException e) {
      if (e.is(Errno.EAGAIN)) {
        return Optional.empty();
      }
      throw e;
    }
  }

  /** Stops listening, ends an accept, and removes the file if this process has made it. */
  @Override
  public void close() throws IOException {
    if (!closing.compareAndSet(false, true)) {
      return;
    }
    if (path.isPresent()) {
      path.get().remove();
    }
    UnixCalls.signal(wake);
    inUse.lock();
    try {
      SocketCalls.close(fd);
      SocketCalls.close(wake);
    } finally {
      inUse.unlock();
    }
  }
}
