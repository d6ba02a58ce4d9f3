package org.postern.daemon.journal;

/** Where the daemon tells what happened. To write never fails and never takes long. */
public interface Journal {
  /** From any thread. */
  void write(JournalEntry entry);
}
