package org.postern.host.ffm;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * A new network namespace, network_namespaces(7), held by one thread. A socket belongs for ever to
 * the namespace of the thread that made it, and a program starts in that of the thread that starts
 * it; so what is opened by {@link #run} may be used by any thread. The namespace ends with the
 * thread and the last socket.
 */
public final class NetworkNamespace implements AutoCloseable {
  /** The flag of {@code include/uapi/linux/sched.h}. */
  private static final int CLONE_NEWNET = 0x40000000;

  private static final CFunction UNSHARE = CFunction.ofInt("unshare");

  private final ExecutorService thread =
      Executors.newSingleThreadExecutor(Thread.ofPlatform().daemon().name("namespace").factory());

  private NetworkNamespace() {}

  /** Makes one, unshare(2); needs CAP_SYS_ADMIN in the user namespace of this process. */
  public static NetworkNamespace open() throws IOException {
    NetworkNamespace namespace = new NetworkNamespace();
    try {
      namespace.run(() -> UNSHARE.once(CLONE_NEWNET));
      return namespace;
    } catch (IOException e) {
      namespace.close();
      throw e;
    }
  }

  /** Runs the action in the namespace. */
  public <T> T run(Callable<T> action) throws IOException {
    try {
      return thread.submit(action).get();
    } catch (ExecutionException e) {
      switch (e.getCause()) {
        case IOException cause -> throw cause;
        case RuntimeException cause -> throw cause;
        case null, default -> throw new IllegalStateException(e.getCause());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }

  /** Returns the id of the thread, for which ip-link(8) takes {@code netns}. */
  public String id() throws IOException {
    return run(() -> Files.readSymbolicLink(Path.of("/proc/thread-self")).getFileName().toString());
  }

  /** Returns the namespace of the caller, as the kernel names it, namespaces(7). */
  public static String current() throws IOException {
    return Files.readSymbolicLink(Path.of("/proc/thread-self/ns/net")).toString();
  }

  @Override
  public void close() {
    thread.shutdownNow();
  }
}
