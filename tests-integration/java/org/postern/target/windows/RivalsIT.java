package org.postern.target.windows;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.postern.address.AddressSet;
import org.postern.plan.Observation;
import org.postern.plan.Ruleset;
import org.postern.plan.ToyWorld;
import org.postern.target.windows.FirewallModel.Entry;

/** Rules of others: which of them make a list of ours void, and which only stand beside it. */
class RivalsIT {
  private static final Ruleset LIST =
      Trial.smtp(ToyWorld.set("192.0.2.1", "198.51.100.0/24", "2001:db8::/32"));
  private static final String MAIL = "C:\\Program Files\\Mail\\MailService.exe";

  /**
   * A rule of others.
   *
   * @param voids whether it makes the list void
   */
  record Other(String what, boolean voids, Consumer<Entry> made) {
    @Override
    public String toString() {
      return what;
    }

    static Other rival(String what, Consumer<Entry> made) {
      return new Other(what, true, made);
    }

    static Other harmless(String what, Consumer<Entry> made) {
      return new Other(what, false, made);
    }
  }

  static Stream<Other> others() {
    List<Other> others = new ArrayList<>();
    others.add(Other.rival("any peer at the port", entry -> entry.port = "25"));
    others.add(Other.rival("any protocol and port", entry -> entry.protocol = "Any"));
    others.add(Other.rival("a range of ports", entry -> entry.port = "20-30"));
    others.add(Other.rival("several ports", entry -> entry.port = "110,25,RPC"));
    others.add(Other.harmless("another port", entry -> entry.port = "24,26-30,RPC,IPHTTPSIn"));
    others.add(Other.harmless("another protocol", entry -> entry.protocol = "UDP"));
    others.add(Other.harmless("disabled", entry -> entry.enabled = false));
    others.add(Other.harmless("outbound", entry -> entry.inbound = false));
    others.add(Other.harmless("a block", entry -> entry.allow = false));
    others.add(Other.rival("one peer more", remote("192.0.2.0/30")));
    others.add(Other.harmless("peers of the list", remote("192.0.2.1", "2001:db8:1::/48")));
    others.add(Other.harmless("the loopback", remote("127.0.0.0/8", "127.0.0.1")));
    others.add(Other.rival("the local subnet", entry -> entry.words = List.of("LocalSubnet")));
    others.add(
        Other.rival(
            "a word among peers of the list",
            entry -> {
              entry.remote = List.of(AddressTexts.interval("192.0.2.1"));
              entry.words = List.of("DefaultGateway");
            }));
    others.add(Other.rival("one family", remote("::2-ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff")));
    others.add(Other.harmless("at the loopback", servers("127.0.0.1")));
    others.add(Other.rival("at one server", servers("198.18.0.1")));
    others.add(Other.harmless("an owner", entry -> entry.owner = "S-1-5-21-1-2-3-1001"));
    others.add(Other.harmless("a package", entry -> entry.packaged = "S-1-15-2-1-2-3"));
    others.add(Other.harmless("IPsec", entry -> entry.authentication = "Required"));
    others.add(Other.rival("the program that listens", entry -> entry.program = MAIL));
    others.add(
        Other.rival(
            "the same in capitals", entry -> entry.program = MAIL.toUpperCase(Locale.ROOT)));
    others.add(Other.harmless("a program elsewhere", entry -> entry.program = "C:\\Old\\Mail.exe"));
    others.add(
        Other.harmless(
            "a program of the same name elsewhere",
            entry -> entry.program = "D:\\Old\\MailService.exe"));
    others.add(Other.rival("the service that listens", entry -> entry.service = "MailSvc"));
    others.add(Other.rival("any service", entry -> entry.service = "*"));
    others.add(
        Other.harmless(
            "another service of a shared program",
            entry -> {
              entry.program = "%SystemRoot%\\system32\\svchost.exe";
              entry.service = "RpcSs";
            }));
    others.add(Other.harmless("another service", entry -> entry.service = "Spooler"));
    others.add(
        Other.harmless(
            "the program, by another service",
            entry -> {
              entry.program = MAIL;
              entry.service = "Spooler";
            }));
    others.add(Other.harmless("the kernel", entry -> entry.program = "System"));
    others.add(Other.rival("called as ours", entry -> entry.name = "Postern-smtp-allow-v4-777"));
    others.add(Other.rival("called nearly as ours", entry -> entry.name = "Postern-old"));
    others.add(
        Other.rival(
            "in our group under another name",
            entry -> {
              entry.name = "Mail";
              entry.group = "Postern";
            }));
    return others.stream();
  }

  private static Consumer<Entry> remote(String... texts) {
    return entry -> entry.remote = Stream.of(texts).map(AddressTexts::interval).toList();
  }

  private static Consumer<Entry> servers(String... texts) {
    return entry -> entry.servers = Stream.of(texts).map(AddressTexts::interval).toList();
  }

  private static Trial trial(String form) {
    Trial trial = new Trial("form=" + form, "opens=smtp");
    trial.host.listeners.add(25, MAIL, "MailService", "MailSvc");
    trial.host.listeners.add(135, "C:\\Windows\\system32\\svchost.exe", "svchost", "RpcSs,RpcEpt");
    return trial;
  }

  private static Entry other(Consumer<Entry> made) {
    Entry entry = new Entry();
    entry.name = "Other";
    made.accept(entry);
    return entry;
  }

  @ParameterizedTest
  @MethodSource("others")
  void aRivalLetsInWhatTheListDoesNot(Other other) throws IOException {
    for (String form : List.of("netsecurity", "com")) {
      for (boolean byPolicy : new boolean[] {false, true}) {
        Trial trial = trial(form);
        Entry entry = other(other.made());
        if (byPolicy) {
          trial.host.firewall.policy.add(entry);
        } else {
          trial.host.firewall.local.put("{0A1B}", entry);
        }
        String where = form + " " + byPolicy;
        assertEquals(other.voids() ? 7 : 0, trial.apply(LIST), where + trial.host.errors);
        List<Observation.Foreign> foreign = trial.observe().foreign();
        assertEquals(other.voids() ? 1 : 0, foreign.size(), where + foreign);
        assertEquals(other.voids() ? 7 : 0, trial.apply(LIST, "-WhatIf"), where);
        assertEquals(0, trial.apply(LIST) & ~7);
        assertEquals(0, trial.host.firewall.changes, "a rule of others is not ours to change");
        assertTrue(trial.host.firewall.active().anyMatch(one -> one == entry), where);
      }
    }
  }

  /** The rules that Windows comes with let no peer in at the port. */
  @ParameterizedTest
  @ValueSource(strings = {"netsecurity", "com"})
  void aStockWindowsIsNoRival(String form) throws IOException {
    Trial trial = trial(form);
    StockRules.put(trial.host.firewall);
    assertEquals(0, trial.apply(LIST), trial.host.errors::toString);
    assertEquals(List.of(), trial.host.events);
    List<String> remarks =
        trial.host.output.stream().filter(line -> line.startsWith("remark: ")).toList();
    assertEquals(List.of(), trial.observe().foreign());
    assertEquals(1, remarks.size(), trial.host.output::toString);
    assertTrue(remarks.getFirst().contains("@{Microsoft.DesktopAppInstaller"), remarks::toString);
  }

  /** A rule that is meant for some servers or interfaces has rivals there alone. */
  @ParameterizedTest
  @ValueSource(strings = {"netsecurity", "com"})
  void aRuleHasRivalsWhereItJudges(String form) {
    Ruleset some =
        new Ruleset(
            List.of(
                Trial.rule(
                    "smtp",
                    25,
                    ToyWorld.set("192.0.2.1"),
                    Optional.of(ToyWorld.set("198.18.0.1")),
                    Set.of("Ethernet 2"))));
    List<Other> others =
        List.of(
            Other.rival("anywhere", entry -> {}),
            Other.harmless("at another server", servers("198.18.0.2")),
            Other.rival("at a network of it", servers("198.18.0.0/15")),
            Other.harmless("by another interface", e -> e.interfaces = List.of("Wi-Fi")),
            Other.rival("by it too", e -> e.interfaces = List.of("Wi-Fi", "ETHERNET 2")),
            Other.harmless("of the other family", remote("2001:db8::/32")));
    for (Other other : others) {
      Trial trial = trial(form);
      trial.host.firewall.local.put("{0A1B}", other(other.made()));
      assertEquals(other.voids() ? 7 : 0, trial.apply(some), other + ": " + trial.host.errors);
    }
  }

  /** Where it cannot be told who listens, a rule that is bound may be the one. */
  @ParameterizedTest
  @ValueSource(strings = {"netsecurity", "com"})
  void whatCannotBeToldIsTakenForARival(String form) throws IOException {
    Trial trial = trial(form);
    trial.host.firewall.local.put("{0A1B}", other(entry -> entry.program = "C:\\Old\\Mail.exe"));
    trial.host.listeners.hidden = true;
    assertEquals(7, trial.apply(LIST));
    assertTrue(trial.host.errors.toString().contains("cannot be told"));
    assertEquals(1, trial.observe().foreign().size());
    Trial shy = new Trial("form=" + form, "opens=smtp");
    shy.host.listeners.add(25, "", "MailService", "");
    shy.host.firewall.local.put("{0A1B}", other(entry -> entry.program = MAIL));
    assertEquals(7, shy.apply(LIST), "it does not tell its path, and has the name");
  }

  @ParameterizedTest
  @ValueSource(strings = {"netsecurity", "com"})
  void aBlockHasNoRivals(String form) throws IOException {
    Trial trial = new Trial("form=" + form, "mode=block-complement").withRival();
    assertEquals(0, trial.apply(LIST), trial.host.errors::toString);
    assertEquals(List.of(), trial.observe().foreign());
  }

  /** The objects of Server 2008 know neither packages nor owners. */
  @Test
  void anOldWindowsIsRead() {
    Trial trial = trial("com");
    trial.host.firewall.old = true;
    trial.host.firewall.local.put("{0A1B}", other(entry -> {}));
    assertEquals(7, trial.apply(LIST), trial.host.errors::toString);
  }

  /** Two rules may have one name there; ours is told by its mark and gets another. */
  @Test
  void aRuleOfOthersMayHaveTheNameOfOurs() {
    for (boolean first : new boolean[] {true, false}) {
      Trial trial = trial("com");
      Entry entry = other(one -> one.name = "Postern-smtp-allow-v4-001");
      if (first) {
        trial.host.firewall.add(entry);
      }
      trial.apply(LIST);
      if (!first) {
        trial.host.firewall.add(entry);
      }
      Ruleset less = Trial.smtp(ToyWorld.set("192.0.2.1"));
      assertEquals(7, trial.apply(less), trial.host.errors::toString);
      assertEquals(List.of(), trial.faults);
      assertTrue(entry.enabled);
      assertEquals(List.of(), entry.remote);
      trial.host.firewall.local.values().remove(entry);
      assertEquals(0, trial.apply(less), trial.host.errors::toString);
      assertEquals(List.of(), trial.differences(less));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"netsecurity", "com"})
  void aNameThatIsTakenIsNotUsed(String form) {
    Trial trial = trial(form);
    Entry entry = other(one -> one.name = "Postern-smtp-allow-v4-001");
    entry.port = "25";
    entry.remote = List.of(AddressTexts.interval("192.0.2.1"));
    trial.host.firewall.add(entry);
    assertEquals(0, trial.apply(LIST), trial.host.errors::toString);
    assertEquals(List.of(), trial.differences(LIST));
    assertFalse(entry.group.equals("Postern"));
    String script = Script.uninstall(trial.options()).text();
    assertEquals(0, trial.run(script, Ruleset.empty()), trial.host.errors::toString);
    assertEquals(List.of(entry), List.copyOf(trial.host.firewall.local.values()));
    assertEquals(AddressSet.of(entry.remote.getFirst()), ToyWorld.set("192.0.2.1"));
  }
}
