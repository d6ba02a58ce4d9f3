package org.postern.address;

import static org.junit.jupiter.api.Assertions.assertEquals;

import inet.ipaddr.IPAddress;
import inet.ipaddr.IPAddressString;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import org.apache.commons.net.util.SubnetUtils;
import org.apache.commons.net.util.SubnetUtils6;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.postern.Sizes;

/** Second opinions: the IPAddress library and Commons Net must say the same as we do. */
class AddressSetOracleTest {
  static LongStream seeds() {
    return Sizes.seeds(20, 400);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void prefixesAreThoseThatTheIpAddressLibraryMergesTo(long seed) {
    Random random = new Random(seed);
    for (Family family : Family.values()) {
      for (int round = 0; round < 30; round++) {
        List<Prefix> input = new ArrayList<>();
        AddressSet.Builder builder = AddressSet.builder();
        for (int part = random.nextInt(60); part >= 0; part--) {
          Prefix prefix = Samples.prefix(family, random);
          input.add(prefix);
          builder.add(prefix);
        }
        IPAddress[] others = input.stream().map(p -> library(p)).toArray(IPAddress[]::new);
        assertEquals(
            texts(others[0].mergeToPrefixBlocks(others)), texts(builder.build().prefixes()));
      }
    }
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void prefixesOfAnIntervalAreThoseThatTheIpAddressLibrarySpansItWith(long seed) {
    Random random = new Random(seed);
    for (int round = 0; round < 20; round++) {
      Interval interval = Samples.interval(Samples.family(random), random);
      IPAddress first = library(interval.first());
      assertEquals(
          texts(first.spanWithPrefixBlocks(library(interval.last()))),
          texts(AddressSet.of(interval).prefixes()));
      assertEquals(first.spanWithRange(library(interval.last())).getCount(), interval.size());
    }
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void canonicalTextIsTheIpAddressLibrarys(long seed) {
    Random random = new Random(seed);
    for (int round = 0; round < 500; round++) {
      Address address = Samples.address(Samples.family(random), random);
      assertEquals(library(address).toCanonicalString(), address.toString());
    }
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void ipv4PrefixesAreCommonsNets(long seed) {
    Random random = new Random(seed);
    for (int round = 0; round < 200; round++) {
      Prefix prefix = Samples.prefix(Family.IP, random);
      SubnetUtils utils = new SubnetUtils(prefix.toString());
      utils.setInclusiveHostCount(true);
      SubnetUtils.SubnetInfo info = utils.getInfo();
      assertEquals(info.getLowAddress(), prefix.first().toString());
      assertEquals(info.getHighAddress(), prefix.last().toString());
      assertEquals(BigInteger.valueOf(info.getAddressCountLong()), prefix.interval().size());
      // Commons Net holds that 0.0.0.0 is in no prefix, not even in its own.
      Address probe = Samples.address(Family.IP, random).next().orElse(Family.IP.last());
      assertEquals(info.isInRange(probe.toString()), AddressSet.of(prefix).contains(probe));
    }
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void ipv6PrefixesAreCommonsNets(long seed) {
    Random random = new Random(seed);
    for (int round = 0; round < 200; round++) {
      Prefix prefix = Samples.prefix(Family.IP6, random);
      SubnetUtils6.SubnetInfo info = new SubnetUtils6(prefix.toString()).getInfo();
      assertEquals(info.getAddressCount(), prefix.interval().size());
      Address probe = Samples.address(Family.IP6, random);
      assertEquals(info.isInRange(probe.toString()), AddressSet.of(prefix).contains(probe));
    }
  }

  private static IPAddress library(Address address) {
    return new IPAddressString(
            switch (address.family()) {
              case IP -> address.toString();
              case IP6 -> hex(address);
            })
        .getAddress();
  }

  /** All eight groups, so that the library reads a text that our own formatting has no part in. */
  private static String hex(Address address) {
    String digits = "%016x%016x".formatted(address.high(), address.low());
    return digits.replaceAll("(.{4})(?!$)", "$1:");
  }

  private static IPAddress library(Prefix prefix) {
    return library(prefix.base()).toPrefixBlock(prefix.length());
  }

  private static List<String> texts(IPAddress[] blocks) {
    return Arrays.stream(blocks)
        .map(b -> b.getLower().withoutPrefixLength() + "/" + b.getPrefixLength())
        .toList();
  }

  private static List<String> texts(List<Prefix> prefixes) {
    return prefixes.stream().map(p -> library(p.base()) + "/" + p.length()).toList();
  }
}
