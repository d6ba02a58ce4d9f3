package org.postern.target.nftables.netlink;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.postern.target.nftables.wire.Batch;
import org.postern.target.nftables.wire.Chains;
import org.postern.target.nftables.wire.ElementKeys;
import org.postern.target.nftables.wire.Elements.DelSetElem;
import org.postern.target.nftables.wire.Loads;
import org.postern.target.nftables.wire.Matches;
import org.postern.target.nftables.wire.Request;
import org.postern.target.nftables.wire.Rules;
import org.postern.target.nftables.wire.Tables;

class AcknowledgementTest {
  private static final TableFamily FAMILY = TableFamily.INET;
  private static final int ENOENT = 2;

  @Test
  void aCappedAnswerTellsTheOffset() throws NftablesException {
    ByteBuffer answer = ByteBuffer.allocate(44).order(ByteOrder.nativeOrder());
    int flags = Netlink.NLM_F_CAPPED | Netlink.NLM_F_ACK_TLVS;
    answer.putInt(44).putShort((short) Netlink.NLMSG_ERROR).putShort((short) flags);
    answer.putInt(9).putInt(0).putInt(-ENOENT).position(36);
    answer.putShort((short) 8).putShort((short) Netlink.NLMSGERR_ATTR_OFFS).putInt(52);

    assertEquals(
        new Acknowledgement(9, ENOENT, Optional.of(52), Optional.empty()),
        Acknowledgement.decode(Message.split(answer.array()).getFirst()));
  }

  @Test
  void theElementAtFaultIsNamed() {
    Request delete = new DelSetElem(FAMILY, "t", "s", ElementKeys.ipv4(1, 0xc0000201L));
    int header = Netlink.MESSAGE_HEADER + Netlink.NFGEN_HEADER;
    int secondElement = header + 8 + 8 + 4 + 16;

    assertEquals(
        "delete 2 elements of inet t s at element 192.0.2.1", describe(delete, secondElement));
  }

  @Test
  void theExpressionAtFaultIsNamed() {
    Request rule =
        new Rules.NewRule(
            FAMILY,
            "t",
            "c",
            List.of(
                new Loads.Meta(NfTables.NFT_META_L4PROTO, NfTables.NFT_REG_1),
                new Matches.Lookup("absent", NfTables.NFT_REG_1, false)),
            Optional.empty());
    int header = Netlink.MESSAGE_HEADER + Netlink.NFGEN_HEADER;
    int firstExpression = header + 8 + 8 + 4;
    int secondExpression = firstExpression + 4 + 12 + 20;

    assertEquals("add rule inet t c at expression 1, meta", describe(rule, firstExpression));
    assertEquals("add rule inet t c at expression 2, lookup", describe(rule, secondExpression));
  }

  @Test
  void anAttributeAtFaultHasTheNameOfTheKernelsHeader() {
    Request chain = new Chains.DelChain(FAMILY, "t", "c");

    assertEquals("delete chain inet t c at NFTA_CHAIN_NAME", describe(chain, 28));
  }

  @Test
  void anOffsetOutsideTheMessageAddsNothing() {
    assertEquals("delete chain inet t c", describe(new Chains.DelChain(FAMILY, "t", "c"), 400));
  }

  @Test
  void anAnswerToTheFrameConcernsTheWholeBatch() {
    Batch batch = Batch.encode(List.of(new Tables.DelTable(FAMILY, "t")), 5, Optional.empty());

    assertEquals("batch of 1 message", batch.describe(answer(5, Optional.empty())));
  }

  private static String describe(Request request, int offset) {
    Batch batch = Batch.encode(List.of(request), 5, Optional.empty());
    return batch.describe(answer(6, Optional.of(offset)));
  }

  private static Acknowledgement answer(int sequence, Optional<Integer> offset) {
    return new Acknowledgement(sequence, ENOENT, offset, Optional.empty());
  }
}
