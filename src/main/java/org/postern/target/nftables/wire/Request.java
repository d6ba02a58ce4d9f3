package org.postern.target.nftables.wire;

import java.util.List;
import java.util.Optional;
import org.postern.target.nftables.netlink.AttributeWriter;
import org.postern.target.nftables.netlink.TableFamily;

/** A change of the ruleset. It takes effect only as part of a batch. */
public sealed interface Request
    permits Tables.NewTable,
        Tables.DelTable,
        Chains.NewChain,
        Chains.DelChain,
        Rules.NewRule,
        Rules.DelRule,
        Rules.FlushChain,
        Sets.NewSet,
        Sets.DelSet,
        Elements.OfKeys,
        Elements.FlushSet,
        Counters.NewCounter,
        Counters.DelCounter {

  TableFamily family();

  /** Returns the type of the message: {@code NFT_MSG_…}. */
  int message();

  /** Returns the flags {@code NLM_F_…} beyond the one that it is a request. */
  default int flags() {
    return 0;
  }

  /**
   * Writes the attributes.
   *
   * @param sequence the number of the message, unique in its batch
   */
  void encode(int sequence, AttributeWriter out);

  /** Returns the request in the words of nft(8), for messages. */
  String describe();

  /** Returns how many elements it adds or deletes one by one. */
  default int elements() {
    return 0;
  }

  /** Returns the change as messages of at most {@code bytes} each, where it can be divided. */
  default List<Request> parts(int bytes) {
    return List.of(this);
  }

  /** Returns the words for the member {@code index} of a list inside this request. */
  default Optional<String> member(int index) {
    return Optional.empty();
  }
}
