package org.postern.daemon;

import java.io.IOException;
import java.net.URI;
import java.nio.file.FileSystem;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.WatchEvent;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import org.jspecify.annotations.Nullable;

/** A path of the real disk as a path of a {@link FaultyDisk}. */
record FaultyPath(FileSystem getFileSystem, Path real) implements Path {
  private FaultyPath as(Path other) {
    return new FaultyPath(getFileSystem, other);
  }

  private @Nullable Path asIfAny(@Nullable Path other) {
    return other == null ? null : as(other);
  }

  @Override
  public boolean isAbsolute() {
    return real.isAbsolute();
  }

  @Override
  public @Nullable Path getRoot() {
    return asIfAny(real.getRoot());
  }

  @Override
  public @Nullable Path getFileName() {
    return asIfAny(real.getFileName());
  }

  @Override
  public @Nullable Path getParent() {
    return asIfAny(real.getParent());
  }

  @Override
  public int getNameCount() {
    return real.getNameCount();
  }

  @Override
  public Path getName(int index) {
    return as(real.getName(index));
  }

  @Override
  public Path subpath(int begin, int end) {
    return as(real.subpath(begin, end));
  }

  @Override
  public boolean startsWith(Path other) {
    return real.startsWith(FaultyDisk.real(other));
  }

  @Override
  public boolean endsWith(Path other) {
    return real.endsWith(FaultyDisk.real(other));
  }

  @Override
  public Path normalize() {
    return as(real.normalize());
  }

  @Override
  public Path resolve(Path other) {
    return as(real.resolve(FaultyDisk.real(other)));
  }

  @Override
  public Path relativize(Path other) {
    return as(real.relativize(FaultyDisk.real(other)));
  }

  @Override
  public URI toUri() {
    return real.toUri();
  }

  @Override
  public Path toAbsolutePath() {
    return as(real.toAbsolutePath());
  }

  @Override
  public Path toRealPath(LinkOption... options) throws IOException {
    return as(real.toRealPath(options));
  }

  @Override
  public WatchKey register(
      WatchService watcher, WatchEvent.Kind<?>[] events, WatchEvent.Modifier... modifiers) {
    throw new UnsupportedOperationException();
  }

  @Override
  public int compareTo(Path other) {
    return real.compareTo(FaultyDisk.real(other));
  }

  @Override
  public String toString() {
    return real.toString();
  }
}
