package org.postern.command;

/** Where a command that takes its time says what it is at. */
public interface Progress {
  /** Nobody watches. */
  Progress SILENT = text -> {};

  /** Replaces what was said before; the empty text takes it back. */
  void say(String text);
}
