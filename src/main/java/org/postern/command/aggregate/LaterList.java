package org.postern.command.aggregate;

import java.util.AbstractList;
import java.util.List;
import java.util.function.Supplier;
import org.postern.address.Once;

/** Elements that are made when they are first looked at. */
final class LaterList extends AbstractList<String> {
  private final Once<List<String>> elements;

  LaterList(Supplier<List<String>> maker) {
    elements = new Once<>(maker);
  }

  @Override
  public String get(int index) {
    return elements.get().get(index);
  }

  @Override
  public int size() {
    return elements.get().size();
  }
}
