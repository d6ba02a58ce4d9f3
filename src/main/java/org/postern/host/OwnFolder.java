package org.postern.host;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The folder that a policy lies in, all links followed. A policy may be the text of a stranger,
 * such as a pull request, that is checked with the rights of another user; files outside of its
 * folder are read when it names them, and never quoted.
 */
public final class OwnFolder {
  /** A policy that comes through a descriptor lies in no folder of its own. */
  private static final Path DEVICES = Path.of("/dev");

  private static final Path PROCESSES = Path.of("/proc");

  private final List<Path> folders;

  private OwnFolder(List<Path> folders) {
    this.folders = folders.stream().filter(OwnFolder::isOwn).toList();
  }

  /**
   * Tells whether a folder can be a policy's own: everything lies below the root, so a policy there
   * has no folder of its own.
   */
  private static boolean isOwn(Path folder) {
    return folder.getNameCount() > 0 && !folder.equals(DEVICES) && !folder.startsWith(PROCESSES);
  }

  /**
   * Returns the folder of a policy.
   *
   * @param policy a file, of which the folder that it is named in and the one that it really is in
   *     both count, or the folder itself
   */
  public static OwnFolder of(Path policy) {
    List<Path> folders = new ArrayList<>();
    try {
      Path named = policy.toAbsolutePath();
      Path real = named.toRealPath();
      if (Files.isDirectory(real)) {
        folders.add(real);
      } else if (Files.isRegularFile(real)) {
        folders.add(parent(real));
        folders.add(parent(named).toRealPath());
      }
    } catch (IOException e) {
      // What cannot be found holds nothing.
    }
    return new OwnFolder(folders);
  }

  private static Path parent(Path file) {
    return Optional.ofNullable(file.getParent()).orElse(file);
  }

  /**
   * Tells whether a lockfile of a policy file may be quoted: one beside or below the policy was
   * perhaps found there and not named by the caller, so it must not be a link that leads out of the
   * policy's folder.
   */
  public static boolean isQuotable(Path lockfile, Path policy) {
    Path folder = parent(policy.toAbsolutePath().normalize());
    boolean isBeside = lockfile.toAbsolutePath().normalize().startsWith(folder);
    return !isBeside || of(policy).holds(lockfile);
  }

  /** Tells whether a file really lies in it or below; one that cannot be found does not. */
  public boolean holds(Path file) {
    try {
      Path real = file.toRealPath();
      return folders.stream().anyMatch(real::startsWith);
    } catch (IOException e) {
      return false;
    }
  }
}
