package org.postern.daemon.journal;

import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Writes entries as lines of text. The lines of a message after its first are set in, so that none
 * passes for an entry of its own. Fields are left out.
 */
final class TextJournal implements Journal {
  private final Consumer<String> lines;
  private final Function<Priority, String> start;

  private TextJournal(Consumer<String> lines, Function<Priority, String> start) {
    this.lines = lines;
    this.start = start;
  }

  /**
   * Returns a journal for a reader that takes the priority from {@code <N>} in front of each line,
   * sd-daemon(3).
   */
  static TextJournal prefixed(Consumer<String> lines) {
    return new TextJournal(lines, priority -> "<" + priority.number() + ">");
  }

  /** Returns a journal for people: time, priority, message. */
  static TextJournal plain(Consumer<String> lines, InstantSource clock) {
    return new TextJournal(
        lines, priority -> clock.instant().truncatedTo(ChronoUnit.SECONDS) + " " + priority + " ");
  }

  /** Writes one entry at a time, so that the lines of two entries do not mix. */
  @Override
  public synchronized void write(JournalEntry entry) {
    String prefix = start.apply(entry.priority());
    String[] text = entry.message().split("\n", -1);
    for (int i = 0; i < text.length; i++) {
      lines.accept(prefix + (i == 0 ? "" : "  ") + text[i]);
    }
  }
}
