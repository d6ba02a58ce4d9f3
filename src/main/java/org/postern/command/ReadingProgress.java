package org.postern.command;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.Optional;
import org.postern.diagnostic.Visible;

/** A file that is being read, and how far that has come; nothing is said in the first second. */
final class ReadingProgress extends FilterInputStream {
  private static final long FIRST = Duration.ofSeconds(1).toNanos();
  private static final long EVERY = Duration.ofMillis(200).toNanos();
  private static final double MIB = 1 << 20;

  private final Progress progress;
  private final String name;
  private final Optional<Long> size;
  private final long begin = System.nanoTime();
  private long said = begin;
  private long read;

  /**
   * For a file.
   *
   * @param size in bytes, where it is known
   */
  ReadingProgress(InputStream in, Progress progress, String name, Optional<Long> size) {
    super(in);
    this.progress = progress;
    this.name = Visible.text(name);
    this.size = size;
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
    long now = System.nanoTime();
    if (now - begin > FIRST && now - said > EVERY) {
      said = now;
      progress.say(text(now - begin));
    }
  }

  private String text(long nanos) {
    String done = "%s: %,.0f MiB read".formatted(name, read / MIB);
    if (size.isEmpty() || size.get() <= read) {
      return done;
    }
    double left = (double) (size.get() - read) / read * nanos / Duration.ofSeconds(1).toNanos();
    return "%s of %,.0f, about %,.0f s more".formatted(done, size.get() / MIB, left);
  }

  @Override
  public void close() throws IOException {
    if (said != begin) {
      progress.say("");
    }
    super.close();
  }
}
