package org.postern.target;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.postern.host.AtomicFile;
import org.postern.policy.TargetBinding;

/**
 * A folder of one target, in which each file is replaced as a whole and all may read. Files of
 * other names are left alone.
 */
public final class OwnedFolder {
  /** The option of a kind that says where the folder is. */
  public static final String OPTION = "folder";

  /** The folder above those of all targets: a state folder of its own, which all may read. */
  public static final Path STATE = Path.of("/var/lib/postern-mail");

  private static final String OF_FILES = "rw-r--r--";
  private static final String OF_FOLDERS = "rwxr-xr-x";

  /** A list of half a million prefixes has 20 MB. */
  private static final int LARGEST = 256 << 20;

  private static final List<String> STAMPED =
      List.of("ino", "size", "lastModifiedTime", "ctime", "mode");

  private final Path folder;
  private final Predicate<String> ours;

  /**
   * Creates the view of a folder, which need not be there.
   *
   * @param ours tells whether a name is that of a file of ours
   */
  public OwnedFolder(Path folder, Predicate<String> ours) {
    this.folder = folder;
    this.ours = ours;
  }

  /** Returns the path of a target's folder, given by its option {@link #OPTION} or by its name. */
  public static Path pathOf(TargetBinding binding) {
    return binding.option(OPTION).map(Path::of).orElseGet(() -> STATE.resolve(binding.name()));
  }

  /** Returns the path of the folder. */
  public Path path() {
    return folder;
  }

  /** Returns the names of the files of ours, sorted; none where the folder is not there. */
  public List<String> names() throws IOException {
    List<String> names = new ArrayList<>();
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
      for (Path file : files) {
        Optional.ofNullable(file.getFileName())
            .map(Path::toString)
            .filter(ours)
            .ifPresent(names::add);
      }
    } catch (NoSuchFileException | NotDirectoryException e) {
      return List.of();
    } catch (DirectoryIteratorException e) {
      throw e.getCause();
    }
    names.sort(null);
    return names;
  }

  /** Returns the content of a file; empty when it is not there. */
  public Optional<byte[]> read(String name) throws IOException {
    try {
      return Optional.of(AtomicFile.read(folder.resolve(name), LARGEST));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
  }

  /**
   * Returns a stamp that differs whenever a file of ours may have changed; the files' contents are
   * not read.
   */
  public String stamp() throws IOException {
    StringBuilder stamp = new StringBuilder();
    String attributes = "unix:" + String.join(",", STAMPED);
    for (String name : names()) {
      try {
        Map<String, Object> of =
            Files.readAttributes(folder.resolve(name), attributes, LinkOption.NOFOLLOW_LINKS);
        stamp.append(name);
        STAMPED.forEach(one -> stamp.append(' ').append(of.get(one)));
        stamp.append('\n');
      } catch (NoSuchFileException e) {
        stamp.append(name).append(" left\n");
      }
    }
    return stamp.toString();
  }

  /**
   * Replaces a file by a whole one, unless it holds that already; the folder is made if it is
   * missing.
   *
   * @return whether it was written
   */
  public boolean write(String name, byte[] content) throws IOException {
    if (read(name).filter(held -> Arrays.equals(held, content)).isPresent()) {
      return false;
    }
    replace(name, content);
    return true;
  }

  /** Replaces a file by a whole one, whatever it holds; the folder is made if it is missing. */
  public void replace(String name, byte[] content) throws IOException {
    make();
    AtomicFile.removeLeftovers(folder);
    AtomicFile.writeForReaders(folder.resolve(name), content, OF_FILES);
  }

  /** Makes the folder, unless it is there. */
  public void make() throws IOException {
    AtomicFile.makeForReaders(Optional.ofNullable(folder.getParent()).orElse(folder), OF_FOLDERS);
    AtomicFile.makeForReaders(folder, OF_FOLDERS);
  }

  /** Deletes a file, if it is there. */
  public void delete(String name) throws IOException {
    if (Files.deleteIfExists(folder.resolve(name))) {
      AtomicFile.sync(folder);
    }
  }
}
