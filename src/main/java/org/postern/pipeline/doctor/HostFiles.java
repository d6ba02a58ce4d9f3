package org.postern.pipeline.doctor;

import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.NotLinkException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The files of a host, which are only read.
 *
 * @param root the root below which they are; paths are without the first slash
 */
public record HostFiles(Path root) {
  /** The most bytes of a configuration; none is larger. */
  private static final int LARGEST = 8 << 20;

  /** Returns the path of a file, for programs that are to look at it. */
  Path at(String path) {
    return root.resolve(path);
  }

  /** Returns the name as the host knows it. */
  static String shown(String path) {
    return "/" + path;
  }

  /**
   * Tells whether something is there, be it a link that leads nowhere. Where that may not be seen
   * it is taken to be: to read it tells.
   */
  boolean isThere(String path) {
    return !Files.notExists(at(path), LinkOption.NOFOLLOW_LINKS);
  }

  /** Returns the text of a file; empty where there is no such file. */
  Optional<String> text(String path) throws IOException {
    return end(path, LARGEST).map(bytes -> new String(bytes, StandardCharsets.ISO_8859_1));
  }

  /**
   * Returns the lines of a configuration that are no comments; none where there is no such file.
   */
  List<String> lines(String path) throws IOException {
    return text(path).stream()
        .flatMap(String::lines)
        .map(String::strip)
        .filter(line -> !line.isEmpty() && !line.startsWith("#"))
        .toList();
  }

  /** Returns the last bytes of a file; empty where there is no such file. */
  Optional<byte[]> end(String path, int most) throws IOException {
    Path file = at(path);
    if (Files.notExists(file) || Files.isDirectory(file)) {
      return Optional.empty();
    }
    try (SeekableByteChannel channel = Files.newByteChannel(file)) {
      channel.position(Math.max(0, channel.size() - most));
      return Optional.of(Channels.newInputStream(channel).readNBytes(most));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
  }

  /** Returns where a link leads; empty where there is none. */
  Optional<String> link(String path) throws IOException {
    try {
      return Optional.of(Files.readSymbolicLink(at(path)).toString());
    } catch (NoSuchFileException | NotLinkException _) {
      return Optional.empty();
    }
  }

  /** Returns the names in a folder, in order; none where there is no such folder. */
  List<String> in(String folder) throws IOException {
    List<String> names = new ArrayList<>();
    try (DirectoryStream<Path> all = Files.newDirectoryStream(at(folder))) {
      for (Path one : all) {
        names.add(String.valueOf(one.getFileName()));
      }
    } catch (NoSuchFileException | NotDirectoryException e) {
      return List.of();
    } catch (DirectoryIteratorException e) {
      throw new IOException(shown(folder) + " cannot be listed", e);
    }
    names.sort(null);
    return names;
  }
}
