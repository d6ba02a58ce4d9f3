package org.postern.target.nftables;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.postern.plan.Effect;

/**
 * What rules of iptables leave of a rule that promises that peers pass, held against real
 * connections, whichever packet filter ours are in.
 */
@ParameterizedClass
@MethodSource("org.postern.target.nftables.Filter#ours")
class IptablesEffectsIT {
  private final Filter filter;
  private final Promises promises;

  IptablesEffectsIT(Filter filter) {
    this.filter = filter;
    this.promises = new Promises(filter);
  }

  @AfterEach
  void endOfTheWorld() throws IOException {
    promises.close();
  }

  /** Lines of iptables, one a line. */
  private void load(String script) {
    for (String line : script.lines().filter(one -> !one.isBlank()).toList()) {
      promises.server().exec(line);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"nft", "legacy"})
  void iptablesOfEitherVariantIsUnderstood(String variant) {
    load(
        """
        iptables-%1$s -P OUTPUT DROP
        iptables-%1$s -A OUTPUT -o lo -j ACCEPT
        iptables-%1$s -A OUTPUT -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT
        iptables-%1$s -A OUTPUT -p udp --dport 53 -j ACCEPT
        iptables-%1$s -A OUTPUT -p tcp -m multiport --dports 22,80:90 -j ACCEPT
        """
            .formatted(variant));
    if (filter == Filter.NFTABLES && variant.equals("legacy")) {
      assertEquals(List.of(), promises.effects("dns", Effect.Kind.NONE));
      assertFalse(
          promises.effects("dns", Effect.Kind.UNTOLD).isEmpty(), "its rules cannot be seen");
      return;
    }
    Effect said = promises.effects("dns", Effect.Kind.NONE).getFirst();
    assertTrue(said.why().endsWith("(IPv4)"), said::why);
    promises.holdAgainstPackets();
    String line = said.remedies().getFirst();
    String program =
        line.startsWith("iptables-") ? line : line.replaceFirst("iptables", "iptables-" + variant);
    promises.server().exec(program);
    assertEquals(List.of(), promises.effects("dns", Effect.Kind.NONE));
    assertTrue(promises.passesOut("198.51.100.1"));
    promises.holdAgainstPackets();
    promises.server().holds(Promises.RULESET);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "-p tcp --dport 53 -j REJECT --reject-with tcp-reset | NONE",
        "-p tcp -j DROP | NONE",
        "-p tcp ! --dport 54 -j DROP | NONE",
        "-p tcp --syn -j DROP | NONE",
        "-p tcp -m conntrack --ctstate NEW -j DROP | NONE",
        "-p tcp -m addrtype ! --dst-type LOCAL -j DROP | NONE",
        "-p tcp -d 203.0.113.0/24 -j DROP | UNTOLD",
        "-p tcp -m owner --uid-owner 12345 -j DROP | UNTOLD",
        "-p udp -j DROP | ",
        "-p tcp --dport 54:60 -j DROP | ",
        "-o lo -j DROP | ",
        "-m conntrack --ctstate INVALID -j DROP | ",
      })
  void conditionsOfIptablesAreUnderstood(String rule, Effect.Kind kind) {
    String variant = filter == Filter.IPTABLES_LEGACY ? "legacy" : "nft";
    load("iptables-%s -A OUTPUT %s".formatted(variant, rule));
    List<Effect.Kind> kinds = promises.effects().stream().map(Effect::kind).toList();
    assertEquals(kind == null ? List.of() : List.of(kind), kinds);
    promises.holdAgainstPackets();
  }

  /** Its rules go below our jump, as its own tool would put them. */
  private void ufw() throws IOException {
    String variant = filter == Filter.IPTABLES_LEGACY ? "legacy" : "nft";
    for (String family : List.of("4", "6")) {
      String program = (family.equals("4") ? "iptables-" : "ip6tables-") + variant;
      for (String line : resource("ufw.v" + family).lines().toList()) {
        if (line.startsWith(":") && line.contains(" - ")) {
          promises.server().exec(program + " -N " + line.substring(1, line.indexOf(' ')));
        } else if (line.startsWith(":")) {
          promises
              .server()
              .exec(
                  program
                      + " -P "
                      + line.substring(1, line.indexOf(' '))
                      + " "
                      + line.split(" ", 3)[1]);
        } else if (line.startsWith("-A") && !line.contains("LOG")) {
          promises.server().exec(program + " " + line);
        }
      }
    }
  }

  @Test
  void ufwClosesWhatItDoesNotOpen() throws IOException {
    ufw();
    List<Effect> said = promises.effects("web", Effect.Kind.NONE);
    assertEquals(2, said.size(), "one for each family");
    assertEquals(List.of("ufw allow 8025/tcp"), said.getFirst().remedies());
    assertEquals(List.of(), promises.effects("dns", Effect.Kind.NONE), "it lets everything out");
    promises.holdAgainstPackets();
    String variant = filter == Filter.IPTABLES_LEGACY ? "legacy" : "nft";
    // What ufw allow 8025/tcp writes.
    promises
        .server()
        .exec("iptables-%s -A ufw-user-input -p tcp --dport 8025 -j ACCEPT".formatted(variant));
    promises
        .server()
        .exec("ip6tables-%s -A ufw6-user-input -p tcp --dport 8025 -j ACCEPT".formatted(variant));
    assertEquals(List.of(), promises.effects());
    promises.holdAgainstPackets();
  }

  @Test
  void tablesOfNftablesAreSeenFromBesideThem() {
    promises
        .server()
        .load(
            "table inet other { chain c { type filter hook output priority 5; policy drop; ct state"
                + " established accept; }; }");
    Effect said = promises.effects("dns", Effect.Kind.NONE).getFirst();
    assertEquals("inet other c (hook output)", said.where());
    promises.holdAgainstPackets();
  }

  private static String resource(String name) throws IOException {
    try (InputStream in = EffectsIT.class.getResourceAsStream("/effect/" + name)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
