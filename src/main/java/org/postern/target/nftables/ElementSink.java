package org.postern.target.nftables;

/** Takes the elements of a set as they come from the kernel, in no order. */
interface ElementSink {

  /** The reading begins, or begins again: forget what came before. */
  void restart();

  /** One element; the cursor is used again for the next one. */
  void element(ElementCursor cursor) throws NftablesException;
}
