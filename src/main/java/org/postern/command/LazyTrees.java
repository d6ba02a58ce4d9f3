package org.postern.command;

import java.util.AbstractList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * What a reply tells programs of many things, a tree each that is made when it is written: for
 * people none is.
 */
public final class LazyTrees<T> extends AbstractList<Map<String, Object>> {
  private final List<T> things;
  private final Function<T, Map<String, Object>> tree;

  /**
   * Of these things.
   *
   * @param tree tells of one
   */
  public LazyTrees(List<T> things, Function<T, Map<String, Object>> tree) {
    this.things = things;
    this.tree = tree;
  }

  @Override
  public Map<String, Object> get(int index) {
    return tree.apply(things.get(index));
  }

  @Override
  public int size() {
    return things.size();
  }
}
