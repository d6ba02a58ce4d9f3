package org.postern.command.trial;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.postern.address.Address;
import org.postern.address.AddressSet;
import org.postern.address.Family;
import org.postern.address.text.AddressText;
import org.postern.command.view.WhyCommand;

class TrialSampleTest {

  @Test
  void takesBothEndsOfAnIntervalAndWhatLiesJustOutside() {
    TrialSample sample = sample(Family.IP, "192.0.2.16/29");
    assertEquals(List.of(address("192.0.2.16"), address("192.0.2.23")), sample.members());
    assertEquals(
        Map.of(
            address("192.0.2.15"), address("192.0.2.16"),
            address("192.0.2.24"), address("192.0.2.23")),
        sample.neighbours());
  }

  @Test
  void triesASingleAddressOnce() {
    assertEquals(List.of(address("192.0.2.1")), sample(Family.IP, "192.0.2.1").members());
  }

  @Test
  void triesTheGapBetweenTwoIntervalsOnce() {
    TrialSample sample = sample(Family.IP6, "2001:db8::1", "2001:db8::3");
    assertEquals(
        Map.of(
            address("2001:db8::"), address("2001:db8::1"),
            address("2001:db8::2"), address("2001:db8::1"),
            address("2001:db8::4"), address("2001:db8::3")),
        sample.neighbours());
  }

  @Test
  void hasNoNeighbourBeyondTheEndsOfTheSpace() {
    for (Family family : Family.values()) {
      TrialSample sample = TrialSample.of(AddressSet.all(family), AddressSet.all(family), family);
      assertEquals(List.of(family.first(), family.last()), sample.members());
      assertTrue(sample.neighbours().isEmpty());
      assertTrue(sample.strangers().isEmpty());
    }
  }

  @Test
  void dialsFromNoAddressThatTheKernelTakesForItsOwnOrForAGroup() {
    AddressSet peers = set("126.0.0.0-128.0.0.9", "223.255.255.255-255.255.255.255");
    TrialSample sample = TrialSample.of(peers, TrialSample.USABLE, Family.IP);
    assertEquals(
        List.of(
            address("126.0.0.0"),
            address("126.255.255.255"),
            address("128.0.0.0"),
            address("128.0.0.9"),
            address("223.255.255.255")),
        sample.members());
    assertFalse(sample.neighbours().containsKey(address("127.0.0.0")));
    assertTrue(sample.neighbours().containsKey(address("223.255.255.254")));
  }

  @Test
  void takesStrangersOfItsFamilyFromBothEndsOfTheSpace() {
    assertTrue(
        sample(Family.IP, "192.0.2.77")
            .strangers()
            .containsAll(List.of(address("1.0.0.0"), address("223.255.255.255"))));
    assertFalse(sample(Family.IP, "192.0.2.77").strangers().contains(address("192.0.2.77")));
    assertTrue(
        sample(Family.IP6, "192.0.2.77").strangers().stream()
            .allMatch(peer -> peer.family() == Family.IP6));
  }

  @Test
  void triesAllIntervalsUpToItsLimit() {
    TrialSample sample = TrialSample.of(every(TrialSample.MOST), TrialSample.USABLE, Family.IP);
    assertEquals(TrialSample.MOST, sample.tried());
    assertEquals(TrialSample.MOST, sample.members().size());
  }

  @Test
  void spreadsOverManyIntervalsAndKeepsTheFirstAndTheLast() {
    TrialSample sample = TrialSample.of(every(5_000), TrialSample.USABLE, Family.IP);
    assertEquals(5_000, sample.intervals());
    assertEquals(TrialSample.MOST, sample.tried());
    assertEquals(TrialSample.MOST, sample.members().stream().distinct().count());
    assertEquals(new Address(Family.IP, 0, 1L << 24), sample.members().getFirst());
    assertEquals(new Address(Family.IP, 0, (1L << 24) + 4 * 4_999L), sample.members().getLast());
  }

  /** Every fourth address from 1.0.0.0 on. */
  private static AddressSet every(int count) {
    AddressSet.Builder builder = AddressSet.builder();
    for (long i = 0; i < count; i++) {
      builder.add(new Address(Family.IP, 0, (1L << 24) + 4 * i));
    }
    return builder.build();
  }

  private static TrialSample sample(Family family, String... peers) {
    return TrialSample.of(set(peers), TrialSample.USABLE, family);
  }

  private static AddressSet set(String... texts) {
    AddressSet.Builder builder = AddressSet.builder();
    for (String text : texts) {
      builder.add(((AddressText.Ok) AddressText.parse(text)).interval());
    }
    return builder.build();
  }

  private static Address address(String text) {
    return WhyCommand.address(text);
  }
}
