package org.postern.policy.parse.list;

import org.postern.address.Interval;
import org.postern.address.text.AddressScanner;

/** Takes what a {@link ListReader} reads, in the order of the list. */
public interface ListSink {
  /**
   * Takes one entry as it stands in the bytes of the list.
   *
   * @param addresses the addresses that it names; valid during the call only
   * @param line the number of the line, the first being 1
   * @param bytes among them the label, ASCII; valid during the call only
   * @param labelFrom the place where the label starts
   * @param labelTo the place where it ends; the same place when there is no label
   */
  void entry(AddressScanner addresses, int line, byte[] bytes, int labelFrom, int labelTo);

  /**
   * Takes one entry.
   *
   * @param label the text behind the addresses, empty if there is none; fit for a terminal
   * @param line the number of the line, the first being 1; 0 in a form of lists in which lines mean
   *     nothing
   */
  void entry(Interval addresses, String label, int line);
}
