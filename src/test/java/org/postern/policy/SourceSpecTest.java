package org.postern.policy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.postern.address.AddressSet;
import org.postern.address.Family;
import org.postern.diagnostic.Span;
import org.postern.policy.SourceSpec.Origin;

final class SourceSpecTest {
  private static final Span HERE = Span.wholeFile("policy.yaml");
  private static final LiteralSource FOREVER = literal("192.0.2.0/24", Optional.empty());
  private static final LiteralSource ENDING =
      literal("2001:db8::1", Optional.of(LocalDate.of(2027, 6, 30)));
  private static final SourceSpec NAME =
      new DnsSource(HERE, "mx.example.net", Set.of(Family.values()));
  private static final SourceSpec SENDERS =
      new SpfSource(HERE, "spf.example.net", Set.of(Family.values()), Optional.empty());
  private static final SourceSpec NAMED =
      new PtrSource(HERE, "filter.example.net", Set.of(Family.values()));
  private static final UrlSource WEB =
      new UrlSource(
          HERE,
          WebAddress.of("https://Nodes.example.net/list?a=b").orElseThrow(),
          ListForm.LINES,
          Set.of(Family.values()),
          UrlSource.Server.PUBLIC,
          UrlSource.Content.ANY);
  private static final SourceSpec LIST = new FileSource(HERE, "own.list", "/etc/postern/own.list");
  private static final SourceSpec SET = new SetSource(HERE, "own");

  private static LiteralSource literal(String text, Optional<LocalDate> until) {
    return new LiteralSource(
        HERE, LiteralSource.addresses(text).orElseThrow(), text, "monitoring", until);
  }

  @Test
  void namesEachKindByTheKeyThatMakesIt() {
    assertEquals(
        List.of("net", "dns", "spf", "ptr", "url", "file", "set"),
        List.of(
            FOREVER.kindWord(),
            NAME.kindWord(),
            SENDERS.kindWord(),
            NAMED.kindWord(),
            WEB.kindWord(),
            LIST.kindWord(),
            SET.kindWord()));
    assertEquals("literal 192.0.2.0/24", FOREVER.id());
    assertEquals("dns mx.example.net", NAME.id());
    assertEquals("spf spf.example.net", SENDERS.id());
    assertEquals("ptr filter.example.net", NAMED.id());
    assertEquals("url https://nodes.example.net/list?a=b", WEB.id());
    assertEquals("file own.list", LIST.id());
    assertEquals("set own", SET.id());
  }

  @Test
  void derivesFromTheOriginWhatIsGuardedAndLocked() {
    assertEquals(
        List.of(Origin.POLICY, Origin.PROVIDER, Origin.HOST, Origin.SET),
        List.of(FOREVER.origin(), NAME.origin(), LIST.origin(), SET.origin()));
    assertEquals(
        List.of(NAME, SENDERS, NAMED, WEB), all().stream().filter(SourceSpec::outside).toList());
    assertEquals(
        List.of(NAME, SENDERS, NAMED, WEB, LIST),
        all().stream().filter(SourceSpec::isLocked).toList());
    assertEquals(
        List.of(ENDING, NAME, SENDERS, NAMED, WEB, LIST),
        all().stream().filter(SourceSpec::mayEnd).toList());
  }

  @Test
  void readsWhatMayChangeMoreOftenThanThePolicy() {
    assertEquals(Optional.empty(), NAME.pollEvery());
    assertEquals(Optional.empty(), SENDERS.pollEvery());
    assertEquals(Optional.empty(), WEB.pollEvery());
    assertEquals(Optional.of(SourceSpec.LOCAL), LIST.pollEvery());
    assertEquals(Optional.of(SourceSpec.LOCAL), ENDING.pollEvery());
    assertEquals(Optional.of(SourceSpec.FIXED), FOREVER.pollEvery());
  }

  @Test
  void narrowsNamesAlone() {
    assertEquals(Set.of(Family.IP6), NAME.narrowedTo(Set.of(Family.IP6)).families());
    assertEquals(Set.of(Family.values()), WEB.narrowedTo(Set.of(Family.IP6)).families());
    assertEquals(Set.of(Family.values()), LIST.narrowedTo(Set.of(Family.IP6)).families());
    assertEquals(Set.of(Family.IP), FOREVER.narrowedTo(Set.of(Family.IP6)).families());
    assertEquals(Set.of(), SET.families());
  }

  @Test
  void isNamedByItsIdItsNotationAndItsValue() {
    for (String words : List.of("dns mx.example.net", "dns: mx.example.net", "MX.example.NET.")) {
      assertTrue(NAME.isNamedBy(words), words);
    }
    for (String words : List.of("literal 192.0.2.0/24", " 192.0.2.0/24", "192.0.2.0-192.0.2.255")) {
      assertTrue(FOREVER.isNamedBy(words), words);
    }
    assertTrue(WEB.isNamedBy("https://nodes.example.net/list?a=b"));
    assertTrue(LIST.isNamedBy("file:own.list"));
    assertFalse(LIST.isNamedBy("OWN.list"));
    assertFalse(NAME.isNamedBy("mx.example.org"));
    assertFalse(SET.isNamedBy("own.list"));
  }

  @Test
  void tellsWhatAPageMustWithhold() {
    assertEquals(AddressSet.of(FOREVER.interval()), FOREVER.addresses());
    assertEquals(List.of("monitoring"), FOREVER.texts());
    assertEquals(List.of("mx.example.net"), NAME.texts());
    assertEquals(List.of("https://nodes.example.net/list?a=b", "nodes.example.net"), WEB.texts());
    assertEquals(List.of("own.list", "/etc/postern/own.list"), LIST.texts());
    assertEquals(List.of(), SET.texts());
    assertEquals(AddressSet.none(), LIST.addresses());
  }

  @Test
  void keepsAllButThePlaceWhenItIsWrittenElsewhere() {
    Span there = Span.wholeFile("other.yaml");
    for (SourceSpec source : all()) {
      assertEquals(there, source.withSpan(there).span());
      assertEquals(source, source.withSpan(there).withSpan(HERE));
    }
  }

  @Test
  void whatIsFollowedMakesAnotherSource() {
    Set<Family> families = Set.of(Family.values());
    Set<SpfSource.Hosts> both = Set.of(SpfSource.Hosts.values());
    assertEquals(
        "spf spf.example.net follow a mx",
        new SpfSource(HERE, "spf.example.net", families, Optional.of(both)).id());
    assertEquals(
        "spf spf.example.net follow none",
        new SpfSource(HERE, "spf.example.net", families, Optional.of(Set.of())).id());
  }

  @Test
  void theFormOfAListMakesAnotherSource() {
    ListForm form = new ListForm.Csv("ip_prefix");
    assertEquals(
        "file own.list csv ip_prefix",
        new FileSource(HERE, "own.list", "/etc/postern/own.list", form).id());
    assertEquals(
        "url https://nodes.example.net/list?a=b csv ip_prefix",
        new UrlSource(HERE, WEB.address(), form, WEB.families(), WEB.server(), WEB.content()).id());
    assertEquals(
        "url https://nodes.example.net/list?a=b sha256 00ff",
        new UrlSource(
                HERE,
                WEB.address(),
                ListForm.LINES,
                WEB.families(),
                WEB.server(),
                new UrlSource.Content(Optional.of("00ff"), Optional.empty()))
            .id());
    ListSignature signature =
        new ListSignature(
            WEB.address(), "MCowBQYDK2VwAyEAaDMRbdYMol1AwMKxogT+MB307L/WMvC+vg7ERFaJHX0=");
    assertEquals(
        "url https://nodes.example.net/list?a=b signature"
            + " MCowBQYDK2VwAyEAaDMRbdYMol1AwMKxogT+MB307L/WMvC+vg7ERFaJHX0=",
        new UrlSource(
                HERE,
                WEB.address(),
                ListForm.LINES,
                WEB.families(),
                WEB.server(),
                new UrlSource.Content(Optional.empty(), Optional.of(signature)))
            .id());
  }

  @Test
  void whatAServerIsKnownByMakesAnotherSource() {
    UrlSource.Authority ca = new UrlSource.Authority("ca.pem", "/etc/postern/ca.pem");
    assertEquals("url https://nodes.example.net/list?a=b ca ca.pem", WEB.withAuthority(ca).id());
    assertTrue(WEB.withAuthority(ca).texts().contains("/etc/postern/ca.pem"));
  }

  private static List<SourceSpec> all() {
    return List.of(FOREVER, ENDING, NAME, SENDERS, NAMED, WEB, LIST, SET);
  }
}
