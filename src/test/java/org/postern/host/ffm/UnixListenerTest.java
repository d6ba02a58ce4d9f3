package org.postern.host.ffm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.net.ConnectException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UnixListenerTest {
  private static final String MODE = "rw-rw----";
  private static final CFunction DUP = CFunction.ofInt("dup");

  @TempDir private Path folder;
  private Path path = Path.of("unset");

  @BeforeEach
  void choosePath() {
    path = folder.resolve("control.sock");
  }

  private UnixListener bind() throws IOException {
    return UnixListener.bind(path, MODE, Optional.empty());
  }

  /** Whether a client at the path comes in by this listener. */
  private boolean isReached(UnixListener listener) throws IOException {
    SocketChannel.open(UnixDomainSocketAddress.of(path)).close();
    Optional<UnixConnection> client = listener.accept();
    if (client.isPresent()) {
      client.get().close();
    }
    return client.isPresent();
  }

  @ParameterizedTest
  @ValueSource(strings = {"rw-rw----", "rwxrwxrwx", "rw-------", "-w--w--w-"})
  void theFileHasTheModeThatWasAsked(String mode) throws IOException {
    try (UnixListener listener = UnixListener.bind(path, mode, Optional.empty())) {
      assertEquals(mode, PosixFilePermissions.toString(attributes().permissions()));
      assertTrue(isReached(listener));
    }
  }

  @Test
  void theFileHasTheGroupThatWasAsked() throws IOException {
    String group = Files.readAttributes(folder, PosixFileAttributes.class).group().getName();
    try (UnixListener listener = UnixListener.bind(path, MODE, Optional.of(group))) {
      assertEquals(group, attributes().group().getName());
      assertTrue(isReached(listener));
    }
    assertThrows(
        IOException.class,
        () -> UnixListener.bind(path, MODE, Optional.of("no-such-group-anywhere")));
    assertFalse(Files.exists(path), "the socket was left behind");
  }

  private PosixFileAttributes attributes() throws IOException {
    return Files.readAttributes(path, PosixFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
  }

  @Test
  void aSocketOfNobodyIsReplaced() throws IOException {
    ServerSocketChannel before = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
    before.bind(UnixDomainSocketAddress.of(path)).close();
    assertTrue(Files.exists(path), "the JDK leaves the file");

    try (UnixListener listener = bind()) {
      assertTrue(isReached(listener));
    }
  }

  @Test
  void aSocketOfSomebodyIsLeftAlone() throws IOException {
    try (UnixListener listener = bind()) {
      FileAlreadyExistsException refusal =
          assertThrows(FileAlreadyExistsException.class, this::bind);

      assertEquals(path + ": a process listens to it", refusal.getMessage());
      assertTrue(isReached(listener));
    }
  }

  @Test
  void whatIsNoSocketIsLeftAlone() throws IOException {
    Files.writeString(path, "precious");
    FileAlreadyExistsException refusal = assertThrows(FileAlreadyExistsException.class, this::bind);

    assertEquals(path + ": not a socket, so left alone", refusal.getMessage());
    assertEquals("precious", Files.readString(path));
  }

  @Test
  void noLinkIsFollowed() throws IOException {
    Path elsewhere = folder.resolve("elsewhere");
    ServerSocketChannel stale = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
    stale.bind(UnixDomainSocketAddress.of(elsewhere)).close();
    Files.createSymbolicLink(path, elsewhere);

    assertThrows(FileAlreadyExistsException.class, this::bind);
    assertTrue(Files.isSymbolicLink(path));
    assertTrue(Files.exists(elsewhere), "what the link points to is gone");
  }

  @Test
  void aFolderThatIsMissingIsAnErrorWithThePath() {
    Path missing = folder.resolve("missing/control.sock");
    ErrnoException failure =
        assertThrows(
            ErrnoException.class, () -> UnixListener.bind(missing, MODE, Optional.empty()));

    assertEquals(
        "bind to " + missing + ": ENOENT (no such file or directory)", failure.getMessage());
  }

  @Test
  void closingEndsAnAcceptAndRemovesTheFile() throws Exception {
    UnixListener listener = bind();
    CompletableFuture<Boolean> accepted = new CompletableFuture<>();
    Thread waiting =
        Thread.ofPlatform()
            .start(
                () -> {
                  try {
                    accepted.complete(listener.accept().isPresent());
                  } catch (ErrnoException e) {
                    accepted.completeExceptionally(e);
                  }
                });
    awaitNative(waiting);
    listener.close();

    assertFalse(accepted.get(5, TimeUnit.SECONDS));
    assertFalse(Files.exists(path), "the file was left behind");
    assertEquals(Optional.empty(), listener.accept());
    listener.close();
  }

  /** A thread in a system call is runnable to the JVM; the kernel knows that it sleeps. */
  private static void awaitNative(Thread thread) throws InterruptedException {
    Thread.sleep(200);
    assertTrue(thread.isAlive(), "accept did not wait");
  }

  @Test
  void closingLeavesTheFileOfASuccessor() throws IOException {
    UnixListener first = bind();
    Files.delete(path);
    try (UnixListener second = bind()) {
      first.close();
      assertTrue(isReached(second));
    }
  }

  /** What the service manager does across a restart: it holds the socket, and clients wait. */
  @Test
  void anInheritedSocketGoesOnListeningAfterAClose() throws IOException {
    int manager = listeningDescriptor();
    UnixListener first = UnixListener.adopt(dup(manager));
    SocketChannel.open(UnixDomainSocketAddress.of(path)).close();
    assertTrue(first.accept().isPresent());
    first.close();

    assertTrue(Files.exists(path), "the file is the manager's");
    try (SocketChannel waiting = SocketChannel.open(UnixDomainSocketAddress.of(path));
        UnixListener second = UnixListener.adopt(dup(manager))) {
      assertTrue(second.accept().isPresent());
      assertTrue(waiting.isConnected());
    }
    SocketCalls.close(manager);
    assertThrows(
        ConnectException.class, () -> SocketChannel.open(UnixDomainSocketAddress.of(path)));
  }

  private int listeningDescriptor() throws ErrnoException {
    int fd = SocketCalls.socket(UnixCalls.AF_UNIX, UnixCalls.SOCK_STREAM, 0);
    try (Arena arena = Arena.ofConfined()) {
      SocketCalls.bind(fd, UnixAddress.of(path.toString(), arena));
    }
    UnixCalls.listen(fd, 16);
    return fd;
  }

  private static int dup(int fd) throws ErrnoException {
    return (int) DUP.call(fd);
  }

  @Test
  void anInheritedSocketIsKeptFromChildren() throws Exception {
    int fd = listeningDescriptor();
    try (UnixListener listener = UnixListener.adopt(fd)) {
      String flags = Files.readString(Path.of("/proc/self/fdinfo/" + fd));

      int closeOnExec = 02000000;
      int found =
          flags
              .lines()
              .filter(line -> line.startsWith("flags:"))
              .mapToInt(line -> Integer.parseInt(line.substring(6).strip(), 8))
              .findFirst()
              .orElseThrow();
      assertEquals(closeOnExec, found & closeOnExec, flags);
      assertTrue(isReached(listener));
    }
  }

  @Test
  void otherDescriptorsAreRefused() throws IOException {
    int notListening = SocketCalls.socket(UnixCalls.AF_UNIX, UnixCalls.SOCK_STREAM, 0);
    int datagram = SocketCalls.socket(UnixCalls.AF_UNIX, UnixCalls.SOCK_DGRAM, 0);
    int eventfd = UnixCalls.eventfd();
    assertRefused(Errno.EINVAL, notListening);
    assertRefused(Errno.EINVAL, datagram);
    assertRefused(Errno.ENOTSOCK, eventfd);
    assertRefused(Errno.EBADF, 1_000_000);
    for (int fd : new int[] {notListening, datagram, eventfd}) {
      SocketCalls.close(fd);
    }
  }

  private static void assertRefused(Errno expected, int fd) {
    ErrnoException refusal = assertThrows(ErrnoException.class, () -> UnixListener.adopt(fd));
    assertTrue(refusal.is(expected), refusal.getMessage());
  }

  @Test
  void noDescriptorIsLeftOpen() throws IOException {
    bind().close();
    long before = openDescriptors();
    for (int round = 0; round < 100; round++) {
      try (UnixListener listener = bind()) {
        assertThrows(IOException.class, this::bind);
        SocketChannel.open(UnixDomainSocketAddress.of(path)).close();
        listener.accept().orElseThrow().close();
      }
    }

    assertTrue(openDescriptors() < before + 50, "descriptors leak");
  }

  private static long openDescriptors() throws IOException {
    try (Stream<Path> descriptors = Files.list(Path.of("/proc/self/fd"))) {
      return descriptors.count();
    }
  }

  @Test
  void closingBeforeAnythingIsAcceptedDoesNotWait() throws IOException {
    UnixListener listener = bind();
    assertTimeoutPreemptively(Duration.ofSeconds(5), listener::close);
  }
}
