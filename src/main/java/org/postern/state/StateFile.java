package org.postern.state;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.util.Arrays;
import java.util.Map;
import java.util.zip.CRC32C;
import org.postern.address.Sha256;
import org.postern.host.AtomicFile;
import org.postern.host.Json;
import org.postern.host.JsonTree;

/**
 * A small file of the state: a first line {@code postern-state VERSION crc32c=HEX}, then JSON. The
 * checksum is over the JSON, so that a torn, cut or flipped byte is noticed. The first format,
 * which held everything in these files, has {@code sha256=HEX} in its place.
 */
final class StateFile {
  private static final String MAGIC = "postern-state ";
  private static final int VERSION = 2;

  /**
   * The format of a memory that knows of mail domains, otherwise like the one before: earlier
   * versions would lose the domains.
   */
  private static final int WITH_DOMAINS = 3;

  private static final int HEAD_LIMIT = 128;

  /** The most bytes of a file; in the first format 500,000 addresses are some 40 MB. */
  private static final int LIMIT = 512 * 1024 * 1024;

  private StateFile() {}

  static void write(Path file, Map<String, Object> tree) throws IOException {
    write(file, tree, VERSION);
  }

  /** Writes what only versions may read that know of mail domains. */
  static void writeWithDomains(Path file, Map<String, Object> tree) throws IOException {
    write(file, tree, WITH_DOMAINS);
  }

  private static void write(Path file, Map<String, Object> tree, int version) throws IOException {
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    Json.write(tree, body);
    body.write('\n');
    ByteArrayOutputStream whole = new ByteArrayOutputStream();
    String head =
        MAGIC + version + " " + checksum(String.valueOf(version), body.toByteArray(), 0) + "\n";
    whole.writeBytes(head.getBytes(StandardCharsets.US_ASCII));
    body.writeTo(whole);
    AtomicFile.write(file, whole.toByteArray(), "rw-------");
  }

  /** Makes a value of a tree. */
  interface Decoder<T> {
    T decode(JsonTree tree) throws IOException;
  }

  /** Reads what has the same members in every format. */
  static <T> T read(Path file, Decoder<T> decoder) throws IOException {
    return read(file, decoder, decoder);
  }

  /**
   * Reads and decodes; whatever does not decode is corrupt.
   *
   * @param first the decoder of the first format
   */
  static <T> T read(Path file, Decoder<T> decoder, Decoder<T> first) throws IOException {
    byte[] content = content(file);
    int end = headEnd(content);
    String head = new String(content, 0, end, StandardCharsets.UTF_8);
    if (!head.startsWith(MAGIC)) {
      throw corrupt(file, "it does not begin with \"" + MAGIC.strip() + "\"");
    }
    String[] words = head.substring(MAGIC.length()).split(" ", -1);
    Decoder<T> chosen =
        switch (words[0]) {
          case "1" -> first;
          case "2", "3" -> decoder;
          default -> throw wrongVersion(file, words[0]);
        };
    if (words.length != 2 || !words[1].equals(checksum(words[0], content, end + 1))) {
      throw corrupt(file, "its checksum does not fit");
    }
    try {
      String body = new String(content, end + 1, content.length - end - 1, StandardCharsets.UTF_8);
      return chosen.decode(Json.read(body));
    } catch (IOException | DateTimeException | IllegalArgumentException | ArithmeticException e) {
      throw new StateException(
          StateException.Kind.CORRUPT, file + " is corrupt: " + e.getMessage(), e);
    }
  }

  private static int headEnd(byte[] content) {
    for (int i = 0; i < Math.min(content.length, HEAD_LIMIT); i++) {
      if (content[i] == '\n') {
        return i;
      }
    }
    return 0;
  }

  /** A disk that gives back nothing is as bad as one that gives back something else. */
  private static byte[] content(Path file) throws IOException {
    try {
      return AtomicFile.read(file, LIMIT);
    } catch (NoSuchFileException | AccessDeniedException e) {
      throw e;
    } catch (IOException e) {
      throw new StateException(
          StateException.Kind.CORRUPT, file + " cannot be read: " + e.getMessage(), e);
    }
  }

  private static String checksum(String version, byte[] content, int from) {
    return switch (version) {
      case "1" -> "sha256=" + Sha256.hex(Arrays.copyOfRange(content, from, content.length));
      case "2" -> "crc32c=" + crc32c(new CRC32C(), content, from);
      default -> {
        // The version is summed up too: one flipped bit leads from the one before to this.
        CRC32C checksum = new CRC32C();
        checksum.update(version.getBytes(StandardCharsets.US_ASCII));
        yield "crc32c=" + crc32c(checksum, content, from);
      }
    };
  }

  /** Returns the checksum of a text, as the first line of its file has it. */
  static String crc32c(String body) {
    return crc32c(new CRC32C(), body.getBytes(StandardCharsets.UTF_8), 0);
  }

  private static String crc32c(CRC32C checksum, byte[] content, int from) {
    checksum.update(content, from, content.length - from);
    return "%08x".formatted(checksum.getValue());
  }

  private static StateException wrongVersion(Path file, String version) {
    boolean newer = version.matches("[0-9]{1,9}") && Integer.parseInt(version) > WITH_DOMAINS;
    return newer
        ? new StateException(
            StateException.Kind.NEWER,
            "%s was written by a later version (format %s, this one reads up to %d)"
                .formatted(file, version, WITH_DOMAINS))
        : corrupt(file, "its format is not a number this version knows");
  }

  private static StateException corrupt(Path file, String why) {
    return new StateException(StateException.Kind.CORRUPT, file + " is corrupt: " + why);
  }
}
