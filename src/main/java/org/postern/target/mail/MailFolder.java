package org.postern.target.mail;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.postern.host.AtomicFile;

/**
 * The folder in which the files of one target lie. All may read them, as a mail server reads them
 * by a user of its own.
 */
final class MailFolder {
  private static final String OF_FILES = "rw-r--r--";
  private static final String OF_FOLDERS = "rwxr-xr-x";

  /** A list of half a million prefixes has 20 MB. */
  private static final int LARGEST = 256 << 20;

  private static final String STAMP = "unix:ino,size,lastModifiedTime,ctime,mode";

  private final Path folder;
  private final Predicate<String> ours;

  /**
   * One folder.
   *
   * @param ours which names are those of files of ours; all others are left alone
   */
  MailFolder(Path folder, Predicate<String> ours) {
    this.folder = folder;
    this.ours = ours;
  }

  /** Where it is. */
  Path path() {
    return folder;
  }

  /** A file in it. */
  Path file(String name) {
    return folder.resolve(name);
  }

  /** What the files of ours hold; none where the folder is not there. */
  MailFiles read() throws IOException {
    Map<String, String> texts = new LinkedHashMap<>();
    for (String name : names()) {
      texts.put(name, MailFiles.text(AtomicFile.read(file(name), LARGEST)));
    }
    return MailFiles.of(texts);
  }

  /** Differs whenever a file of ours may have changed; nothing is read of what they hold. */
  String stamp() throws IOException {
    StringBuilder stamp = new StringBuilder();
    for (String name : names()) {
      Map<String, Object> of = Files.readAttributes(file(name), STAMP, LinkOption.NOFOLLOW_LINKS);
      stamp.append(name);
      for (String one : List.of("ino", "size", "lastModifiedTime", "ctime", "mode")) {
        stamp.append(' ').append(of.get(one));
      }
      stamp.append('\n');
    }
    return stamp.toString();
  }

  private List<String> names() throws IOException {
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

  /** Puts an empty file of that name there, unless it is there. */
  void mark(String name) throws IOException {
    make();
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
    make();
    AtomicFile.removeLeftovers(folder);
    AtomicFile.writeForReaders(file(name), MailFiles.bytes(text), OF_FILES);
  }

  private void make() throws IOException {
    AtomicFile.makeForReaders(Optional.ofNullable(folder.getParent()).orElse(folder), OF_FOLDERS);
    AtomicFile.makeForReaders(folder, OF_FOLDERS);
  }
}
