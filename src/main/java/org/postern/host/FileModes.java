package org.postern.host;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.TreeMap;

/**
 * Owners and modes of files, where the system has them. Windows has access control lists instead,
 * which a new file inherits from its folder; they are left as they are.
 */
public final class FileModes {
  private FileModes() {}

  /** Tells whether files there have an owner, a group and a mode. */
  public static boolean areKnown(Path path) {
    return path.getFileSystem().supportedFileAttributeViews().contains("posix");
  }

  /**
   * Returns a text that changes whenever the file is replaced or written, as far as the file system
   * tells.
   */
  public static String stamp(Path file) throws IOException {
    String told = areKnown(file) ? "unix:ino,ctime,size" : "lastModifiedTime,size";
    return new TreeMap<>(Files.readAttributes(file, told)).toString();
  }

  /**
   * Returns attributes to create a file or folder with a mode such as {@code rw-r-----}; none where
   * files have no mode.
   */
  public static FileAttribute<?>[] of(Path path, String mode) {
    return areKnown(path)
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(mode))
        }
        : new FileAttribute<?>[0];
  }
}
