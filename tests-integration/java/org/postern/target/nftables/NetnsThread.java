package org.postern.target.nftables;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.io.IOException;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.invoke.MethodHandle;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * A thread in a network namespace of its own, which ends with the thread. Sockets that it opens and
 * processes that it starts are in there too; needs root.
 */
final class NetnsThread implements AutoCloseable {
  private static final int CLONE_NEWNET = 0x40000000;
  private static final MethodHandle UNSHARE = unshareHandle();

  private final ExecutorService thread = Executors.newSingleThreadExecutor();

  NetnsThread() {
    run(
        () -> {
          enterNewNamespace();
          return true;
        });
  }

  /** Runs the action in the namespace. */
  <T> T run(Callable<T> action) {
    try {
      return thread.submit(action).get();
    } catch (ExecutionException e) {
      throw new AssertionError(e.getCause());
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  interface Action<T> {
    T with(NftablesConnection connection) throws Exception;
  }

  /** Runs the action in the namespace, with a connection to its ruleset. */
  <T> T connected(Action<T> action) {
    return run(
        () -> {
          try (NftablesConnection connection = NftablesConnection.open()) {
            return action.with(connection);
          }
        });
  }

  /** Runs nft in the namespace with this text on standard input; returns what it printed. */
  String nft(String input, String... arguments) {
    return run(() -> startNft(input, arguments));
  }

  private static String startNft(String input, String... arguments)
      throws IOException, InterruptedException {
    ProcessBuilder builder = new ProcessBuilder("nft");
    builder.command().addAll(List.of(arguments));
    Process process = start(builder.redirectErrorStream(true));
    process.outputWriter(StandardCharsets.UTF_8).append(input).close();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (process.waitFor() != 0) {
      throw new AssertionError("nft: " + output);
    }
    return output;
  }

  private static Process start(ProcessBuilder builder) {
    try {
      return builder.start();
    } catch (IOException e) {
      throw new AssertionError("nft is missing: apt-get install nftables", e);
    }
  }

  private static void enterNewNamespace() {
    int result;
    try {
      result = (int) UNSHARE.invokeExact(CLONE_NEWNET);
    } catch (Throwable e) {
      throw new AssertionError(e);
    }
    if (result != 0) {
      throw new AssertionError("unshare(CLONE_NEWNET) failed: run the integration tests as root");
    }
  }

  @SuppressWarnings("restricted") // the JVM is told to allow native access
  private static MethodHandle unshareHandle() {
    Linker linker = Linker.nativeLinker();
    return linker.downcallHandle(
        linker.defaultLookup().findOrThrow("unshare"), FunctionDescriptor.of(JAVA_INT, JAVA_INT));
  }

  @Override
  public void close() {
    thread.shutdownNow();
  }
}
