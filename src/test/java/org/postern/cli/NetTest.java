package org.postern.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.postern.host.JsonTree;
import org.postern.pipeline.Lab;

/** What {@code net} says of addresses as people write them. */
class NetTest {
  private final Lab lab;
  private final Terminal terminal;

  NetTest(@TempDir Path folder) throws IOException {
    this.lab =
        new Lab(folder)
            .policy(
                """
                sets:
                  own: {sources: [185.201.16.0/23, "2001:db8::/32"]}
                  other: {sources: [10.0.0.5]}
                rules:
                  - {name: smtp, port: tcp/25, accept: [own, other], otherwise: drop}
                """);
    this.terminal = new Terminal(lab);
  }

  @Test
  void aMaskOfARouterIsExplained() {
    assertEquals(
        """
        185.201.16.0 0.0.3.255: 0.0.3.255 is a wildcard mask, not a netmask
          read as 185.201.16.0/22
        family     IPv4
        first      185.201.16.0
        last       185.201.19.255
        addresses  1,024 addresses
        prefixes   185.201.16.0/22
        netmask    255.255.252.0
        wildcard   0.0.3.255
        zones      16.201.185.in-addr.arpa, 17.201.185.in-addr.arpa, 18.201.185.in-addr.arpa, \
        19.201.185.in-addr.arpa
        around     185.201.16.0/21
        before     185.201.12.0/22
        after      185.201.20.0/22
        """,
        terminal.type(0, "net", "185.201.16.0", "0.0.3.255").out());
  }

  @ParameterizedTest
  @CsvSource({
    "185.201.16.0/22",
    "185.201.16.0/255.255.252.0",
    "185.201.16.0/0.0.3.255",
    "185.201.16-19.*",
    "185.201.16.0-185.201.19.255",
    "185.201.16.0 - 185.201.19.255",
    "185.201.17.9/22"
  })
  void everySpellingIsTheSameNetwork(String text) throws IOException {
    JsonTree tree = terminal.type(0, "net", text, "--format", "json").json();
    assertEquals("185.201.16.0", tree.string("first"), text);
    assertEquals("185.201.19.255", tree.string("last"), text);
    assertEquals("1024", tree.string("addresses"), text);
  }

  @Test
  void whatIsNoAddressIsAMistakeOfTheCaller() {
    assertTrue(
        terminal.type(64, "net", "185.201-202.1-2.*").err().contains("a range is two whole"));
    assertTrue(terminal.type(64, "net", "mx.example").err().contains("it is a name"));
  }

  @Test
  void thePolicyTellsWhoHoldsIt() throws IOException {
    String policy = lab.file().toString();
    String out = terminal.type(0, "net", "185.201.16.0/22", "--policy", policy).out();
    assertTrue(
        out.contains("held by    set own, 512 addresses of it, from 185.201.16.0 on\n"), out);
    assertTrue(out.contains("accepts    rule smtp, 512 addresses of it"), out);
    out = terminal.type(0, "net", "10.0.0.5", "--policy", policy).out();
    assertTrue(out.contains("held by    set other\naccepts    rule smtp\n"), out);
    assertTrue(out.contains("reverse    5.0.0.10.in-addr.arpa\n"), out);
    out = terminal.type(0, "net", "192.0.2.1", "--policy", policy).out();
    assertTrue(out.contains("held by    no set and no rule\n"), out);
    JsonTree tree =
        terminal.type(0, "net", "185.201.16.9", "--policy", policy, "--format", "json").json();
    assertEquals(
        Map.of("set", "own", "whole", true, "addresses", "1"),
        tree.objects("sets").getFirst().members());
  }
}
