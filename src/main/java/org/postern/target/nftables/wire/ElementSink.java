package org.postern.target.nftables.wire;

import org.postern.target.nftables.netlink.NftablesException;

/** Takes the elements of a set as they come from the kernel, in no order. */
public interface ElementSink {

  /** The reading begins, or begins again: forget what came before. */
  void restart();

  /** Takes an element; the cursor is used again for the next one. */
  void element(ElementCursor cursor) throws NftablesException;
}
