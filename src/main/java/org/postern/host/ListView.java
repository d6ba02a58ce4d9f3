package org.postern.host;

import java.util.AbstractList;
import java.util.Iterator;
import java.util.List;
import java.util.function.Function;

/** A list as what its elements become, each made when it is asked for: there may be very many. */
final class ListView<T, R> extends AbstractList<R> {
  private final List<? extends T> list;
  private final Function<? super T, ? extends R> element;

  ListView(List<? extends T> list, Function<? super T, ? extends R> element) {
    this.list = list;
    this.element = element;
  }

  @Override
  public R get(int index) {
    return element.apply(list.get(index));
  }

  @Override
  public int size() {
    return list.size();
  }

  /** One pass, where {@link #get} may begin anew for each. */
  @Override
  public Iterator<R> iterator() {
    return list.stream().<R>map(element).iterator();
  }
}
