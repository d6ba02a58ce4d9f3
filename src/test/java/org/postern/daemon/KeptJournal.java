package org.postern.daemon;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.postern.daemon.journal.Journal;
import org.postern.daemon.journal.JournalEntry;

/** A journal for tests, which keeps what is written. */
public final class KeptJournal implements Journal {
  private final List<JournalEntry> entries = new CopyOnWriteArrayList<>();

  @Override
  public void write(JournalEntry entry) {
    entries.add(entry);
  }

  public List<JournalEntry> entries() {
    return entries;
  }
}
