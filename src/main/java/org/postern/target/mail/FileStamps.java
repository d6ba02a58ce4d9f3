package org.postern.target.mail;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Tells whether files of others may have changed, without reading them. */
public final class FileStamps {
  private static final String STAMP = "unix:ino,size,lastModifiedTime,ctime";

  private FileStamps() {}

  /** Returns a stamp that differs whenever one of these files may have changed, come or gone. */
  public static String of(List<Path> files) {
    StringBuilder stamps = new StringBuilder();
    for (Path file : files) {
      try {
        stamps.append(file).append(' ').append(Files.readAttributes(file, STAMP)).append('\n');
      } catch (IOException e) {
        stamps.append(file).append(" is not there\n");
      }
    }
    return stamps.toString();
  }
}
