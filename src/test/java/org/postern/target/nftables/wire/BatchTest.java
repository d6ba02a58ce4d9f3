package org.postern.target.nftables.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.postern.target.nftables.CollectedElements;
import org.postern.target.nftables.netlink.AttributeWriter;
import org.postern.target.nftables.netlink.Message;
import org.postern.target.nftables.netlink.Netlink;
import org.postern.target.nftables.netlink.NfTables;
import org.postern.target.nftables.netlink.NftablesException;
import org.postern.target.nftables.netlink.TableFamily;
import org.postern.target.nftables.wire.Elements.NewSetElem;

class BatchTest {
  private static final TableFamily FAMILY = TableFamily.INET;
  private static final int MAX_IPV4_PER_MESSAGE = 4095;

  @Test
  void theBytesAreThoseOfTheKernelsHeader() throws IOException {
    assertEquals(ByteOrder.LITTLE_ENDIAN, ByteOrder.nativeOrder(), "the golden bytes");
    List<Request> requests =
        List.of(
            new Tables.NewTable(FAMILY, "t"),
            Sets.NewSet.hash(FAMILY, "t", "s", KeyType.IPV4_ADDR),
            new NewSetElem(FAMILY, "t", "s", ElementKeys.ipv4(0xc0000201L)),
            new Rules.NewRule(
                FAMILY,
                "t",
                "c",
                List.of(
                    new Matches.Lookup("s", NfTables.NFT_REG_1, false),
                    new Statements.ImmediateVerdict(NfTables.NFT_RETURN)),
                Optional.of("x")));

    Batch batch = Batch.encode(requests, 1, Optional.of(258L));

    assertEquals(golden(), HexFormat.of().formatHex(batch.buffer(), 0, batch.length()));
  }

  /** The file without its annotations. */
  private static String golden() throws IOException {
    try (InputStream file = BatchTest.class.getResourceAsStream("/nftables/batch.hex")) {
      return new String(file.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .map(line -> line.replaceFirst("#.*", "").replace(" ", ""))
          .collect(Collectors.joining());
    }
  }

  @Test
  void noMessageHoldsMoreElementsThanAnAttributeCan() {
    List<Request> parts = add(10_000).parts(Integer.MAX_VALUE);

    assertEquals(
        List.of(MAX_IPV4_PER_MESSAGE, MAX_IPV4_PER_MESSAGE, 10_000 - 2 * MAX_IPV4_PER_MESSAGE),
        parts.stream().map(part -> ((NewSetElem) part).keys().size()).toList());
    assertThrows(
        IllegalArgumentException.class,
        () -> add(MAX_IPV4_PER_MESSAGE + 1).encode(1, new AttributeWriter()));
  }

  @Test
  void onlyTheLastRequestAsksForAnAnswer() throws NftablesException {
    Batch batch = Batch.encode(List.of(add(10_000), add(1)), 40, Optional.empty());
    List<Message> messages = Message.split(Arrays.copyOf(batch.buffer(), batch.length()));

    assertEquals(
        List.of(false, false, false, false, true, false),
        messages.stream().map(message -> message.hasFlag(Netlink.NLM_F_ACK)).toList());
    assertEquals(44, batch.lastSequence());
    assertEquals(
        List.of(40, 41, 42, 43, 44, 45), messages.stream().map(Message::sequence).toList());
  }

  @Test
  void divisionKeepsEveryBatchBelowItsLimitAndLosesNothing() throws NftablesException {
    int limit = 20_000;
    CollectedElements found = new CollectedElements();
    for (List<Request> group : Batch.divide(List.of(add(5_000), add(3)), limit)) {
      Batch batch = Batch.encode(group, 1, Optional.empty());
      assertTrue(batch.length() <= limit, () -> "batch of " + batch.length());
      for (Message message : Message.split(Arrays.copyOf(batch.buffer(), batch.length()))) {
        ElementCursor.decode(message, found);
      }
    }
    assertEquals(5_003, found.keys().size());
    assertEquals(5_000, found.keys().stream().distinct().count());
  }

  private static NewSetElem add(int count) {
    long[] keys = LongStream.range(0, count).map(index -> 0x0a000000L + index).toArray();
    return new NewSetElem(FAMILY, "t", "s", ElementKeys.ipv4(keys));
  }
}
