package org.postern.target.mail;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Predicate;
import org.postern.target.OwnedFolder;

/**
 * The folder in which the files of one target lie. All may read them, as a mail server reads them
 * by a user of its own.
 */
final class MailFolder {
  private final OwnedFolder folder;

  /**
   * Creates the view of a folder.
   *
   * @param ours tells whether a name is that of a file of ours; all others are left alone
   */
  MailFolder(Path folder, Predicate<String> ours) {
    this.folder = new OwnedFolder(folder, ours);
  }

  /** Returns the path of the folder. */
  Path path() {
    return folder.path();
  }

  /** A file in it. */
  Path file(String name) {
    return path().resolve(name);
  }

  /** Reads our files; there are none where the folder is not there. */
  MailFiles read() throws IOException {
    Map<String, String> texts = new LinkedHashMap<>();
    for (String name : folder.names()) {
      byte[] held = folder.read(name).orElseThrow(() -> new NoSuchFileException(name));
      texts.put(name, MailFiles.text(held));
    }
    return MailFiles.of(texts);
  }

  /**
   * Returns a stamp that differs whenever a file of ours may have changed; the files' contents are
   * not read.
   */
  String stamp() throws IOException {
    return folder.stamp();
  }

  /** Puts an empty file of that name there, unless it is there. */
  void mark(String name) throws IOException {
    folder.make();
    try {
      Files.createFile(file(name));
    } catch (FileAlreadyExistsException _) {
      return;
    }
  }

  /** Takes such a file away. */
  void unmark(String name) throws IOException {
    Files.deleteIfExists(file(name));
  }

  /** Replaces a file by a whole one; the folder is made if it is missing. */
  void write(String name, String text) throws IOException {
    folder.replace(name, MailFiles.bytes(text));
  }
}
