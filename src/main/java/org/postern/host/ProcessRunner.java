package org.postern.host;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Runs programs as child processes. */
public final class ProcessRunner implements CommandRunner {
  /** The most bytes of a program's output; the rest is thrown away. */
  private static final int LIMIT = 64 * 1024 * 1024;

  /**
   * Platform threads: a virtual one that waits for a pipe holds a thread that carries the others.
   */
  private static final Executor THREADS =
      task -> Thread.ofPlatform().daemon().name("process output or input").start(task);

  @Override
  public Result run(List<String> command, String input, Duration deadline) throws IOException {
    Process process = new ProcessBuilder(command).start();
    long end = System.nanoTime() + deadline.toNanos();
    CompletableFuture<String> output = read(process.getInputStream());
    CompletableFuture<String> error = read(process.getErrorStream());
    CompletableFuture<Void> fed = CompletableFuture.runAsync(() -> feed(process, input), THREADS);
    try {
      if (!process.waitFor(deadline.toMillis(), TimeUnit.MILLISECONDS)) {
        process.destroyForcibly();
        throw new IOException(command.getFirst() + " did not end within " + deadline);
      }
      CompletableFuture.allOf(fed, output, error).get(left(end), TimeUnit.NANOSECONDS);
      return new Result(process.exitValue(), output.join(), error.join());
    } catch (TimeoutException e) {
      // Another program, which it has started and left behind, holds them.
      throw new IOException(
          command.getFirst() + " ended, and its output was still open after " + deadline, e);
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
      throw new IOException(command.getFirst() + " was interrupted", e);
    } catch (ExecutionException e) {
      throw new IOException(command.getFirst() + ": it cannot be spoken to", e);
    }
  }

  /** A program that ends with its time is read for a second more. */
  private static long left(long end) {
    return Math.max(TimeUnit.SECONDS.toNanos(1), end - System.nanoTime());
  }

  /**
   * A program that does not read its input has ended, ends now or never wanted it; its exit code
   * and its output tell.
   */
  private static void feed(Process process, String input) {
    try (OutputStream stream = process.getOutputStream()) {
      stream.write(input.getBytes(StandardCharsets.UTF_8));
    } catch (IOException _) {
      // The pipe is closed at its other end: nothing else fails here.
    }
  }

  private static CompletableFuture<String> read(InputStream stream) {
    return CompletableFuture.supplyAsync(
        () -> {
          try (stream) {
            String text = new String(stream.readNBytes(LIMIT), StandardCharsets.UTF_8);
            stream.transferTo(OutputStream.nullOutputStream());
            return text;
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        },
        THREADS);
  }
}
