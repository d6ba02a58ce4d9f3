package org.postern.host.log.line;

import java.util.Arrays;

/** The programs of a log, each made once. */
public final class Programs {
  private static final int MOST = 4_096;

  /** A power of two: most lines are of a handful of programs. */
  private static final int LAST = 8;

  private final Recent<String, Program> known = new Recent<>(MOST);
  private final Program[] last = new Program[LAST];

  Programs() {
    Arrays.fill(last, Program.NONE);
  }

  /** Returns the program whose name is at that place. */
  Program at(String text, int from, int to) {
    int slot = (to - from + text.charAt(to - 1)) & (LAST - 1);
    String name = last[slot].name();
    if (name.length() != to - from || !text.startsWith(name, from)) {
      last[slot] = of(text.substring(from, to));
    }
    return last[slot];
  }

  public Program of(String name) {
    return name.isEmpty() ? Program.NONE : known.computeIfAbsent(name, Program::of);
  }
}
