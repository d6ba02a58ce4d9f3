package org.postern.target.mail;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Collects the writes by which files come from what they hold to what they are to hold. A write
 * that would change nothing is none.
 */
public final class FileWrites {
  private final MailFiles end;
  private final Map<String, String> now = new HashMap<>();
  private final List<WriteFile> writes = new ArrayList<>();

  /**
   * Creates the writes between two states.
   *
   * @param present the present files
   * @param end the files as they are to be in the end
   */
  public FileWrites(MailFiles present, MailFiles end) {
    this.end = end;
    present.names().forEach(name -> now.put(name, present.text(name).orElseThrow()));
  }

  /** Returns what a file holds after the writes so far; empty where it is not there. */
  public Optional<String> now(String name) {
    return Optional.ofNullable(now.get(name));
  }

  /** Tells whether a file holds what it is to hold. */
  public boolean isDone(String name) {
    return end.text(name).equals(now(name));
  }

  /** Has a file hold a text. */
  public void put(String name, String text) {
    if (!text.equals(now.put(name, text))) {
      writes.add(new WriteFile(name, text));
    }
  }

  /** Has a file hold what it is to hold. */
  public void finish(String name) {
    put(name, end.text(name).orElseThrow());
  }

  /** Returns all writes so far, in order. */
  public List<WriteFile> all() {
    return List.copyOf(writes);
  }
}
