package org.postern.target;

import java.util.ArrayList;
import java.util.List;

/**
 * The system that {@link ExampleTarget} writes to: a packet filter whose rules are lines of text.
 * Others write to it too; lines of ours begin with {@value #OURS}.
 */
public final class ExampleSystem {
  /** Marks what is ours, so that nothing else is ever touched. */
  public static final String OURS = "postern ";

  private final List<String> lines = new ArrayList<>();
  private long changes;

  /** Every line, ours and others'. */
  public synchronized List<String> lines() {
    return List.copyOf(lines);
  }

  /** Our lines. */
  public synchronized List<String> ours() {
    return lines.stream().filter(line -> line.startsWith(OURS)).toList();
  }

  /** How often anything was changed by anybody. */
  synchronized long changes() {
    return changes;
  }

  /** What an administrator at a terminal does. */
  public synchronized void type(String line) {
    changes++;
    lines.add(line);
  }

  /** What a hostile user does. */
  public synchronized void delete(String part) {
    changes++;
    lines.removeIf(line -> line.contains(part));
  }

  /** The machine starts anew, or all rules are flushed. */
  public synchronized void clear() {
    changes++;
    lines.clear();
  }

  /** Puts new lines in place of ours in one transaction, if ours are still as expected. */
  synchronized boolean replace(List<String> expected, List<String> wanted) {
    if (!ours().equals(expected)) {
      return false;
    }
    changes++;
    lines.removeIf(line -> line.startsWith(OURS));
    lines.addAll(wanted);
    return true;
  }
}
