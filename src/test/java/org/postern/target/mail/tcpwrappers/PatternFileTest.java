package org.postern.target.mail.tcpwrappers;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.postern.address.Address;
import org.postern.address.AddressSet;
import org.postern.address.Family;
import org.postern.address.Prefix;
import org.postern.plan.AccessRule;
import org.postern.plan.Peers;
import org.postern.plan.ToyWorld;
import org.postern.target.mail.ConnectionRules;

/** Our file says exactly what a rule accepts, in patterns that every libwrap reads. */
class PatternFileTest {
  private static AccessRule rule(String... peers) {
    return ConnectionRules.rule("mta", new Peers.Only(ToyWorld.set(peers)), Optional.empty());
  }

  @Test
  void hasMasksForNetworksAndLoopbackFirst() {
    assertEquals(
        """
        127.0.0.0/255.0.0.0
        [::1]
        192.0.2.1
        203.0.113.0/255.255.255.240
        [2001:db8::1]
        [2001:db9::]/32
        postern-rule=mta
        """,
        PatternFile.write(rule("203.0.113.0/28", "192.0.2.1", "2001:db9::/32", "2001:db8::1")));
    assertEquals("127.0.0.0/255.0.0.0\n[::1]\npostern-rule=mta\n", PatternFile.write(rule()));
  }

  /** What begins with a dot matches what is below a name, hosts_access(5). */
  @Test
  void namesStandBehindAddresses() {
    AccessRule named =
        rule("192.0.2.1").withNames(new TreeSet<>(List.of("filter.example", "other.example")));
    assertEquals(
        """
        127.0.0.0/255.0.0.0
        [::1]
        192.0.2.1
        filter.example
        .filter.example
        other.example
        .other.example
        postern-rule=mta
        """,
        PatternFile.write(named));
    assertEquals(Optional.of(named), PatternFile.read(PatternFile.write(named)));
  }

  @Test
  void whatIsOpenBeginsWithAll() {
    AccessRule open =
        rule("192.0.2.1").withOpenUntil(Optional.of(Instant.parse("2031-01-02T03:04:05Z")));
    assertEquals("ALL\n", PatternFile.write(open).substring(0, 4));
    assertEquals(Optional.of(open), PatternFile.read(PatternFile.write(open)));
    AccessRule any = ConnectionRules.rule("mta", new Peers.Any(), Optional.empty());
    assertEquals("ALL\n", PatternFile.write(any).substring(0, 4));
    assertEquals(Optional.of(any), PatternFile.read(PatternFile.write(any)));
    assertEquals(Optional.empty(), PatternFile.read(PatternFile.GONE));
    assertEquals(Optional.empty(), PatternFile.read("postern-rule=../x\n"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "0.0.0.0/0",
        "255.255.255.255",
        "255.255.255.254/31",
        "128.0.0.0/1",
        "0.0.0.0",
        "127.0.0.0/8",
        "127.0.0.1",
        "::/0",
        "::1",
        "::fff0:0:0/92",
        "::/80",
        "9.255.255.255-10.0.0.4",
        "ffff::/16"
      })
  void isReadAsItIsWritten(String peers) {
    AccessRule rule = rule(peers);
    assertEquals(Optional.of(rule), PatternFile.read(PatternFile.write(rule)));
  }

  @Test
  void mappedAddressesStayWhatTheyAre() {
    AddressSet mapped =
        AddressSet.of(new Prefix(new Address(Family.IP6, 0, 0xffff_0000_0000L), 96))
            .subtract(AddressSet.of(new Address(Family.IP6, 0, 0xffff_c000_0201L)));
    AccessRule rule = ConnectionRules.rule("mta", new Peers.Only(mapped), Optional.empty());
    assertEquals(Optional.of(rule), PatternFile.read(PatternFile.write(rule)));
  }

  @Test
  void theLastAddressIsInNoNetwork() {
    assertEquals(
        List.of("128.0.0.0/128.0.0.0", "255.255.255.255"),
        AddressPatterns.of(ToyWorld.set("128.0.0.0/1")));
    AddressSet net = AddressPatterns.read("255.255.255.0/255.255.255.0").orElseThrow();
    assertEquals(ToyWorld.set("255.255.255.0-255.255.255.254"), net);
  }
}
