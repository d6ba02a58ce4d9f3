package org.postern.state;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import org.postern.host.FileModes;

/** A lock file that is held; the system gives it back when its holder ends, however it ends. */
public final class StateLock implements AutoCloseable {
  private final FileChannel channel;
  private final FileLock lock;

  private StateLock(FileChannel channel, FileLock lock) {
    this.channel = channel;
    this.lock = lock;
  }

  /**
   * Takes the lock.
   *
   * @param patience how long to wait for the process that holds it
   * @return empty when that process holds it still
   */
  static Optional<StateLock> take(Path file, Duration patience) throws IOException {
    FileChannel channel =
        FileChannel.open(
            file,
            Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS),
            FileModes.of(file, "rw-------"));
    try {
      Optional<FileLock> lock = await(channel, patience);
      if (lock.isEmpty()) {
        channel.close();
      }
      return lock.map(held -> new StateLock(channel, held));
    } catch (IOException e) {
      channel.close();
      throw e;
    }
  }

  private static Optional<FileLock> await(FileChannel channel, Duration patience)
      throws IOException {
    long end = System.nanoTime() + patience.toNanos();
    while (true) {
      Optional<FileLock> lock = attempt(channel);
      if (lock.isPresent() || System.nanoTime() > end) {
        return lock;
      }
      pause();
    }
  }

  private static Optional<FileLock> attempt(FileChannel channel) throws IOException {
    try {
      return Optional.ofNullable(channel.tryLock());
    } catch (OverlappingFileLockException e) {
      return Optional.empty();
    }
  }

  private static void pause() throws IOException {
    try {
      Thread.sleep(20);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while waiting for the lock", e);
    }
  }

  void requireHeld() {
    if (!lock.isValid()) {
      throw new IllegalStateException("the lock was given back");
    }
  }

  @Override
  public void close() throws IOException {
    try (channel) {
      lock.release();
    }
  }
}
