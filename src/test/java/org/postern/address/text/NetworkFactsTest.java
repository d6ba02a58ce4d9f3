package org.postern.address.text;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import inet.ipaddr.IPAddress;
import inet.ipaddr.IPAddressString;
import java.math.BigInteger;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.apache.commons.net.util.SubnetUtils;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.postern.address.Address;
import org.postern.address.Family;
import org.postern.address.Interval;
import org.postern.address.Prefix;

/** What is said of networks is what Commons Net and the IPAddress library say of them. */
class NetworkFactsTest {
  private static final int ROUNDS = 2_000;

  private final Random random = new Random(15);

  private static NetworkFacts facts(String text) {
    return new NetworkFacts(((AddressText.Ok) AddressText.parse(text)).interval());
  }

  private Prefix prefix(Family family) {
    byte[] bytes = new byte[family.bits() / 8];
    random.nextBytes(bytes);
    return Prefix.containing(Address.ofBytes(bytes), random.nextInt(family.bits() + 1));
  }

  @Test
  void commonsNetAgrees() {
    for (int round = 0; round < ROUNDS; round++) {
      Prefix prefix = prefix(Family.IP);
      NetworkFacts facts = new NetworkFacts(prefix.interval());
      SubnetUtils utils = new SubnetUtils(prefix.base() + "/" + prefix.length());
      utils.setInclusiveHostCount(true);
      SubnetUtils.SubnetInfo info = utils.getInfo();
      NetworkFacts.Masks masks = facts.masks().orElseThrow();
      assertEquals(info.getNetmask(), masks.netmask().toString());
      assertEquals(info.getNetworkAddress(), facts.interval().first().toString());
      assertEquals(info.getBroadcastAddress(), facts.interval().last().toString());
      assertEquals(BigInteger.valueOf(info.getAddressCountLong()), facts.size());
      assertEquals(
          BigInteger.valueOf(0xFFFF_FFFFL),
          BigInteger.valueOf(masks.netmask().low() + masks.wildcard().low()));
    }
  }

  @ParameterizedTest
  @EnumSource(Family.class)
  void theIpAddressLibraryAgrees(Family family) {
    for (int round = 0; round < ROUNDS; round++) {
      Prefix prefix = prefix(family);
      NetworkFacts facts = new NetworkFacts(prefix.interval());
      IPAddress block = new IPAddressString(prefix.base() + "/" + prefix.length()).getAddress();
      assertEquals(block.getCount(), facts.size());
      assertEquals(
          Optional.of(Address.ofBytes(block.getUpper().getBytes())),
          facts
              .after()
              .flatMap(after -> after.first().previous())
              .or(() -> Optional.of(family.last())));
      facts
          .before()
          .ifPresent(
              before -> {
                IPAddress earlier = block.toPrefixBlock().getLower().increment(-1);
                assertEquals(Address.ofBytes(earlier.getBytes()), before.last());
                assertEquals(facts.size(), before.size());
              });
      facts
          .around()
          .ifPresent(
              around -> {
                assertEquals(prefix.length() - 1, around.length());
                assertTrue(around.interval().contains(prefix.base()));
              });
    }
  }

  /** Any two addresses: the prefixes are those of the library, and name each address once. */
  @ParameterizedTest
  @EnumSource(Family.class)
  void rangesAreTheSamePrefixesAsInTheLibrary(Family family) {
    for (int round = 0; round < ROUNDS / 10; round++) {
      Address one = prefix(family).base();
      Address other = prefix(family).last();
      Interval interval =
          one.compareTo(other) <= 0 ? new Interval(one, other) : new Interval(other, one);
      IPAddress[] blocks =
          new IPAddressString(interval.first().toString())
              .getAddress()
              .spanWithPrefixBlocks(new IPAddressString(interval.last().toString()).getAddress());
      List<String> expected =
          List.of(blocks).stream()
              .map(
                  block ->
                      Prefix.containing(
                              Address.ofBytes(block.getLower().getBytes()),
                              Optional.ofNullable(block.getNetworkPrefixLength())
                                  .orElse(family.bits()))
                          .toString())
              .toList();
      NetworkFacts facts = new NetworkFacts(interval);
      assertEquals(expected, facts.prefixes().stream().map(Prefix::toString).toList());
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "192.0.2.0/24 | [2.0.192.in-addr.arpa] | 0",
        "192.0.2.64/26 | [2.0.192.in-addr.arpa] | 0",
        "192.0.2.7 | [2.0.192.in-addr.arpa] | 0",
        "192.0.2.7-192.0.2.9 | [2.0.192.in-addr.arpa] | 0",
        "185.201.16.0/22 | [16.201.185.in-addr.arpa, 17.201.185.in-addr.arpa,"
            + " 18.201.185.in-addr.arpa] | 1",
        "10.0.0.0/8 | [10.in-addr.arpa] | 0",
        "0.0.0.0/0 | [0.in-addr.arpa, 1.in-addr.arpa, 2.in-addr.arpa] | 253",
        "192.0.2.250-192.0.3.5 | [2.0.192.in-addr.arpa, 3.0.192.in-addr.arpa] | 0",
        "2001:db8::/32 | [8.b.d.0.1.0.0.2.ip6.arpa] | 0",
        "2001:db8::/31 | [8.b.d.0.1.0.0.2.ip6.arpa, 9.b.d.0.1.0.0.2.ip6.arpa] | 0"
      })
  void zones(String text, String names, String more) {
    NetworkFacts.Zones zones = facts(text).zones(3);
    assertEquals(names, zones.names().toString());
    assertEquals(more, zones.more().toString());
  }

  @Test
  void aSingleAddressHasAName() {
    assertEquals(Optional.of("7.2.0.192.in-addr.arpa"), facts("192.0.2.7").reverseName());
    assertEquals(Optional.empty(), facts("192.0.2.0/31").reverseName());
    assertTrue(facts("2001:db8::1").reverseName().orElseThrow().startsWith("1.0.0.0.0."));
  }

  /** Segments of the library's own spelling, at random: what is offered is what it means. */
  @Test
  void theFixOfRangesInSegmentsIsWhatTheLibraryReads() {
    int fixed = 0;
    for (int round = 0; round < ROUNDS; round++) {
      String text = segments();
      IPAddress meant = new IPAddressString(text).getAddress();
      if (AddressText.parse(text) instanceof AddressText.Wrong wrong && !wrong.fix().isEmpty()) {
        fixed++;
        Interval fix = facts(wrong.fix()).interval();
        assertEquals(Address.ofBytes(meant.getLower().getBytes()), fix.first(), text);
        assertEquals(Address.ofBytes(meant.getUpper().getBytes()), fix.last(), text);
        assertEquals(meant.getCount(), fix.size(), text);
      }
    }
    assertTrue(fixed > ROUNDS / 10, () -> "hardly any fixes");
  }

  private String segments() {
    StringBuilder text = new StringBuilder();
    int wild = 1 + random.nextInt(4);
    for (int i = 0; i < 4; i++) {
      int low = random.nextInt(256);
      String range = low + "-" + (low + random.nextInt(256 - low));
      String part = i < wild ? String.valueOf(low) : random.nextInt(8) == 0 ? range : "*";
      text.append(i == 0 ? "" : ".").append(i == wild - 1 && i > 0 ? range : part);
    }
    return text.toString();
  }
}
