package org.postern.target.mail;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Collections;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.postern.address.Sha256;

/**
 * The contents of the files of one target, by their names, in the order in which they are to be
 * written. Immutable.
 */
public final class MailFiles {
  private static final MailFiles NONE = new MailFiles(Map.of());

  private final Map<String, String> texts;

  private MailFiles(Map<String, String> texts) {
    this.texts = Collections.unmodifiableMap(texts);
  }

  /** Returns files of which there are none. */
  public static MailFiles none() {
    return NONE;
  }

  /**
   * Returns the files of a map, in its order.
   *
   * @param texts the texts of ISO 8859-1, so that any content of a file has a text
   */
  public static MailFiles of(Map<String, String> texts) {
    return new MailFiles(new LinkedHashMap<>(texts));
  }

  /** Returns the names, in order. */
  public Set<String> names() {
    return texts.keySet();
  }

  /** Returns the text of a file; empty when it is not there. */
  public Optional<String> text(String name) {
    return Optional.ofNullable(texts.get(name));
  }

  /**
   * Returns a digest that differs where any name or content does: SHA-256, in hexadecimal digits.
   */
  public String digest() {
    MessageDigest sha = Sha256.begin();
    texts.forEach(
        (name, text) -> {
          sha.update(bytes(name + "\n" + text.length() + "\n"));
          sha.update(bytes(text));
        });
    return HexFormat.of().formatHex(sha.digest());
  }

  /** Returns the bytes of a text as they are written. */
  static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }

  /** Returns the text of what was read. */
  static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.ISO_8859_1);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof MailFiles that && texts.equals(that.texts);
  }

  @Override
  public int hashCode() {
    return texts.hashCode();
  }

  @Override
  public String toString() {
    return texts.keySet().toString();
  }
}
