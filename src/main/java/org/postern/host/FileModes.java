package org.postern.host;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.TreeMap;

/**
 * Owners and modes of files, where the system has them. Windows has access lists instead, which a
 * folder hands down to what is made in it: there they are left as they are.
 */
public final class FileModes {
  private FileModes() {}

  /** Whether files there have an owner, a group and a mode. */
  public static boolean areKnown(Path path) {
    return path.getFileSystem().supportedFileAttributeViews().contains("posix");
  }

  /** What differs whenever a file was replaced or written, as far as its system tells. */
  public static String stamp(Path file) throws IOException {
    String told = areKnown(file) ? "unix:ino,ctime,size" : "lastModifiedTime,size";
    return new TreeMap<>(Files.readAttributes(file, told)).toString();
  }

  /** For a file or folder to be made, with a mode as {@code rw-r-----}. */
  public static FileAttribute<?>[] of(Path path, String mode) {
    return areKnown(path)
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(mode))
        }
        : new FileAttribute<?>[0];
  }
}
