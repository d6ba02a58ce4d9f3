package org.postern.target.nftables.wire;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.postern.target.nftables.Encoded;
import org.postern.target.nftables.netlink.NftablesException;
import org.postern.target.nftables.netlink.TableFamily;

class AddressCollectorTest {

  private static AddressCollector collect(ElementKeys keys) throws NftablesException {
    AddressCollector collector = new AddressCollector(keys.type(), count -> {});
    feed(collector, keys);
    return collector;
  }

  private static void feed(AddressCollector collector, ElementKeys keys) throws NftablesException {
    for (Request part :
        new Elements.NewSetElem(TableFamily.INET, "t", "s", keys).parts(Integer.MAX_VALUE)) {
      ElementCursor.decode(Encoded.message(part), collector);
    }
  }

  @Test
  void differentKeysAreKeptAsTheyCome() throws NftablesException {
    long[] keys = new Random(4).longs(10_000, 0, 1L << 32).distinct().toArray();
    AddressCollector collector = collect(ElementKeys.ipv4(keys));

    assertArrayEquals(keys, collector.words());
    assertEquals(keys.length, collector.size());
    assertFalse(collector.repeated());
  }

  @Test
  void addressesThatDifferInOneHalfAreDifferent() throws NftablesException {
    long[] halves = {1, 2, 1, 3, 2, 2, 2, 1};
    AddressCollector collector = collect(ElementKeys.ipv6(halves));

    assertArrayEquals(halves, collector.words());
    assertFalse(collector.repeated());
  }

  @Test
  void aKeyThatComesTwiceIsNoticedUntilTheReadingRestarts() throws NftablesException {
    AddressCollector collector = collect(ElementKeys.ipv4(7, 8, 7));
    assertTrue(collector.repeated());
    assertEquals(2, collector.size());

    collector.restart();
    feed(collector, ElementKeys.ipv4(7));
    assertFalse(collector.repeated());
    assertArrayEquals(new long[] {7}, collector.words());
  }
}
