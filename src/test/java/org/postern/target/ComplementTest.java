package org.postern.target;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.postern.address.Address;
import org.postern.address.AddressSet;
import org.postern.address.Family;
import org.postern.address.Prefix;
import org.postern.plan.ToyWorld;

/** What is listed and what is accepted are the whole IPv4 space, and share no address. */
class ComplementTest {
  private static final BigInteger SPACE = BigInteger.TWO.pow(32);
  private static final AddressSet LOOPBACK = ToyWorld.set("127.0.0.0/8");

  private static void assertComplement(AddressSet accepted) {
    AddressSet listed = Complement.listed(accepted);
    AddressSet four = accepted.only(Family.IP);
    assertFalse(listed.intersects(four), listed::toString);
    assertFalse(listed.intersects(LOOPBACK), "never listed");
    assertEquals(AddressSet.all(Family.IP), listed.union(four).union(LOOPBACK));
    assertEquals(SPACE, listed.size().add(four.union(LOOPBACK).size()), "each address once");
    assertTrue(listed.isEmpty(Family.IP6), "the list knows no IPv6");
    assertEquals(four.subtract(LOOPBACK), Complement.accepted(listed));
  }

  @Test
  void anySetIsComplemented() {
    Random random = new Random(18);
    for (int i = 0; i < 2_000; i++) {
      AddressSet.Builder some = AddressSet.builder();
      for (int n = 1 + random.nextInt(40); n > 0; n--) {
        byte[] at = new byte[4];
        random.nextBytes(at);
        some.add(
            Prefix.containing(
                Address.ofBytes(at), random.nextInt(6) == 0 ? random.nextInt(32) : 32));
      }
      if (random.nextBoolean()) {
        some.add(ToyWorld.set("2001:db8::/32"));
      }
      AddressSet set = some.build();
      if (!Complement.judged(set).isEmpty()) {
        assertComplement(set);
      }
    }
  }

  /** Every subset of the addresses where ranges begin and end: both ends, and the loopback's. */
  @Test
  void everySubsetOfASmallSpaceIsComplemented() {
    List<Address> space = new ArrayList<>();
    for (String text :
        List.of(
            "0.0.0.0",
            "0.0.0.1",
            "0.0.0.2",
            "126.255.255.254",
            "126.255.255.255",
            "127.0.0.0",
            "127.255.255.255",
            "128.0.0.0",
            "128.0.0.1",
            "255.255.255.253",
            "255.255.255.254",
            "255.255.255.255")) {
      space.add(ToyWorld.address(text));
    }
    int tried = 0;
    for (int subset = 1; subset < (1 << space.size()); subset++) {
      AddressSet.Builder some = AddressSet.builder();
      for (int i = 0; i < space.size(); i++) {
        if (((subset >> i) & 1) == 1) {
          some.add(space.get(i));
        }
      }
      AddressSet set = some.build();
      if (LOOPBACK.containsAll(set)) {
        assertThrows(IllegalArgumentException.class, () -> Complement.listed(set));
      } else {
        assertComplement(set);
        tried++;
      }
    }
    assertEquals((1 << space.size()) - 4, tried);
  }

  @Test
  void aListOfAllAddressesIsNone() {
    for (AddressSet none :
        List.of(AddressSet.none(), LOOPBACK, ToyWorld.set("2001:db8::/32", "127.0.0.1"))) {
      assertThrows(IllegalArgumentException.class, () -> Complement.listed(none));
    }
    assertEquals(AddressSet.none(), Complement.listed(AddressSet.all()));
  }

  /**
   * The 15 addresses of the manual: 16 ranges and the gap of the loopback; 20 with inner networks.
   */
  @Test
  void theAddressesOfTheManualGiveSoManyRanges() {
    AddressSet manual =
        ToyWorld.set(
            "69.20.58.226",
            "69.20.68.133",
            "207.97.224.142",
            "207.97.229.125",
            "207.97.230.34",
            "207.97.230.54",
            "207.97.242.51",
            "92.52.89.74",
            "74.205.4.52",
            "72.32.252.16",
            "72.32.253.10",
            "72.32.252.97",
            "120.136.38.138",
            "69.20.60.122",
            "69.20.58.234");
    assertEquals(17, Complement.listed(manual).intervalCount(Family.IP));
    AddressSet inner = ToyWorld.set("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16");
    assertEquals(20, Complement.listed(manual.union(inner)).intervalCount(Family.IP));
    assertComplement(manual.union(inner));
  }
}
