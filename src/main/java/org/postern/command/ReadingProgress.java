package org.postern.command;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Supplier;
import org.postern.host.Progress;

/** A file that is being read, and how far that has come. */
public final class ReadingProgress extends FilterInputStream {
  /** The word for standard input. */
  public static final String STANDARD_INPUT = "-";

  private final Progress.Work work;
  private long read;

  /** A file by its name, or standard input for {@code -}. */
  public static InputStream open(String file, Supplier<InputStream> input, Progress progress)
      throws IOException {
    if (file.equals(STANDARD_INPUT)) {
      return new ReadingProgress(input.get(), progress, "standard input", OptionalLong.empty());
    }
    Path path = Path.of(file);
    OptionalLong size =
        Files.isRegularFile(path) ? OptionalLong.of(Files.size(path)) : OptionalLong.empty();
    InputStream in = Files.newInputStream(path);
    return new ReadingProgress(in, progress, String.valueOf(path.getFileName()), size);
  }

  /**
   * Creates the progress of reading a file.
   *
   * @param size the size in bytes, where it is known
   */
  private ReadingProgress(InputStream in, Progress progress, String name, OptionalLong size) {
    super(in);
    this.work =
        progress.begin(
            new Progress.Task(name + " read", Progress.Unit.BYTES, size, Optional.empty()));
  }

  @Override
  public int read() throws IOException {
    int one = super.read();
    count(one < 0 ? 0 : 1);
    return one;
  }

  @Override
  public int read(byte[] bytes, int from, int most) throws IOException {
    int got = super.read(bytes, from, most);
    count(Math.max(got, 0));
    return got;
  }

  private void count(int bytes) {
    read += bytes;
    work.reached(read);
  }

  @Override
  public void close() throws IOException {
    work.close();
    super.close();
  }
}
