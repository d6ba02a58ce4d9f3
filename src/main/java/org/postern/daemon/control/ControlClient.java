package org.postern.daemon.control;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.BindException;
import java.net.ConnectException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.postern.host.Json;

/** Asks a daemon over one of its control sockets. One thread at a time. */
public final class ControlClient implements AutoCloseable {
  private static final String FORBIDDEN = "run this as root, or as a user whom the daemon lets in";

  /** A name that exists in no file system. */
  private static final String MISSING = "/proc/self/postern.sock";

  private static final int CHUNK = 64 << 10;

  /** A ruleset of a million prefixes takes less. */
  private static final int MAX_REPLY = 64 << 20;

  private final SocketChannel channel;
  private final Selector selector;
  private final SelectionKey key;

  private ControlClient(SocketChannel channel, Selector selector) throws IOException {
    this.channel = channel;
    this.selector = selector;
    this.key = channel.register(selector, 0);
  }

  /**
   * Connects to the daemon that listens there.
   *
   * @return empty when there is no such socket, or no process listens to it
   * @throws AccessDeniedException when the caller may not
   */
  public static Optional<ControlClient> connect(Path socket) throws IOException {
    SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
    try {
      channel.connect(UnixDomainSocketAddress.of(socket));
      channel.configureBlocking(false);
      return Optional.of(new ControlClient(channel, Selector.open()));
    } catch (IOException e) {
      channel.close();
      if (isAbsent(socket, e)) {
        return Optional.empty();
      }
      throw e;
    }
  }

  /** Returns the socket, or the folder around it where it cannot even be seen. */
  private static Path forbidden(Path socket) {
    Path folder = socket.toAbsolutePath().getParent();
    return Files.exists(socket, NOFOLLOW_LINKS) || folder == null ? socket : folder;
  }

  /**
   * Tells whether the failure means that no daemon listens there. The JDK tells the reasons apart
   * by class; its words are in the user's language. A missing socket has no class of its own, and a
   * later look may find one that was made in between: its words are those about {@link #MISSING}.
   */
  private static boolean isAbsent(Path socket, IOException failure) throws IOException {
    if (failure instanceof BindException) {
      throw new AccessDeniedException(forbidden(socket).toString(), null, FORBIDDEN);
    }
    return failure instanceof ConnectException
        || Files.notExists(socket, NOFOLLOW_LINKS)
        || Objects.equals(failure.getMessage(), wordsOfMissing());
  }

  private static @Nullable String wordsOfMissing() throws IOException {
    try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
      channel.connect(UnixDomainSocketAddress.of(MISSING));
      return null;
    } catch (SocketException e) {
      return e.getMessage();
    }
  }

  /**
   * Sends a request and waits for its answer. After an exception the connection is of no more use.
   *
   * @param within the time for both
   * @return the answer; with a member {@code error} when the daemon did not do as it was asked
   * @throws SocketTimeoutException when the time is over
   */
  public Map<String, Object> ask(Map<String, Object> request, Duration within) throws IOException {
    long deadline = System.nanoTime() + within.toNanos();
    byte[] line = (Json.write(request) + "\n").getBytes(StandardCharsets.UTF_8);
    Optional<IOException> unsent = send(ByteBuffer.wrap(line), deadline);
    try {
      return Json.read(receive(deadline)).members();
    } catch (EOFException e) {
      throw unsent.orElse(e);
    }
  }

  /**
   * Sends a request. A server that hangs up in the middle of it has said why: that is still to be
   * read.
   */
  private Optional<IOException> send(ByteBuffer line, long deadline) throws SocketTimeoutException {
    try {
      while (line.hasRemaining()) {
        if (channel.write(line) == 0) {
          await(SelectionKey.OP_WRITE, deadline);
        }
      }
      return Optional.empty();
    } catch (SocketTimeoutException e) {
      throw e;
    } catch (IOException e) {
      return Optional.of(e);
    }
  }

  private String receive(long deadline) throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    ByteBuffer chunk = ByteBuffer.allocate(CHUNK);
    while (line.size() <= MAX_REPLY) {
      int got = channel.read(chunk.clear());
      if (got < 0) {
        throw new EOFException("the daemon hung up without an answer");
      }
      if (got == 0) {
        await(SelectionKey.OP_READ, deadline);
      } else if (chunk.get(got - 1) == '\n') { // the last of one answer, and there is only one
        line.write(chunk.array(), 0, got - 1);
        return line.toString(StandardCharsets.UTF_8);
      } else {
        line.write(chunk.array(), 0, got);
      }
    }
    throw new IOException("the daemon's answer is longer than %d bytes".formatted(MAX_REPLY));
  }

  private void await(int operation, long deadline) throws IOException {
    long left = deadline - System.nanoTime();
    if (left <= 0) {
      throw new SocketTimeoutException("the daemon did not answer in time");
    }
    key.interestOps(operation);
    selector.select(TimeUnit.NANOSECONDS.toMillis(left) + 1);
    selector.selectedKeys().clear();
  }

  @Override
  public void close() throws IOException {
    try (selector) {
      channel.close();
    }
  }
}
