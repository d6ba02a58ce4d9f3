package org.postern.target.nftables.wire;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.postern.target.nftables.CollectedElements;
import org.postern.target.nftables.NetnsThread;
import org.postern.target.nftables.netlink.Bytes;
import org.postern.target.nftables.netlink.TableFamily;
import org.postern.target.nftables.wire.Elements.DelSetElem;
import org.postern.target.nftables.wire.Elements.FlushSet;
import org.postern.target.nftables.wire.Elements.NewSetElem;

/** Many elements into a set, out of it and back to us. */
class ElementsIT {
  private static final TableFamily FAMILY = TableFamily.INET;
  private static final int MANY = 100_000;

  private final NetnsThread namespace = new NetnsThread();

  @BeforeEach
  void makeSets() {
    namespace.connected(
        connection ->
            connection.commit(
                List.of(
                    new Tables.NewTable(FAMILY, "t"),
                    Sets.NewSet.hash(FAMILY, "t", "four", KeyType.IPV4_ADDR),
                    Sets.NewSet.hash(FAMILY, "t", "six", KeyType.IPV6_ADDR))));
  }

  @AfterEach
  void leaveNamespace() {
    namespace.close();
  }

  private long[] elements(String set, KeyType type) {
    return namespace.connected(
        connection ->
            Arrays.stream(connection.reader().addresses(FAMILY, "t", set, type, count -> {}))
                .sorted()
                .toArray());
  }

  @Test
  void aHundredThousandGoInTogetherAndComeBack() {
    long[] keys = LongStream.range(0, MANY).map(index -> 0xc0000000L + 3 * index).toArray();
    namespace.connected(
        connection ->
            connection.commit(
                List.of(new NewSetElem(FAMILY, "t", "four", ElementKeys.ipv4(keys)))));

    assertArrayEquals(keys, elements("four", KeyType.IPV4_ADDR));

    ElementKeys upperHalf = ElementKeys.ipv4(Arrays.copyOfRange(keys, MANY / 2, MANY));
    namespace.connected(
        connection -> connection.commit(List.of(new DelSetElem(FAMILY, "t", "four", upperHalf))));
    assertArrayEquals(Arrays.copyOf(keys, MANY / 2), elements("four", KeyType.IPV4_ADDR));

    namespace.connected(
        connection -> connection.commit(List.of(new FlushSet(FAMILY, "t", "four"))));
    assertEquals(0, elements("four", KeyType.IPV4_ADDR).length);
  }

  @Test
  void aHundredThousandOfTheLongKind() {
    long[] halves = new long[2 * MANY];
    for (int index = 0; index < MANY; index++) {
      halves[2 * index] = 0x20010db800000000L + index;
      halves[2 * index + 1] = ~index;
    }
    namespace.connected(
        connection ->
            connection.commit(
                List.of(new NewSetElem(FAMILY, "t", "six", ElementKeys.ipv6(halves)))));

    assertArrayEquals(Arrays.stream(halves).sorted().toArray(), elements("six", KeyType.IPV6_ADDR));
  }

  @Test
  void oneKeyIsLookedUpWithoutReadingTheOthers() {
    ElementKeys here = ElementKeys.ipv4(0xc0000201L);
    ElementKeys absent = ElementKeys.ipv4(0xc0000202L);
    namespace.connected(
        connection -> connection.commit(List.of(new NewSetElem(FAMILY, "t", "four", here))));

    assertEquals(true, contains(here));
    assertEquals(false, contains(absent));
  }

  private Boolean contains(ElementKeys key) {
    return namespace.connected(
        connection -> connection.reader().hasElement(FAMILY, "t", "four", key));
  }

  @Test
  void interfacesAreElementsToo() {
    namespace.connected(
        connection ->
            connection.commit(
                List.of(
                    Sets.NewSet.hash(FAMILY, "t", "in", KeyType.IFNAME),
                    new NewSetElem(FAMILY, "t", "in", ElementKeys.interfaces("eth0", "wg1")))));

    CollectedElements found = new CollectedElements();
    namespace.connected(
        connection -> {
          connection.reader().elements(FAMILY, "t", "in", found);
          return found;
        });
    assertEquals(List.of("eth0", "wg1"), found.keys().stream().map(Bytes::text).sorted().toList());
  }

  @Test
  void aSetSaysWhatItIsWithoutItsElements() {
    assertEquals(
        Optional.empty(),
        namespace.connected(connection -> connection.reader().set(FAMILY, "t", "four")).size());
  }
}
