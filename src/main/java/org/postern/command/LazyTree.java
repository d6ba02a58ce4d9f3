package org.postern.command;

import java.util.AbstractMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * The tree of a reply for programs, made when a member is asked for first: for people it never is.
 */
final class LazyTree extends AbstractMap<String, Object> {
  private final List<Consumer<Map<String, Object>>> steps;
  private Optional<Map<String, Object>> made = Optional.empty();

  /**
   * Creates a tree that these steps make.
   *
   * @param steps each adds members or takes some out
   */
  LazyTree(List<Consumer<Map<String, Object>>> steps) {
    this.steps = List.copyOf(steps);
  }

  private synchronized Map<String, Object> made() {
    if (made.isEmpty()) {
      Map<String, Object> tree = new LinkedHashMap<>();
      steps.forEach(step -> step.accept(tree));
      made = Optional.of(tree);
    }
    return made.get();
  }

  @Override
  public Set<Entry<String, Object>> entrySet() {
    return made().entrySet();
  }
}
