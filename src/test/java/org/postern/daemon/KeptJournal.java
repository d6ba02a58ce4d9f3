package org.postern.daemon;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A journal for tests, which keeps what is written. */
final class KeptJournal implements Journal {
  private final List<JournalEntry> entries = new CopyOnWriteArrayList<>();

  @Override
  public void write(JournalEntry entry) {
    entries.add(entry);
  }

  List<JournalEntry> entries() {
    return entries;
  }
}
