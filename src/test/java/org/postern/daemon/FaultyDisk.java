package org.postern.daemon;

import java.io.IOException;
import java.net.URI;
import java.nio.channels.FileChannel;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.AccessMode;
import java.nio.file.CopyOption;
import java.nio.file.DirectoryStream;
import java.nio.file.FileStore;
import java.nio.file.FileSystem;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.FileAttributeView;
import java.nio.file.spi.FileSystemProvider;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/**
 * A disk that becomes full or read-only, or before whose next change the power is cut. Paths on it
 * are paths of the real disk in disguise.
 */
final class FaultyDisk extends FileSystemProvider {
  private final FileSystem system = new FaultyFileSystem(this);
  private State state = State.SOUND;
  private int changes;
  private int last = Integer.MAX_VALUE;
  private boolean modes = true;

  /** What it can do. */
  enum State {
    SOUND,
    /** Nothing new fits. */
    FULL,
    READ_ONLY
  }

  /** The process that wrote is no more. */
  static final class Killed extends RuntimeException {
    private static final long serialVersionUID = 1;

    Killed(String when) {
      super(when);
    }
  }

  /** A path of the real disk, seen through this one. */
  Path path(Path real) {
    return new FaultyPath(system, real);
  }

  /**
   * From now on files have neither owners nor modes, and folders cannot be opened: as on Windows.
   */
  void forgetModes() {
    modes = false;
  }

  boolean hasModes() {
    return modes;
  }

  private void requireModes(boolean asked) {
    if (asked && !modes) {
      throw new UnsupportedOperationException("files have no modes here");
    }
  }

  void become(State next) {
    state = next;
  }

  /** How often anything was changed until now. */
  int changes() {
    return changes;
  }

  /** After so many further changes the process that wants to make one more is killed. */
  void killAfter(int further) {
    last = changes + further;
  }

  /** No process is killed any more. */
  void spare() {
    last = Integer.MAX_VALUE;
  }

  private void change(Path path, boolean grows) throws IOException {
    if (changes == last) {
      throw new Killed("before change " + changes + " of the disk, " + path);
    }
    changes++;
    if (state == State.READ_ONLY) {
      throw new FileSystemException(path.toString(), null, "Read-only file system");
    }
    if (state == State.FULL && grows) {
      throw new IOException("No space left on device");
    }
  }

  /** A lock is opened to be written to, and fits on a full disk because it is there. */
  private void open(Path path, Set<? extends OpenOption> options) throws IOException {
    if (options.contains(StandardOpenOption.APPEND) || options.contains(StandardOpenOption.WRITE)) {
      boolean grows =
          options.contains(StandardOpenOption.APPEND)
              || options.contains(StandardOpenOption.CREATE_NEW)
              || !Files.exists(real(path));
      change(path, grows);
    }
  }

  static Path real(Path path) {
    return path instanceof FaultyPath faulty ? faulty.real() : path;
  }

  private static FileSystemProvider real() {
    return Path.of("/").getFileSystem().provider();
  }

  @Override
  public SeekableByteChannel newByteChannel(
      Path path, Set<? extends OpenOption> options, FileAttribute<?>... attributes)
      throws IOException {
    requireModes(attributes.length > 0);
    open(path, options);
    return real().newByteChannel(real(path), options, attributes);
  }

  @Override
  public FileChannel newFileChannel(
      Path path, Set<? extends OpenOption> options, FileAttribute<?>... attributes)
      throws IOException {
    requireModes(attributes.length > 0 || Files.isDirectory(real(path)));
    open(path, options);
    return real().newFileChannel(real(path), options, attributes);
  }

  @Override
  public DirectoryStream<Path> newDirectoryStream(
      Path folder, DirectoryStream.Filter<? super Path> filter) throws IOException {
    try (DirectoryStream<Path> files =
        real().newDirectoryStream(real(folder), path -> filter.accept(path(path)))) {
      return new Listing(StreamSupport.stream(files.spliterator(), false).map(this::path).toList());
    }
  }

  private record Listing(List<Path> paths) implements DirectoryStream<Path> {
    @Override
    public Iterator<Path> iterator() {
      return paths.iterator();
    }

    @Override
    public void close() {}
  }

  @Override
  public void createDirectory(Path folder, FileAttribute<?>... attributes) throws IOException {
    requireModes(attributes.length > 0);
    if (!Files.exists(real(folder))) {
      change(folder, true);
    }
    real().createDirectory(real(folder), attributes);
  }

  @Override
  public void delete(Path path) throws IOException {
    if (Files.exists(real(path), LinkOption.NOFOLLOW_LINKS)) {
      change(path, false);
    }
    real().delete(real(path));
  }

  @Override
  public void copy(Path from, Path to, CopyOption... options) throws IOException {
    change(to, true);
    real().copy(real(from), real(to), options);
  }

  @Override
  public void move(Path from, Path to, CopyOption... options) throws IOException {
    change(to, false);
    real().move(real(from), real(to), options);
  }

  @Override
  public void setAttribute(Path path, String name, Object value, LinkOption... options)
      throws IOException {
    real().setAttribute(real(path), name, value, options);
  }

  @Override
  public boolean isSameFile(Path one, Path other) throws IOException {
    return real().isSameFile(real(one), real(other));
  }

  @Override
  public boolean isHidden(Path path) throws IOException {
    return real().isHidden(real(path));
  }

  @Override
  public FileStore getFileStore(Path path) throws IOException {
    return real().getFileStore(real(path));
  }

  @Override
  public void checkAccess(Path path, AccessMode... modes) throws IOException {
    real().checkAccess(real(path), modes);
  }

  @Override
  public <V extends FileAttributeView> @Nullable V getFileAttributeView(
      Path path, Class<V> type, LinkOption... options) {
    requireModes(type != BasicFileAttributeView.class);
    return real().getFileAttributeView(real(path), type, options);
  }

  @Override
  public <A extends BasicFileAttributes> A readAttributes(
      Path path, Class<A> type, LinkOption... options) throws IOException {
    requireModes(type != BasicFileAttributes.class);
    return real().readAttributes(real(path), type, options);
  }

  @Override
  public Map<String, Object> readAttributes(Path path, String names, LinkOption... options)
      throws IOException {
    requireModes(names.contains(":"));
    return real().readAttributes(real(path), names, options);
  }

  @Override
  public String getScheme() {
    return "faulty";
  }

  @Override
  public FileSystem newFileSystem(URI uri, Map<String, ?> settings) {
    throw new UnsupportedOperationException();
  }

  @Override
  public FileSystem getFileSystem(URI uri) {
    return system;
  }

  @Override
  public Path getPath(URI uri) {
    throw new UnsupportedOperationException();
  }
}
