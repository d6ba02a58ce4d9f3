package org.postern.host;

import java.util.AbstractList;
import java.util.Iterator;
import java.util.List;
import java.util.function.Function;

/** A view of a list as other objects, none of them made before it is asked for. */
public final class MappedList<T, R> extends AbstractList<R> {
  private final List<? extends T> list;
  private final Function<? super T, ? extends R> mapping;

  /**
   * Creates the view.
   *
   * @param mapping is called each time that an element is read
   */
  public MappedList(List<? extends T> list, Function<? super T, ? extends R> mapping) {
    this.list = list;
    this.mapping = mapping;
  }

  @Override
  public R get(int index) {
    return mapping.apply(list.get(index));
  }

  @Override
  public int size() {
    return list.size();
  }

  /** Returns an iterator of one pass, where {@link #get} may begin anew for each. */
  @Override
  public Iterator<R> iterator() {
    return list.stream().<R>map(mapping).iterator();
  }
}
