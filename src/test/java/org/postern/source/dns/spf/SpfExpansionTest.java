package org.postern.source.dns.spf;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.postern.address.AddressSet;
import org.postern.address.Family;
import org.postern.diagnostic.Span;
import org.postern.policy.LiteralSource;
import org.postern.policy.SpfSource;
import org.postern.source.Answer;
import org.postern.source.Answer.Cause;

/** From the record of a domain to the addresses that it lets pass. */
final class SpfExpansionTest {
  private static final String HOSTS = "a mx";

  private static SpfSource source(String... follow) {
    Optional<Set<SpfSource.Hosts>> hosts =
        follow.length == 0
            ? Optional.empty()
            : Optional.of(
                Set.copyOf(
                    Stream.of(follow)
                        .filter(word -> !word.equals("none"))
                        .map(word -> word.equals("a") ? SpfSource.Hosts.A : SpfSource.Hosts.MX)
                        .toList()));
    return new SpfSource(
        Span.wholeFile("policy.yaml"), "d.example", Set.of(Family.values()), hosts);
  }

  private static Map<Family, Answer> ask(SpfZone zone, String... follow) {
    return new SpfExpansion(zone, source(follow)).answers();
  }

  private static AddressSet addresses(Map<Family, Answer> answers) {
    AddressSet.Builder all = AddressSet.builder();
    for (Answer answer : answers.values()) {
      switch (answer) {
        case Answer.Data data -> all.add(data.entries().addresses());
        case Answer.Gone gone -> assertEquals(Answer.Absence.NODATA, gone.absence());
        case Answer.NoInformation why -> throw new AssertionError(why);
      }
    }
    return all.build();
  }

  private static String passed(SpfZone zone, String... follow) {
    return addresses(ask(zone, follow)).toString();
  }

  private static String passed(String terms) {
    return passed(SpfZone.of("d.example TXT v=spf1 " + terms));
  }

  private static Answer.NoInformation nothing(SpfZone zone, String... follow) {
    Map<Family, Answer> answers = ask(zone, follow);
    assertEquals(1, Set.copyOf(answers.values()).size(), answers::toString);
    return assertInstanceOf(
        Answer.NoInformation.class, Objects.requireNonNull(answers.get(Family.IP)));
  }

  private static Answer.NoInformation nothing(String terms) {
    return nothing(SpfZone.of("d.example TXT v=spf1 " + terms));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "ip4:192.0.2.1 -all | {192.0.2.1}",
        "ip4:192.0.2.77/24 | {192.0.2.0/24}",
        "+IP4:192.0.2.1 ip6:2001:db8::1 ~all | {192.0.2.1, 2001:db8::1}",
        "ip6:2001:DB8::1/33 ?all | {2001:db8::/33}",
        "ip4:192.0.2.1 -all ip4:192.0.2.2 | {192.0.2.1}",
        "-ip4:192.0.2.0/25 ip4:192.0.2.0/24 -all | {192.0.2.128/25}",
        "ip4:192.0.2.0/24 -ip4:192.0.2.0/25 -all | {192.0.2.0/24}",
        "?ip4:192.0.2.1 ~ip4:192.0.2.2 -all | {}",
        "ip4:192.0.2.1 x-note=%{d}hello -all | {192.0.2.1}",
        "moo.cow-far_out=man:dog/cat ip4:192.0.2.1 | {192.0.2.1}",
        "ip4:192.0.2.1 redirect=other.example ~all | {192.0.2.1}",
        "ip4:192.0.2.1   -all | {192.0.2.1}",
        "-ip4:0.0.0.0/0 ip4:192.0.2.1 | {}",
        "ip6:2001:db8::192.0.2.1 | {2001:db8::c000:201}",
        "ip6:::1.1.1.1/96 | {::/96}",
      })
  void networksPassInTheOrderOfTheRecord(String terms, String meant) {
    assertEquals(meant, passed(terms));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ip4:192.0.2.1 -all moo",
        "moo.cow/far_out=man:dog/cat ip4:192.0.2.1",
        "moo.cow:far_out=man:dog/cat ip4:192.0.2.1",
        "-all.",
        "-all:x.example",
        "all/8",
        "redirect:other.example",
        "redirect=",
        "redirect=a.example redirect=a.example",
        "exp=a.example exp=a.example",
        "exp=",
        "ip4",
        "ip4:",
        "ip4:192.0.2",
        "ip4:192.0.2.1:8080",
        "ip4:192.0.2.1/33",
        "ip4:192.0.2.1/032",
        "ip4:192.0.2.1/",
        "ip4:192.0.2.1//32",
        "ip4:192.0.2.1-192.0.2.5",
        "ip4:2001:db8::1",
        "ip6:192.0.2.1",
        "ip6:2001:db8::1/129",
        "ip6:2001:db8::1//33",
        "include",
        "include:",
        "include:x",
        "include:x.example/24",
        "include:a..example",
        "include:x.example:53",
        "a:foo-bar",
        "a:x.example/33",
        "a:x.example/24/64",
        "a:x.example//129",
        "a:x.example/",
        "a:192.0.2.1",
        "a:x.example//-1",
        "mx:",
        "ptr:",
        "exists",
        "exists:",
        "exists:%{x}.example",
        "note=%{d",
        "note=50%",
        "=x",
        "1a:x.example",
        "+",
        "include:\u00e4.example",
        "ip4:192.0.2.1\r-all",
        "ip4:192.0.2.1\tip4:192.0.2.2",
      })
  void anErrorAnywhereMakesAllOfItUnusable(String terms) {
    Answer.NoInformation why = nothing("ip4:192.0.2.9 " + terms);
    assertEquals(Cause.MALFORMED, why.cause(), why::toString);
    assertTrue(why.detail().startsWith("spf d.example: the record of d.example: "), why.detail());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "include:%{d}.x.example",
        "redirect=%{d2}.x.example",
        "a:%{i}.x.example",
        "exists:%{i}._spf.x.example",
        "exists:x.example",
        "-exists:x.example",
        "ptr",
        "ptr:x.example",
        "+all",
        "all",
        "ip4:192.0.2.0/24 all",
        "a",
        "mx",
        "a:x.example/24",
      })
  void whatNamesNoFiniteListIsRefused(String terms) {
    Answer.NoInformation why = nothing(terms);
    assertEquals(Cause.UNBOUNDED, why.cause(), why::toString);
  }

  @Test
  void includesBringWhatTheyLetPassAndNothingElse() {
    SpfZone zone =
        SpfZone.of(
            "d.example TXT v=spf1 include:_one.example -include:_two.example ip4:192.0.2.0/24 -all",
            "_one.example TXT v=spf1 ip4:203.0.113.1 -ip4:203.0.113.0/24 ip4:203.0.113.2 ~all",
            "_two.example TXT v=spf1 ip4:192.0.2.128/25 -all");
    assertEquals("{192.0.2.0/25, 203.0.113.1}", passed(zone));
    Answer.Data data =
        assertInstanceOf(Answer.Data.class, Objects.requireNonNull(ask(zone).get(Family.IP)));
    assertEquals(List.of("_one.example", "_two.example"), data.via());
    assertEquals(
        "_one.example",
        data.entries()
            .label(data.entries().indexOf(LiteralSource.addresses("203.0.113.1").orElseThrow())));
    assertEquals(SpfZone.TTL, data.ttl());
  }

  @Test
  void aRedirectCountsWhereNothingElseDecides() {
    assertEquals(
        "{192.0.2.128/25, 198.51.100.1}",
        passed(
            SpfZone.of(
                "d.example TXT v=spf1 ip4:198.51.100.1 -ip4:192.0.2.0/25 redirect=r.example",
                "r.example TXT v=spf1 ip4:192.0.2.0/24 -all")));
  }

  @Test
  void theSameRecordOnTwoWaysIsAskedForOnce() {
    SpfZone zone =
        SpfZone.of(
            "d.example TXT v=spf1 include:a.example include:b.example -all",
            "a.example TXT v=spf1 include:c.example -all",
            "b.example TXT v=spf1 include:c.example -all",
            "c.example TXT v=spf1 ip4:192.0.2.1 -all");
    assertEquals("{192.0.2.1}", passed(zone));
    assertEquals(
        List.of("d.example TXT", "a.example TXT", "b.example TXT", "c.example TXT"), zone.asked());
  }

  @ParameterizedTest
  @ValueSource(strings = {"include:d.example", "include:a.example", "redirect=a.example"})
  void aLoopIsNamed(String terms) {
    Answer.NoInformation why =
        nothing(
            SpfZone.of(
                "d.example TXT v=spf1 ip4:192.0.2.1 " + terms,
                "a.example TXT v=spf1 include:b.example",
                "b.example TXT v=spf1 include:a.example"));
    assertEquals(Cause.LOOP, why.cause(), why::toString);
  }

  @Test
  void anIncludeWithoutRecordMakesAllOfItUnusable() {
    for (String other : List.of("x.example A 192.0.2.1", "x.example TXT hello", "y.example A ::")) {
      Answer.NoInformation why =
          nothing(SpfZone.of("d.example TXT v=spf1 ip4:192.0.2.1 include:x.example -all", other));
      assertEquals(Cause.MALFORMED, why.cause(), why::toString);
      assertTrue(why.detail().endsWith("x.example has no SPF record"), why.detail());
    }
  }

  @Test
  void aFailureOnTheWayIsNoInformation() {
    assertEquals(
        Cause.TIMEOUT,
        nothing(
                SpfZone.of(
                    "d.example TXT v=spf1 ip4:192.0.2.1 include:x.example -all",
                    "x.example TIMEOUT"))
            .cause());
    assertEquals(Cause.TIMEOUT, nothing(SpfZone.of("d.example TIMEOUT")).cause());
  }

  @Test
  void oneRecordIsChosenByItsVersionAlone() {
    assertEquals(
        "{192.0.2.1}",
        passed(
            SpfZone.of(
                "d.example TXT v=spf10 +all",
                "d.example TXT \u0096 not ours",
                "d.example TXT V=sPf1 ip4:192.0.2.1 -all")));
    assertEquals(
        Cause.MALFORMED,
        nothing(SpfZone.of("d.example TXT v=spf1 -all", "d.example TXT v=spf1 ip4:192.0.2.1"))
            .cause());
    assertEquals(Cause.MALFORMED, nothing(SpfZone.of("d.example TXT v=spf2.0/pra ?all")).cause());
    assertEquals("{}", passed(SpfZone.of("d.example TXT v=spf1")));
  }

  @Test
  void aDomainThatIsGoneIsNotAnEmptyRecord() {
    assertEquals(
        Answer.Absence.NXDOMAIN,
        assertInstanceOf(
                Answer.Gone.class, Objects.requireNonNull(ask(SpfZone.of()).get(Family.IP6)))
            .absence());
  }

  @Test
  void hostsAreFollowedWhereThePolicyAsksForThem() {
    SpfZone zone =
        SpfZone.of(
            "d.example TXT v=spf1 a a:web.example/28//64 mx -all",
            "d.example A 192.0.2.1",
            "d.example MX mail.example",
            "web.example A 198.51.100.77",
            "web.example AAAA 2001:db8::77",
            "mail.example A 203.0.113.5");
    assertEquals(
        "{192.0.2.1, 198.51.100.64/28, 203.0.113.5, 2001:db8::/64}",
        passed(zone, HOSTS.split(" ")));
    assertEquals("{192.0.2.1, 198.51.100.64/28, 2001:db8::/64}", passed(zone, "a"));
    assertEquals("{203.0.113.5}", passed(zone, "mx"));
    assertEquals("{}", passed(zone, "none"));
    assertTrue(nothing(zone).detail().contains("follow: a"), () -> nothing(zone).detail());
  }

  private static SpfZone chain(int includes) {
    List<String> records = new ArrayList<>();
    records.add(
        "d.example TXT v=spf1 "
            + String.join(
                " ",
                IntStream.range(0, includes).mapToObj("include:n%d.example"::formatted).toList()));
    IntStream.range(0, includes)
        .mapToObj(i -> "n%d.example TXT v=spf1 ip4:192.0.2.%d".formatted(i, i))
        .forEach(records::add);
    return SpfZone.of(records.toArray(String[]::new));
  }

  @Test
  void tenTermsMayLookUpOthersAndNotOneMore() {
    assertEquals(10, addresses(ask(chain(10))).size().intValueExact());
    assertEquals(Cause.TOO_MANY, nothing(chain(11)).cause());
    SpfZone many = chain(400);
    assertEquals(Cause.TOO_MANY, nothing(many).cause());
    assertTrue(many.asked().size() <= 11, () -> many.asked().toString());
  }

  @Test
  void theLimitHoldsOverAllRecordsTogether() {
    assertEquals(
        Cause.TOO_MANY,
        nothing(
                SpfZone.of(
                    "d.example TXT v=spf1 include:a.example include:a.example include:a.example",
                    "a.example TXT v=spf1 include:b.example include:b.example include:b.example",
                    "b.example TXT v=spf1 ip4:192.0.2.1"))
            .cause());
  }

  @Test
  void twoNamesMayHoldNothingAndNotOneMore() {
    String two = "d.example TXT v=spf1 ip4:192.0.2.1 a:x.example a:y.example";
    assertEquals("{192.0.2.1}", passed(SpfZone.of(two), "a"));
    assertEquals(Cause.TOO_MANY, nothing(SpfZone.of(two + " mx:z.example"), "a", "mx").cause());
  }

  @Test
  void tenMailExchangersMayBeAndNotOneMore() {
    List<String> records = new ArrayList<>(List.of("d.example TXT v=spf1 mx"));
    for (int i = 0; i < 10; i++) {
      records.add("d.example MX m%d.example".formatted(i));
      records.add("m%d.example A 192.0.2.%d".formatted(i, i));
    }
    assertEquals(
        10,
        addresses(ask(SpfZone.of(records.toArray(String[]::new)), "mx")).size().intValueExact());
    records.add("d.example MX m10.example");
    assertEquals(Cause.TOO_MANY, nothing(SpfZone.of(records.toArray(String[]::new)), "mx").cause());
  }

  @Test
  void outsideTextIsShownWithoutItsControlCharacters() {
    String detail = nothing("ip4:\u001b[31m").detail();
    assertTrue(detail.chars().allMatch(c -> c >= ' '), detail);
  }
}
