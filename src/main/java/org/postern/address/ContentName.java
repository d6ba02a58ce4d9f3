package org.postern.address;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The name of a content, as soon as one is known: contents of one name are the same, and need not
 * be compared. Contents of different names may be the same too. What is derived from a content is
 * named by it. Safe for several threads.
 */
public final class ContentName {
  /** The contents of which this is the union; empty where it is named by itself. */
  private final List<ContentName> parts;

  private volatile @Nullable String text;

  private ContentName(List<ContentName> parts, @Nullable String text) {
    this.parts = parts;
    this.text = text;
  }

  /** Returns the name of a content that has none yet. */
  public static ContentName unknown() {
    return new ContentName(List.of(), null);
  }

  /**
   * A known name.
   *
   * @param text made of the content by a cryptographic hash
   */
  public static ContentName of(String text) {
    return new ContentName(List.of(), text);
  }

  /** Returns the name of the union of some contents, independent of their order. */
  static ContentName ofUnion(Collection<ContentName> parts) {
    return new ContentName(List.copyOf(parts), null);
  }

  /** Returns the name, empty while it is unknown. */
  public Optional<String> text() {
    String known = text;
    if (known == null && !parts.isEmpty()) {
      known = joined();
      text = known;
    }
    return Optional.ofNullable(known);
  }

  private @Nullable String joined() {
    List<String> names = new ArrayList<>();
    for (ContentName part : parts) {
      Optional<String> known = part.text();
      if (known.isEmpty()) {
        return null;
      }
      names.add(known.get());
    }
    Collections.sort(names);
    return "union " + hash(String.join("\n", names));
  }

  private static String hash(String text) {
    return Sha256.hex(text).substring(0, 32);
  }

  /** Takes note of the name; all who have this object know it then. */
  public void learn(String known) {
    text = known;
  }

  /** Tells whether both names are known, and equal. */
  public boolean isSame(ContentName other) {
    return this == other || (text().isPresent() && text().equals(other.text()));
  }
}
