package org.postern.source.dns;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.postern.source.dns.DnsFixture.PATIENT;
import static org.postern.source.dns.DnsFixture.SOA;
import static org.postern.source.dns.DnsFixture.client;
import static org.postern.source.dns.DnsFixture.data;
import static org.postern.source.dns.DnsFixture.gone;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.postern.address.Family;
import org.postern.diagnostic.Report;
import org.postern.diagnostic.Span;
import org.postern.policy.DnsSource;
import org.postern.source.Answer;
import org.postern.source.Answer.Absence;
import org.postern.source.Question;

/** From sources of a policy to their answers. */
final class DnsResolverTest {

  private static DnsSource source(String name, Family... families) {
    return new DnsSource(Span.wholeFile("policy.yaml"), name, Set.of(families));
  }

  @Test
  void eachFamilyThatIsAskedForHasItsOwnAnswer() throws IOException {
    try (LyingServer server =
        LyingServer.start(SOA, "a.example 300 A 192.0.2.1", "b.example 300 AAAA 2001:db8::1")) {
      Map<Question, Answer> answers =
          new DnsResolver(client(PATIENT, server))
              .resolve(
                  List.of(
                      source("a.example", Family.IP, Family.IP6), source("b.example", Family.IP6)),
                  new Report());
      assertEquals(
          Map.of(
              new Question("dns a.example", Family.IP),
              data(300, server.udpLabel(), "192.0.2.1"),
              new Question("dns a.example", Family.IP6),
              gone(Absence.NODATA, 600, server.udpLabel()),
              new Question("dns b.example", Family.IP6),
              data(300, server.udpLabel(), "2001:db8::1")),
          answers);
    }
  }

  @Test
  void recordsMayChangeBetweenTwoAnswers() throws IOException {
    try (LyingServer server = LyingServer.start(SOA, "a.example 300 A 192.0.2.1")) {
      DnsResolver resolver = new DnsResolver(client(PATIENT, server));
      List<DnsSource> sources = List.of(source("a.example", Family.IP));
      Question question = new Question("dns a.example", Family.IP);
      server.failing("a.example", "SERVFAIL");
      resolver.resolve(sources, new Report());
      server.records("a.example 300 A 192.0.2.9").honest("a.example");
      assertEquals(
          Map.of(question, data(300, server.udpLabel(), "192.0.2.9")),
          resolver.resolve(sources, new Report()));
    }
  }
}
