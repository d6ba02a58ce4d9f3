package org.postern.source.url;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.postern.address.Family;
import org.postern.host.tls.StubServer;
import org.postern.host.tls.TestCertificate;
import org.postern.policy.UrlSource;
import org.postern.source.Answer;
import org.postern.source.Question;

/** Lists from servers of HTTPS that keep to HTTP. */
class UrlResolverTest {
  private static final String LIST =
      """
      # nodes
      ; 2026-11-29
      192.0.2.1 mx1
      198.51.100.0/24 ; SBL1
      2001:db8::/48
      """;

  private final WebLab lab = new WebLab();

  private static StubServer serving(String body) {
    return new StubServer(WebLab.CERTIFICATE, exchange -> WebLab.answer(exchange, 200, body));
  }

  @Test
  void bothFamiliesOfAListAreTakenWithTheirLabels() {
    try (StubServer server = serving(LIST)) {
      UrlSource source = WebLab.source(server.at() + "/list.txt");
      Answer.Data ip = lab.data(source, Family.IP);
      assertEquals(List.of("192.0.2.1", "198.51.100.0/24"), WebLab.texts(ip));
      assertEquals("mx1", ip.entries().label(0));
      assertEquals(Duration.ofHours(1), ip.ttl());
      assertEquals(server.at().substring("https://".length()), ip.server());
      assertEquals(List.of("2001:db8::/48"), WebLab.texts(lab.data(source, Family.IP6)));
    }
  }

  @Test
  void oneFamilyIsAnsweredWhereOneIsAskedFor() {
    try (StubServer server = serving(LIST)) {
      UrlSource source = WebLab.source(server.at() + "/", Set.of(Family.IP6));
      assertEquals(Set.of(new Question(source.id(), Family.IP6)), lab.ask(source).keySet());
    }
  }

  @Test
  void aListWithoutTheFamilyThatIsAskedForIsNoInformation() {
    try (StubServer server = serving("2001:db8::1\n")) {
      assertEquals(
          "MALFORMED holds no address that is asked for",
          lab.failure(WebLab.source(server.at() + "/", Set.of(Family.IP))));
    }
  }

  @Test
  void aSourceOfTwoSetsIsAskedOnce() {
    AtomicInteger asked = new AtomicInteger();
    try (StubServer server =
        new StubServer(
            WebLab.CERTIFICATE,
            exchange -> {
              asked.incrementAndGet();
              WebLab.answer(exchange, 200, LIST);
            })) {
      UrlSource one = WebLab.source(server.at() + "/", Set.of(Family.IP));
      UrlSource other = WebLab.source(server.at() + "/", Set.of(Family.IP6));
      assertEquals(2, lab.ask(one, other).size());
      assertEquals(1, asked.get());
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "''                                          | is answered with nothing",
        "'   \n# nothing\n'                          | holds no address that is asked for",
        "'<!DOCTYPE html><html>Sorry</html>'         | holds a web page, not a list",
        "'192.0.2.1\n"
            + "nonsense\n"
            + "192.0.2.3\n"
            + "'          | has a mistake in line 2: a line of a list that is no address, prefix or"
            + " range",
        "'192.0.2.1\n"
            + "192.0.2.\n"
            + "192.0.2\n"
            + "'            | has a mistake in line 2: a line of a list that is no address, prefix"
            + " or range, and 1 more mistake",
        "'{\"nodes\": [\"192.0.2.1\"]}'              | holds JSON, not a list",
      })
  void whatIsNoListIsNoInformation(String body, String why) {
    try (StubServer server = serving(body)) {
      assertEquals("MALFORMED " + why, lab.failure(WebLab.source(server.at() + "/")));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "404,REFUSED",
    "403,REFUSED",
    "429,REFUSED",
    "500,SERVFAIL",
    "503,SERVFAIL",
    "204,MALFORMED",
    "206,MALFORMED",
    "300,MALFORMED",
    "304,MALFORMED"
  })
  void anotherStatusIsNoInformation(int status, String cause) {
    try (StubServer server =
        new StubServer(
            WebLab.CERTIFICATE,
            exchange ->
                WebLab.answer(
                    exchange, status, Set.of(204, 304).contains(status) ? "" : "192.0.2.1\n"))) {
      assertEquals(
          cause + " is answered with status " + status,
          lab.failure(WebLab.source(server.at() + "/")));
    }
  }

  @Test
  void aServerThatWishesToBeLeftAloneIsLeftAlone() {
    AtomicInteger asked = new AtomicInteger();
    try (StubServer server =
        new StubServer(
            WebLab.CERTIFICATE,
            exchange -> {
              asked.incrementAndGet();
              exchange.getResponseHeaders().set("Retry-After", "86400");
              WebLab.answer(exchange, 429, "");
            })) {
      UrlSource source = WebLab.source(server.at() + "/");
      assertEquals(
          "REFUSED is answered with status 429, to be asked again in 3,600 s", lab.failure(source));
      String second = lab.failure(source);
      assertTrue(
          second.matches("REFUSED is not asked for 3,[56]\\d\\d s more, as its server wishes"),
          second);
      assertEquals(1, asked.get());
    }
  }

  /** A server with a list that is asked for by its tag or date. */
  private static StubServer changing(List<String> conditions, AtomicInteger version) {
    return new StubServer(
        WebLab.CERTIFICATE,
        exchange -> {
          String asked = WebLab.conditions(exchange);
          conditions.add(asked);
          String tag = "\"v" + version.get() + "\"";
          exchange.getResponseHeaders().set("ETag", tag);
          exchange.getResponseHeaders().set("Cache-Control", "public, max-age=300");
          if (asked.contains(tag)) {
            exchange.getResponseHeaders().set("Age", "100");
            exchange.sendResponseHeaders(304, -1);
            exchange.close();
          } else {
            WebLab.answer(exchange, 200, "192.0.2." + version.get() + "\n");
          }
        });
  }

  @Test
  void whatHasNotChangedIsWhatWasThereBefore() {
    List<String> conditions = new CopyOnWriteArrayList<>();
    AtomicInteger version = new AtomicInteger(1);
    try (StubServer server = changing(conditions, version)) {
      UrlSource source = WebLab.source(server.at() + "/");
      assertEquals(Duration.ofMinutes(5), lab.data(source, Family.IP).ttl());
      Answer.Data same = lab.data(source, Family.IP);
      assertEquals(List.of("192.0.2.1"), WebLab.texts(same));
      assertEquals(Duration.ofSeconds(200), same.ttl());
      version.set(2);
      assertEquals(List.of("192.0.2.2"), WebLab.texts(lab.data(source, Family.IP)));
      lab.forget();
      assertEquals(List.of("192.0.2.2"), WebLab.texts(lab.data(source, Family.IP)));
      assertEquals(List.of("", "\"v1\"", "\"v1\"", ""), conditions);
    }
  }

  @Test
  void aDateTellsWhetherAListHasChanged() {
    Instant now = Instant.now();
    List<String> conditions = new CopyOnWriteArrayList<>();
    AtomicInteger age = new AtomicInteger(60);
    try (StubServer server =
        new StubServer(
            WebLab.CERTIFICATE,
            exchange -> {
              conditions.add(WebLab.conditions(exchange));
              exchange.getResponseHeaders().set("Last-Modified", date(now.minusSeconds(age.get())));
              WebLab.answer(exchange, 200, LIST);
            })) {
      UrlSource source = WebLab.source(server.at() + "/");
      lab.data(source, Family.IP);
      age.set(-60);
      lab.data(source, Family.IP);
      lab.data(source, Family.IP);
      assertEquals(List.of("", date(now.minusSeconds(60)), ""), conditions);
    }
  }

  private static String date(Instant time) {
    return DateTimeFormatter.RFC_1123_DATE_TIME.format(time.atOffset(ZoneOffset.UTC));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "max-age=60               | 60",
        "public, MAX-AGE=60       | 60",
        "no-cache, max-age=60     | 0",
        "no-store                 | 0",
        "s-maxage=5               | 3600",
        "max-age=nonsense         | 3600",
      })
  void theServerSaysHowLongAListIsGoodFor(String control, int seconds) {
    try (StubServer server =
        new StubServer(
            WebLab.CERTIFICATE,
            exchange -> {
              exchange.getResponseHeaders().set("Cache-Control", control);
              WebLab.answer(exchange, 200, LIST);
            })) {
      assertEquals(
          Duration.ofSeconds(seconds), lab.data(WebLab.source(server.at() + "/"), Family.IP).ttl());
    }
  }

  /** A server that redirects from /N to /N-1, and has the list at /0. */
  private static StubServer redirecting() {
    return new StubServer(
        WebLab.CERTIFICATE,
        exchange -> {
          int left = Integer.parseInt(exchange.getRequestURI().getPath().substring(1));
          exchange.getResponseHeaders().set("ETag", "\"same\"");
          if (left > 0) {
            exchange.getResponseHeaders().set("Location", "/" + (left - 1));
            WebLab.answer(exchange, List.of(301, 302, 303, 307, 308).get(left % 5), "");
          } else {
            WebLab.answer(exchange, 200, LIST);
          }
        });
  }

  @Test
  void fewRedirectsAreFollowed() {
    try (StubServer server = redirecting()) {
      Answer.Data found = lab.data(WebLab.source(server.at() + "/3"), Family.IP);
      assertEquals(2, found.entries().size());
      assertEquals(List.of("localhost", "localhost", "localhost"), found.via());
      assertEquals(
          "TOO_MANY leads through more than 3 redirects",
          lab.failure(WebLab.source(server.at() + "/4")));
    }
  }

  private static StubServer sendingTo(String location) {
    return new StubServer(
        WebLab.CERTIFICATE,
        exchange -> {
          exchange.getResponseHeaders().set("Location", location);
          WebLab.answer(exchange, 302, "");
        });
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://localhost/list.txt",
        "file:///etc/passwd",
        "https://user:password@localhost/",
        "https://local host/",
      })
  void noRedirectLeadsToAnotherScheme(String location) {
    try (StubServer server = sendingTo(location)) {
      assertEquals(
          "ELSEWHERE is redirected to what is no address of HTTPS",
          lab.failure(WebLab.source(server.at() + "/a")));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://127.0.0.1/",
        "https://10.0.0.1/",
        "https://169.254.169.254/latest/meta-data/",
        "https://[::1]/",
        "https://[::ffff:127.0.0.1]/",
        "https://[64:ff9b::a00:1]/",
        "https://[fd00::1]/",
      })
  void noRedirectLeadsInside(String location) {
    try (StubServer server = sendingTo(location)) {
      assertEquals(
          "ELSEWHERE is redirected to an address that is not of the Internet",
          lab.outside().failure(WebLab.source(server.at() + "/")));
    }
  }

  @Test
  void aHostThatIsInsideItselfMayRedirectThere() {
    try (StubServer list = serving(LIST);
        StubServer server = sendingTo(list.at() + "/elsewhere")) {
      assertEquals(
          List.of("localhost"), lab.data(WebLab.source(server.at() + "/"), Family.IP).via());
    }
  }

  @Test
  void aHostWithoutAnAddressIsNoInformation() {
    WebLab nowhere =
        lab.looking(
            host -> {
              throw new java.net.UnknownHostException(host);
            });
    assertEquals(
        "UNREACHABLE has a host whose address cannot be found",
        nowhere.failure(WebLab.source("https://nodes.example/")));
  }

  @Test
  void aServerThatIsNotTheOneIsNoInformation(@TempDir Path folder) {
    TestCertificate other = TestCertificate.of("localhost");
    try (StubServer server = serving(LIST)) {
      String url = server.at() + "/";
      Set<Family> ip = Set.of(Family.IP);
      assertTrue(
          lab.failure(WebLab.source(url, ip, Optional.of(other.pin()), Optional.empty()))
              .startsWith("UNTRUSTED has a server that is not trusted: it has another key"));
      assertTrue(
          lab.failure(WebLab.source(url, ip, Optional.empty(), Optional.empty()))
              .startsWith(
                  "UNTRUSTED has a server that is not trusted: its certificate is signed by no"
                      + " CA"));
      Path ca = WebLab.CERTIFICATE.write(folder.resolve("ca.pem"));
      assertEquals(
          2,
          lab.data(WebLab.source(url, ip, Optional.empty(), Optional.of(ca)), Family.IP)
              .entries()
              .size());
      Path none = folder.resolve("none.pem");
      assertTrue(
          lab.failure(WebLab.source(url, ip, Optional.empty(), Optional.of(none)))
              .startsWith("UNTRUSTED is not asked: the certificate of its CA cannot be read"));
    }
  }

  @Test
  void aServerThatIsNotThereIsNoInformation() {
    String url;
    try (StubServer server = serving(LIST)) {
      url = server.at() + "/";
    }
    assertEquals(
        "UNREACHABLE has a server that cannot be reached", lab.failure(WebLab.source(url)));
  }

  @Test
  void aListWithAnotherDigestThanThePolicySaysIsNoInformation() {
    String digest = "f8d4c2c0f2d1d0a6d9d3ab5a1c1f3a56b4f3c3d5f0a0b1c2d3e4f5061728394a";
    try (StubServer server = serving("192.0.2.1\n")) {
      assertEquals(
          "UNTRUSTED holds other bytes than the policy's sha256 is of",
          lab.failure(WebLab.pinned(server.at() + "/", digest)));
      assertEquals(
          1,
          lab.data(
                  WebLab.pinned(
                      server.at() + "/",
                      "d1aa74fdddc060ca4e2e10401f2f4e0ef37f94b0d8b25137e8c530d59f4aba75"),
                  Family.IP)
              .entries()
              .size());
    }
  }

  @Test
  void aListIsTakenWithTheSignatureOfItsKeyAlone() throws GeneralSecurityException {
    KeyPair own = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
    KeyPair other = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
    AtomicReference<byte[]> signature = new AtomicReference<>(signed(own, LIST));
    try (StubServer server =
        new StubServer(
            WebLab.CERTIFICATE,
            exchange -> {
              boolean list = !exchange.getRequestURI().getPath().endsWith(".sig");
              byte[] body = list ? LIST.getBytes(StandardCharsets.UTF_8) : signature.get();
              exchange.sendResponseHeaders(200, body.length == 0 ? -1 : body.length);
              exchange.getResponseBody().write(body);
              exchange.close();
            })) {
      UrlSource source = WebLab.signed(server.at() + "/list", own.getPublic());
      assertFalse(lab.data(source, Family.IP).entries().isEmpty());
      String unsigned = "UNTRUSTED is not signed by the key that the policy names";
      for (byte[] wrong :
          List.of(signed(other, LIST), signed(own, LIST + "#"), new byte[64], new byte[] {1})) {
        signature.set(wrong);
        assertEquals(unsigned, lab.failure(source));
      }
      signature.set(new byte[0]);
      assertEquals("MALFORMED is answered with nothing", lab.failure(source));
    }
  }

  private static byte[] signed(KeyPair key, String text) throws GeneralSecurityException {
    Signature signature = Signature.getInstance("Ed25519");
    signature.initSign(key.getPrivate());
    signature.update(text.getBytes(StandardCharsets.UTF_8));
    return signature.sign();
  }

  @Test
  void manyAreAskedAtOnce() {
    try (StubServer server =
        new StubServer(
            WebLab.CERTIFICATE,
            exchange -> {
              pause();
              WebLab.answer(exchange, 200, LIST);
            })) {
      UrlSource[] sources = new UrlSource[20];
      for (int i = 0; i < sources.length; i++) {
        sources[i] = WebLab.source(server.at() + "/" + i);
      }
      Map<Question, Answer> answers = lab.within(Duration.ofSeconds(15)).ask(sources);
      assertEquals(40, answers.values().stream().filter(Answer.Data.class::isInstance).count());
    }
  }

  private static void pause() throws IOException {
    try {
      Thread.sleep(1_000);
    } catch (InterruptedException e) {
      throw new IOException(e);
    }
  }
}
