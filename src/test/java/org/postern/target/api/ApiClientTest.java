package org.postern.target.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.postern.diagnostic.Span;
import org.postern.host.JsonTree;
import org.postern.host.tls.StubServer;
import org.postern.host.tls.TestCertificate;
import org.postern.policy.SecretReference;
import org.postern.policy.TargetBinding;
import org.postern.target.HostSecrets;
import org.postern.target.Secrets;
import org.postern.target.TargetException;

/** A server is asked only if it is the one that is meant, and believed only if it makes sense. */
@Timeout(120)
class ApiClientTest {
  private static final TestCertificate OWN = TestCertificate.of("localhost");
  private static final String PASSWORD = "correct-horse-battery";
  private static final Map<String, String> BODY = Map.of("password", PASSWORD);

  private static final ApiLimits SHORT =
      new ApiLimits(
          Duration.ofSeconds(10), Duration.ofMillis(500), Duration.ofSeconds(20), 64 * 1024);

  private static final ApiLimits LIMITS =
      new ApiLimits(Duration.ofSeconds(10), Duration.ofSeconds(20), Duration.ofSeconds(60), 65_536);

  @TempDir private Path folder;

  private static HttpHandler answering(int status, String text) {
    return exchange -> answer(exchange, status, text.getBytes(StandardCharsets.UTF_8));
  }

  private static void answer(HttpExchange exchange, int status, byte[] body) throws IOException {
    try (exchange) {
      exchange.getRequestBody().readAllBytes();
      exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
      exchange.getResponseBody().write(body);
    }
  }

  private static ApiServer server(StubServer stub, Map<String, String> options) {
    return ApiServer.of(stub.binding("example", options));
  }

  private static ApiAnswer ask(ApiServer server, ApiLimits limits) throws TargetException {
    try (ApiClient client = server.open(limits)) {
      return client.post("/api", BODY, Map.of());
    }
  }

  private static TargetException refused(
      TestCertificate certificate,
      HttpHandler handler,
      Map<String, String> options,
      ApiLimits limits) {
    try (StubServer stub = new StubServer(certificate, handler)) {
      TargetException refused =
          assertThrows(TargetException.class, () -> ask(server(stub, options), limits));
      assertFalse(refused.sentence().contains(PASSWORD), refused.sentence());
      return refused;
    }
  }

  private static TargetException refused(HttpHandler handler) {
    return refused(OWN, handler, Map.of("pin", OWN.pin()), LIMITS);
  }

  private static TargetException distrusted(
      TestCertificate certificate, Map<String, String> options) {
    List<String> asked = new CopyOnWriteArrayList<>();
    TargetException refused =
        refused(
            certificate,
            exchange -> {
              asked.add(exchange.getRequestMethod());
              answer(exchange, 200, "{}".getBytes(StandardCharsets.UTF_8));
            },
            options,
            LIMITS);
    assertEquals(List.of(), asked, "nothing is sent to a server that is not trusted");
    assertEquals(TargetException.Kind.UNAVAILABLE, refused.kind());
    assertTrue(refused.getMessage().contains(" is not trusted: "), refused.sentence());
    assertTrue(refused.remedy().contains(certificate.pin()), refused.sentence());
    return refused;
  }

  @Test
  void whatIsAskedAndAnsweredArrives() throws IOException {
    List<String> seen = new CopyOnWriteArrayList<>();
    HttpHandler handler =
        exchange -> {
          String body =
              new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
          seen.add(
              "%s %s %s %s %s %s"
                  .formatted(
                      exchange.getRequestMethod(),
                      exchange.getRequestURI(),
                      exchange.getRequestHeaders().getFirst("Content-Type"),
                      exchange.getRequestHeaders().getFirst("X-Token"),
                      exchange.getRequestHeaders().getFirst("Cookie"),
                      body));
          exchange.getResponseHeaders().add("Set-Cookie", "session=a1; Secure; HttpOnly; Path=/");
          answer(exchange, 200, "{\"said\": \"yes\"}".getBytes(StandardCharsets.UTF_8));
        };
    try (StubServer stub = new StubServer(OWN, handler);
        ApiClient client = server(stub, Map.of("pin", OWN.pin())).open(LIMITS)) {
      ApiAnswer first = client.post("/api/x", Map.of("a", 1), Map.of("X-Token", "t"));
      assertEquals("yes", assertInstanceOf(ApiAnswer.Told.class, first).tree().string("said"));
      client.post("/api/y?z=1", Map.of(), Map.of());
    }
    assertEquals(
        List.of(
            "POST /api/x application/json t null {\"a\":1}",
            "POST /api/y?z=1 application/json null session=a1 {}"),
        seen);
  }

  @Test
  void aServerIsKnownByItsKeyOrItsCertificate() throws IOException {
    TestCertificate expired =
        TestCertificate.of(
            "other.example",
            Instant.parse("2001-01-01T00:00:00Z"),
            Instant.parse("2002-01-01T00:00:00Z"));
    for (String pin :
        List.of(
            expired.pin(), "sha256:" + expired.keyInBase64(), "sha256:" + expired.fingerprint())) {
      try (StubServer stub = new StubServer(expired, answering(200, "{}"))) {
        assertInstanceOf(ApiAnswer.Told.class, ask(server(stub, Map.of("pin", pin)), LIMITS), pin);
      }
    }
  }

  @Test
  void anotherKeyThanThePinIsNotTrusted() {
    TargetException refused = distrusted(OWN, Map.of("pin", TestCertificate.of("localhost").pin()));
    assertTrue(refused.getMessage().contains("another key"), refused.sentence());
  }

  @Test
  void aServerIsKnownByItsCa() throws IOException {
    Path ca = OWN.write(folder.resolve("ca.pem"));
    try (StubServer stub = new StubServer(OWN, answering(200, "{}"))) {
      ApiServer server = server(stub, Map.of("ca", ca.toString()));
      assertInstanceOf(ApiAnswer.Told.class, ask(server, LIMITS));
      ApiServer both = server(stub, Map.of("ca", ca.toString(), "pin", OWN.pin()));
      assertInstanceOf(ApiAnswer.Told.class, ask(both, LIMITS));
    }
  }

  @Test
  void anUnknownCaIsNotTrusted() {
    TargetException refused = distrusted(OWN, Map.of());
    assertTrue(refused.getMessage().contains("signed by no CA"), refused.sentence());
    Path ca = TestCertificate.of("localhost").write(folder.resolve("other.pem"));
    distrusted(OWN, Map.of("ca", ca.toString()));
    distrusted(OWN, Map.of("ca", ca.toString(), "pin", OWN.pin()));
  }

  @Test
  void anExpiredCertificateIsNotTrusted() {
    TestCertificate expired =
        TestCertificate.of(
            "localhost",
            Instant.parse("2001-01-01T00:00:00Z"),
            Instant.parse("2002-01-01T00:00:00Z"));
    TargetException refused =
        distrusted(expired, Map.of("ca", expired.write(folder.resolve("ca.pem")).toString()));
    assertTrue(refused.getMessage().contains("was valid until 2002-01-01"), refused.sentence());
  }

  @Test
  void aCertificateOfTheFutureTellsOfTheClock() {
    TestCertificate early =
        TestCertificate.of(
            "localhost", Instant.now().plusSeconds(86_400), Instant.now().plusSeconds(172_800));
    TargetException refused =
        distrusted(early, Map.of("ca", early.write(folder.resolve("ca.pem")).toString()));
    assertTrue(refused.getMessage().contains("the clock of this host"), refused.sentence());
  }

  @Test
  void aCertificateForAnotherNameIsNotTrusted() {
    TestCertificate other = TestCertificate.of("mail.example.com");
    TargetException refused =
        distrusted(other, Map.of("ca", other.write(folder.resolve("ca.pem")).toString()));
    assertTrue(refused.getMessage().contains("not for this name"), refused.sentence());
  }

  @Test
  void aCaThatCannotBeReadIsSaid() throws IOException {
    Path none = Files.writeString(folder.resolve("none.pem"), "no certificate\n");
    for (Path file : List.of(none, folder.resolve("missing.pem"))) {
      TargetException refused =
          refused(OWN, answering(200, "{}"), Map.of("ca", file.toString()), LIMITS);
      assertEquals(TargetException.Kind.UNAVAILABLE, refused.kind());
      assertTrue(refused.sentence().contains(file.toString()), refused.sentence());
    }
  }

  @Test
  void aSlowAnswerIsGivenUp() {
    CountDownLatch given = new CountDownLatch(1);
    TargetException refused =
        refused(
            OWN,
            exchange -> {
              exchange.sendResponseHeaders(200, 0);
              exchange.getResponseBody().write('{');
              exchange.getResponseBody().flush();
              await(given);
              exchange.close();
            },
            Map.of("pin", OWN.pin()),
            SHORT);
    given.countDown();
    assertEquals(TargetException.Kind.TEMPORARY, refused.kind());
    assertTrue(refused.getMessage().contains("no answer within"), refused.sentence());
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** It takes a connection, and never says that it speaks TLS. */
  @Test
  void aServerThatSaysNothingIsGivenUp() throws IOException {
    try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      TargetBinding binding =
          new TargetBinding(
              "example",
              "example",
              Span.wholeFile(""),
              Map.of("at", "https://localhost:" + silent.getLocalPort(), "pin", OWN.pin()));
      TargetException refused =
          assertThrows(TargetException.class, () -> ask(ApiServer.of(binding), SHORT));
      assertEquals(TargetException.Kind.TEMPORARY, refused.kind());
    }
  }

  @Test
  void allCallsTogetherEndInTime() throws IOException {
    ApiLimits limits = SHORT.within(Duration.ZERO);
    TargetException refused = refused(OWN, answering(200, "{}"), Map.of("pin", OWN.pin()), limits);
    assertEquals(TargetException.Kind.TEMPORARY, refused.kind());
  }

  @Test
  void anEndlessAnswerIsCutOff() {
    TargetException refused =
        refused(
            exchange -> {
              exchange.getRequestBody().readAllBytes();
              exchange.sendResponseHeaders(200, 0);
              try (OutputStream body = exchange.getResponseBody()) {
                while (!Thread.interrupted()) {
                  body.write("[1,".repeat(1000).getBytes(StandardCharsets.UTF_8));
                }
              }
            });
    assertEquals(TargetException.Kind.UNAVAILABLE, refused.kind());
    assertTrue(refused.getMessage().contains("more than 65,536 bytes"), refused.sentence());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "<html>Sign in</html>",
        "[]",
        "null",
        "{",
        "{} {}",
        "{\"a\": 1, \"a\": 2}",
        "{\"a\": \"\u001b[31m\u0000\"}"
      })
  void nonsenseIsNoAnswer(String text) {
    TargetException refused = refused(answering(200, text));
    assertEquals(TargetException.Kind.UNAVAILABLE, refused.kind());
    assertTrue(refused.getMessage().contains("makes no sense"), refused.sentence());
    assertTrue(refused.sentence().codePoints().allMatch(one -> one >= ' '), refused.sentence());
  }

  @Test
  void anAnswerThatIsTooDeepIsNone() {
    assertTrue(
        refused(answering(200, "{\"a\":" + "[".repeat(5000))).getMessage().contains("levels"));
  }

  @ParameterizedTest
  @ValueSource(ints = {301, 302, 303, 307, 308})
  void aRedirectIsNotFollowed(int status) {
    List<String> asked = new CopyOnWriteArrayList<>();
    TargetException refused =
        refused(
            exchange -> {
              asked.add(exchange.getRequestURI().toString());
              exchange.getResponseHeaders().add("Location", "/elsewhere");
              answer(exchange, status, new byte[0]);
            });
    assertEquals(TargetException.Kind.UNAVAILABLE, refused.kind());
    assertEquals(List.of("/api"), asked);
  }

  @ParameterizedTest
  @ValueSource(ints = {400, 401, 403, 404, 407, 429})
  void aRefusalIsAnAnswer(int status) throws IOException {
    try (StubServer stub = new StubServer(OWN, answering(status, "no"))) {
      ApiAnswer answer = ask(server(stub, Map.of("pin", OWN.pin())), LIMITS);
      assertEquals(new ApiAnswer.Refused(status), answer);
      assertEquals(status == 401 || status == 403, ((ApiAnswer.Refused) answer).isUnauthorized());
    }
  }

  @Test
  void aFailureOfTheServerMayPass() {
    assertEquals(TargetException.Kind.TEMPORARY, refused(answering(503, "{}")).kind());
  }

  @Test
  void whatIsNotThereIsUnavailable() throws IOException {
    String at;
    try (StubServer gone = new StubServer(OWN, answering(200, "{}"))) {
      at = gone.at();
    }
    TargetBinding binding =
        new TargetBinding(
            "example", "example", Span.wholeFile(""), Map.of("at", at, "pin", OWN.pin()));
    TargetException refused =
        assertThrows(TargetException.class, () -> ask(ApiServer.of(binding), LIMITS));
    assertEquals(TargetException.Kind.UNAVAILABLE, refused.kind());
    assertFalse(refused.remedy().isEmpty());
  }

  @Test
  void aServerThatHangsUpIsNotUnderstood() throws IOException {
    try (ServerSocket rude = new ServerSocket(0, 8, InetAddress.getLoopbackAddress())) {
      Thread.ofVirtual().start(() -> hangUp(rude));
      TargetBinding binding =
          new TargetBinding(
              "example",
              "example",
              Span.wholeFile(""),
              Map.of("at", "https://localhost:" + rude.getLocalPort(), "pin", OWN.pin()));
      TargetException refused =
          assertThrows(TargetException.class, () -> ask(ApiServer.of(binding), LIMITS));
      assertTrue(
          refused.getMessage().matches("localhost:\\d+ (breaks off|does not agree on TLS): .+"),
          refused.sentence());
    }
  }

  /** Until the test closes the server. */
  private static void hangUp(ServerSocket server) {
    while (!server.isClosed()) {
      try (Socket one = server.accept()) {
        one.shutdownOutput();
        one.getInputStream().transferTo(OutputStream.nullOutputStream());
      } catch (IOException e) {
        return;
      }
    }
  }

  @Test
  void aBindingWithoutOptionsReachesNothing() {
    ApiServer server = ApiServer.of(new TargetBinding("example", Span.wholeFile("")));
    assertThrows(TargetException.class, () -> server.open(LIMITS));
    assertThrows(TargetException.class, () -> server.password(Secrets.none()));
  }

  @Test
  void thePasswordIsReadFromItsFile() throws IOException {
    Path file = Files.writeString(folder.resolve("secret"), PASSWORD + "\n");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    TargetBinding binding =
        new TargetBinding(
            "example", "example", Span.wholeFile(""), Map.of("secret", "file:" + file));
    ApiServer server = ApiServer.of(binding);
    assertEquals(SecretReference.of("file:" + file), server.secret());
    assertEquals(PASSWORD, server.password(new HostSecrets(Optional.empty())).reveal());
  }

  @Test
  void aListThatIsMissingIsNotEmpty() throws IOException {
    JsonTree tree = new JsonTree(Map.of("none", List.of(), "odd", List.of(1)));
    assertEquals(List.of(), ApiAnswer.objects(tree, "none"));
    assertThrows(IOException.class, () -> ApiAnswer.objects(tree, "list"));
    assertThrows(IOException.class, () -> ApiAnswer.objects(tree, "odd"));
  }
}
