package org.postern.cli;

import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.Charset;
import java.util.Locale;
import java.util.Optional;

/**
 * The output to which answers go. A {@link PrintStream} throws nothing when it cannot write; this
 * remembers what the system said the first time.
 */
public final class StandardOutput {
  private static final int BUFFER = 1 << 16;

  private final Remembering remembering;
  private final PrintStream stream;

  private StandardOutput(OutputStream out, Charset charset) {
    this.remembering = new Remembering(out);
    this.stream = new PrintStream(new BufferedOutputStream(remembering, BUFFER), false, charset);
  }

  /** Returns the output of the process, file descriptor 1. */
  public static StandardOutput ofProcess() {
    return over(new FileOutputStream(FileDescriptor.out), System.out.charset());
  }

  /** Creates an output to another stream. */
  public static StandardOutput over(OutputStream out, Charset charset) {
    return new StandardOutput(out, charset);
  }

  /** Returns the stream to print to; it is buffered. */
  public PrintStream stream() {
    return stream;
  }

  /**
   * Returns why something was not written, after everything printed so far was sent; empty if all
   * was.
   */
  public Optional<IOException> failure() {
    stream.flush();
    return remembering.failure;
  }

  /**
   * Tells whether a failure is that of a pipe whose reader has left, as {@code head} does when it
   * has seen enough.
   */
  static boolean isReaderGone(IOException failure) {
    return String.valueOf(failure.getMessage()).toLowerCase(Locale.ROOT).contains("pipe");
  }

  private static final class Remembering extends FilterOutputStream {
    private Optional<IOException> failure = Optional.empty();

    Remembering(OutputStream out) {
      super(out);
    }

    @Override
    public void write(byte[] bytes, int from, int length) throws IOException {
      try {
        out.write(bytes, from, length);
      } catch (IOException e) {
        failure = failure.or(() -> Optional.of(e));
        throw e;
      }
    }

    @Override
    public void write(int one) throws IOException {
      write(new byte[] {(byte) one}, 0, 1);
    }

    @Override
    public void flush() throws IOException {
      try {
        out.flush();
      } catch (IOException e) {
        failure = failure.or(() -> Optional.of(e));
        throw e;
      }
    }
  }
}
