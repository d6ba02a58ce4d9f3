package org.postern.target.nftables;

import java.util.ArrayList;
import java.util.List;
import org.postern.target.nftables.ElementCursor.Element;

/** Keeps all elements as objects, in the order in which they came. */
final class CollectedElements implements ElementSink {
  private final List<Element> elements = new ArrayList<>();

  @Override
  public void restart() {
    elements.clear();
  }

  @Override
  public void element(ElementCursor cursor) throws NftablesException {
    elements.add(cursor.element());
  }

  List<Element> elements() {
    return List.copyOf(elements);
  }

  List<Bytes> keys() {
    return elements.stream().map(Element::key).toList();
  }
}
