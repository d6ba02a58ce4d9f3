package org.postern.target.nftables;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.postern.target.nftables.wire.NftablesConnection;

/**
 * A thread in a network namespace: of its own, which ends with the thread, or one with a name.
 * Sockets that it opens and processes that it starts are in there too; needs root.
 */
public final class NetnsThread implements AutoCloseable {
  private final ExecutorService thread = Executors.newSingleThreadExecutor();

  public NetnsThread() {
    run(
        () -> {
          SystemCalls.enterNewNamespace();
          return true;
        });
  }

  /** In a namespace that is there and has a name. */
  public NetnsThread(String namespace) {
    this(Path.of("/run/netns", namespace));
  }

  private NetnsThread(Path namespace) {
    run(
        () -> {
          SystemCalls.enterNamespace(namespace.toString());
          return true;
        });
  }

  /** In the namespace of a process. */
  public static NetnsThread ofProcess(long process) {
    return new NetnsThread(Path.of("/proc", Long.toString(process), "ns", "net"));
  }

  /** Runs the action in the namespace. */
  public <T> T run(Callable<T> action) {
    try {
      return thread.submit(action).get();
    } catch (ExecutionException e) {
      throw new AssertionError(e.getCause());
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  public interface Action<T> {
    T with(NftablesConnection connection) throws Exception;
  }

  /** Runs the action in the namespace, with a connection to its ruleset. */
  public <T> T connected(Action<T> action) {
    return run(
        () -> {
          try (NftablesConnection connection = NftablesConnection.open()) {
            return action.with(connection);
          }
        });
  }

  /** Runs nft in the namespace with this text on standard input; returns what it printed. */
  public String nft(String input, String... arguments) {
    return run(() -> startNft(input, arguments));
  }

  /** The same, for what may be refused. */
  void tryNft(String input, String... arguments) {
    try {
      nft(input, arguments);
    } catch (AssertionError e) {
      assertTrue(String.valueOf(e.getMessage()).contains("nft: "), e::toString);
    }
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

  @Override
  public void close() {
    thread.shutdownNow();
  }
}
