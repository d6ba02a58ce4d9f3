package org.postern.daemon.journal;

/**
 * The journal in which the daemon tells what happened. Writing never fails and never takes long.
 */
public interface Journal {
  /** Writes an entry; may be called from any thread. */
  void write(JournalEntry entry);
}
