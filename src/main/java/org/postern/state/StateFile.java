package org.postern.state;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.DateTimeException;
import java.util.HexFormat;
import java.util.Map;
import org.postern.host.AtomicFile;
import org.postern.host.Json;
import org.postern.host.JsonTree;

/**
 * One file of the state: a first line {@code postern-state VERSION sha256=HEX}, then JSON. The
 * checksum is over the JSON, so that a torn, cut or flipped byte is noticed.
 */
final class StateFile {
  private static final String MAGIC = "postern-state ";
  private static final int VERSION = 1;

  /** 500,000 addresses are some 40 MB. */
  private static final int LIMIT = 512 * 1024 * 1024;

  private StateFile() {}

  static void write(Path file, Map<String, Object> tree) throws IOException {
    MessageDigest digest = sha256();
    AtomicFile.write(file, () -> head(digest), out -> body(tree, out, digest), "rw-------");
  }

  /** The checksum of what was written so far. */
  private static byte[] head(MessageDigest digest) {
    String checksum = HexFormat.of().formatHex(digest.digest());
    return (MAGIC + VERSION + " sha256=" + checksum + "\n").getBytes(StandardCharsets.UTF_8);
  }

  private static void body(Map<String, Object> tree, OutputStream out, MessageDigest digest)
      throws IOException {
    OutputStream digested = new DigestOutputStream(out, digest);
    Json.write(tree, digested);
    digested.write('\n');
  }

  private static String body(Path file) throws IOException {
    String text = new String(content(file), StandardCharsets.UTF_8);
    int end = text.indexOf('\n');
    String head = end < 0 ? "" : text.substring(0, end);
    if (!head.startsWith(MAGIC)) {
      throw corrupt(file, "it does not begin with \"" + MAGIC.strip() + "\"");
    }
    String[] words = head.substring(MAGIC.length()).split(" ", -1);
    if (!words[0].equals(String.valueOf(VERSION))) {
      throw wrongVersion(file, words[0]);
    }
    String body = text.substring(end + 1);
    if (words.length != 2 || !words[1].equals("sha256=" + sha256(body))) {
      throw corrupt(file, "its checksum does not fit");
    }
    return body;
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

  /** Reads and decodes; whatever does not decode is corrupt. */
  static <T> T read(Path file, Decoder<T> decoder) throws IOException {
    String body = body(file);
    try {
      return decoder.decode(Json.read(body));
    } catch (IOException | DateTimeException | IllegalArgumentException | ArithmeticException e) {
      throw new StateException(
          StateException.Kind.CORRUPT, file + " is corrupt: " + e.getMessage(), e);
    }
  }

  /** Makes a value of a tree. */
  interface Decoder<T> {
    T decode(JsonTree tree) throws IOException;
  }

  static String sha256(String text) {
    return HexFormat.of().formatHex(sha256().digest(text.getBytes(StandardCharsets.UTF_8)));
  }

  static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  private static StateException wrongVersion(Path file, String version) {
    boolean newer = version.matches("[0-9]{1,9}") && Integer.parseInt(version) > VERSION;
    return newer
        ? new StateException(
            StateException.Kind.NEWER,
            file + " was written by a later version (format " + version + ", this one reads 1)")
        : corrupt(file, "its format is not a number this version knows");
  }

  private static StateException corrupt(Path file, String why) {
    return new StateException(StateException.Kind.CORRUPT, file + " is corrupt: " + why);
  }
}
