package org.postern.plan.tree;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.postern.policy.Ports;

/**
 * Ports in a tree for the state and for programs: a number for one, text such as {@code 2500-2599}
 * for a range; a list of these where there are several.
 */
public final class PortsTree {
  private PortsTree() {}

  /** A number where it is one port, as before a rule could have several; otherwise a list. */
  public static Object write(Ports ports) {
    if (ports.single().isPresent()) {
      return ports.first();
    }
    return list(ports);
  }

  /** Returns the ports as a list, also when there is one. */
  public static List<Object> list(Ports ports) {
    List<Object> items = new ArrayList<>();
    for (Ports.Range range : ports.ranges()) {
      if (range.isSingle()) {
        items.add(range.first());
      } else {
        items.add(range.text());
      }
    }
    return items;
  }

  /**
   * Reads what {@link #write} or {@link #list} wrote.
   *
   * @throws IllegalArgumentException when it is neither
   */
  public static Ports read(@Nullable Object tree) {
    List<?> items = tree instanceof List<?> list ? list : tree == null ? List.of() : List.of(tree);
    List<Ports.Range> ranges = new ArrayList<>();
    for (Object item : items) {
      ranges.add(range(item));
    }
    return new Ports(ranges);
  }

  private static Ports.Range range(@Nullable Object item) {
    if (item instanceof Integer port) {
      return new Ports.Range(port, port);
    }
    if (item instanceof String text && text.matches("[0-9]{1,5}-[0-9]{1,5}")) {
      int dash = text.indexOf('-');
      return new Ports.Range(
          Integer.parseInt(text.substring(0, dash)), Integer.parseInt(text.substring(dash + 1)));
    }
    throw new IllegalArgumentException("not a port: " + item);
  }
}
