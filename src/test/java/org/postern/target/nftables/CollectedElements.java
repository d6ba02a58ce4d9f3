package org.postern.target.nftables;

import java.util.ArrayList;
import java.util.List;
import org.postern.target.nftables.netlink.Bytes;
import org.postern.target.nftables.netlink.NftablesException;
import org.postern.target.nftables.wire.ElementCursor;
import org.postern.target.nftables.wire.ElementCursor.Element;
import org.postern.target.nftables.wire.ElementSink;

/** Keeps all elements as objects, in the order in which they came. */
public final class CollectedElements implements ElementSink {
  private final List<Element> elements = new ArrayList<>();

  @Override
  public void restart() {
    elements.clear();
  }

  @Override
  public void element(ElementCursor cursor) throws NftablesException {
    elements.add(cursor.element());
  }

  public List<Element> elements() {
    return List.copyOf(elements);
  }

  public List<Bytes> keys() {
    return elements.stream().map(Element::key).toList();
  }
}
