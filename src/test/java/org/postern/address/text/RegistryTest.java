package org.postern.address.text;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.postern.address.Literals.address;
import static org.postern.address.Literals.prefix;
import static org.postern.address.Literals.set;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.postern.address.Address;
import org.postern.address.AddressSet;
import org.postern.address.Family;
import org.postern.address.Interval;
import org.postern.address.Prefix;

/** The tables of IANA: their form, and what they make of the addresses at every edge. */
class RegistryTest {
  static final List<Registry> ALL = Registry.ALL;

  private static final AddressSet UNICAST = set("2000::/3");

  private static List<Registry.Row> rows() {
    return ALL.stream().flatMap(registry -> registry.rows().stream()).toList();
  }

  @ParameterizedTest
  @FieldSource("ALL")
  void eachRowHasItsForm(Registry registry) {
    assertTrue(registry.name().startsWith("IANA "), registry.name());
    assertTrue(registry.asOf().isAfter(LocalDate.of(2011, 1, 1)), registry.name());
    assertFalse(registry.rows().isEmpty(), registry.name());
    Set<Prefix> blocks = new HashSet<>();
    for (Registry.Row row : registry.rows()) {
      assertTrue(row.name().matches("[A-Za-z0-9][A-Za-z0-9 ,-]+"), row::toString);
      assertTrue(row.document().matches("RFC [1-9][0-9]{2,3}"), row::toString);
      assertTrue(blocks.add(row.prefix()), row::toString);
    }
  }

  @Test
  void theSizesAreThoseOfTheRegistries() {
    assertEquals(
        List.of(20, 1, 25, 17, 34), ALL.stream().map(registry -> registry.rows().size()).toList());
  }

  /** Of all rows that hold an address the most specific one decides. */
  private static Optional<Registry.Row> deciding(Address address) {
    return rows().stream()
        .filter(row -> AddressSet.of(row.prefix()).contains(address))
        .max(Comparator.comparingInt(row -> row.prefix().length()));
  }

  private static boolean is(Optional<Registry.Row> row, Registry.Use use) {
    return row.map(Registry.Row::use).filter(use::equals).isPresent();
  }

  @Test
  void theVerdictChangesAtTheEdgesOfRowsAndNowhereElse() {
    int looked = 0;
    for (Registry.Row row : rows()) {
      Interval block = row.prefix().interval();
      List<Address> edges = new ArrayList<>(List.of(block.first(), block.last()));
      block.first().previous().ifPresent(edges::add);
      block.last().next().ifPresent(edges::add);
      for (Address edge : edges) {
        Optional<Registry.Row> deciding = deciding(edge);
        boolean special = is(deciding, Registry.Use.SPECIAL);
        String what = row + " at " + edge;
        assertEquals(special, SpecialPurpose.all().contains(edge), what);
        Optional<SpecialPurpose.Entry> covering = SpecialPurpose.covering(new Interval(edge, edge));
        assertEquals(
            special ? deciding.map(Registry.Row::prefix) : Optional.empty(),
            covering.map(SpecialPurpose.Entry::prefix),
            what);
        assertEquals(
            deciding.isEmpty() && UNICAST.contains(edge),
            SpecialPurpose.unallocated().contains(edge),
            what);
        looked++;
      }
    }
    assertTrue(looked > 300, "only " + looked);
  }

  @Test
  void allOfIpv6ThatHostsAreGivenNoAddressesOfIsSpecial() {
    AddressSet outside = AddressSet.all(Family.IP6).subtract(UNICAST);
    assertTrue(SpecialPurpose.all().containsAll(outside));
    assertTrue(UNICAST.containsAll(SpecialPurpose.unallocated()));
    assertFalse(SpecialPurpose.unallocated().intersects(AddressSet.all(Family.IP)));
  }

  /** So that reachable parts may be taken out of all special blocks at once. */
  @Test
  void noSpecialBlockLiesWithinAReachableOrAllocatedOneUnlessItIsNamedThere() {
    for (Registry.Row inner : rows()) {
      for (Registry.Row outer : rows()) {
        if (inner.use() == Registry.Use.SPECIAL && outer.use() == Registry.Use.REACHABLE) {
          assertFalse(
              AddressSet.of(outer.prefix()).containsAll(AddressSet.of(inner.prefix())),
              inner + " in " + outer);
        }
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"2001:1000::1", "2003:4000::1", "2420::1", "2d00::1", "3000::1"})
  void spaceOfNoRegionalRegistryIsUnallocated(String text) {
    assertTrue(SpecialPurpose.unallocated().contains(address(text)));
  }

  @Test
  void anEntryIsToldWithItsRowItsDocumentAndItsRegistry() {
    assertEquals(
        "64:ff9b::/96 (translation between IPv4 and IPv6, RFC 6052,"
            + " IANA IPv6 Special-Purpose Address Registry)",
        SpecialPurpose.covering(prefix("64:ff9b::c000:201").interval()).orElseThrow().describe());
  }

  @Test
  void aTableIsOldAfterAYear() {
    LocalDate day = Registry.IP6_UNICAST.asOf();
    assertFalse(Registry.IP6_UNICAST.isOldOn(day));
    assertFalse(Registry.IP6_UNICAST.isOldOn(day.plusYears(1)));
    assertTrue(Registry.IP6_UNICAST.isOldOn(day.plusYears(1).plusDays(1)));
  }
}
