package org.postern.cli;

import java.io.PrintStream;
import org.postern.command.Progress;

/** One line of a terminal that is written over and over (ECMA-48 EL). */
public record TerminalProgress(PrintStream err) implements Progress {
  private static final String ERASED_LINE = "\r\u001b[2K";

  @Override
  public void say(String text) {
    err.print(ERASED_LINE + text);
    err.flush();
  }
}
