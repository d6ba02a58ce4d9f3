package org.postern.host;

import java.util.AbstractList;
import java.util.List;
import java.util.function.Function;

/** A view of a list as other objects, none of them made before it is asked for. */
public final class MappedList<T> extends AbstractList<Object> {
  private final List<T> list;
  private final Function<? super T, ?> mapping;

  public MappedList(List<T> list, Function<? super T, ?> mapping) {
    this.list = list;
    this.mapping = mapping;
  }

  @Override
  public Object get(int index) {
    return mapping.apply(list.get(index));
  }

  @Override
  public int size() {
    return list.size();
  }
}
