package org.postern.source.url;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.PublicKey;
import java.time.Duration;
import java.util.Base64;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.postern.address.Family;
import org.postern.diagnostic.Report;
import org.postern.diagnostic.Span;
import org.postern.host.tls.TestCertificate;
import org.postern.policy.ListForm;
import org.postern.policy.ListSignature;
import org.postern.policy.UrlSource;
import org.postern.policy.WebAddress;
import org.postern.source.Answer;
import org.postern.source.EntryTable;
import org.postern.source.KnownLists;
import org.postern.source.Question;

/** Asks servers of this host for lists, and remembers what they told. */
final class WebLab {
  static final TestCertificate CERTIFICATE = TestCertificate.of("localhost");

  /** An address of the Internet, to which nothing is sent. */
  private static final byte[] OUTSIDE = {9, 9, 9, 9};

  private final Map<String, KnownLists.Reading> known = new ConcurrentHashMap<>();
  private final Patience patience = new Patience();
  private Duration deadline = Duration.ofSeconds(20);
  private HostLookup lookup = HostLookup.SYSTEM;

  WebLab within(Duration time) {
    deadline = time;
    return this;
  }

  /** As if the name of this host were one of the Internet. */
  WebLab outside() {
    lookup =
        host ->
            host.equals("localhost")
                ? new InetAddress[] {InetAddress.getByAddress(host, OUTSIDE)}
                : InetAddress.getAllByName(host);
    return this;
  }

  WebLab looking(HostLookup other) {
    lookup = other;
    return this;
  }

  static UrlSource source(String url) {
    return source(url, EnumSet.allOf(Family.class));
  }

  static UrlSource source(String url, Set<Family> families) {
    return source(url, families, Optional.of(CERTIFICATE.pin()), Optional.empty());
  }

  static UrlSource source(
      String url, Set<Family> families, Optional<String> pin, Optional<Path> ca) {
    return new UrlSource(
        Span.wholeFile("p.yaml"),
        WebAddress.of(url).orElseThrow(),
        ListForm.LINES,
        families,
        new UrlSource.Server(
            pin, ca.map(file -> new UrlSource.Authority("ca.pem", file.toString()))),
        UrlSource.Content.ANY);
  }

  static UrlSource pinned(String url, String sha256) {
    return recognised(url, new UrlSource.Content(Optional.of(sha256), Optional.empty()));
  }

  static UrlSource signed(String url, PublicKey key) {
    String text = Base64.getEncoder().encodeToString(key.getEncoded());
    ListSignature signature = new ListSignature(WebAddress.of(url + ".sig").orElseThrow(), text);
    return recognised(url, new UrlSource.Content(Optional.empty(), Optional.of(signature)));
  }

  private static UrlSource recognised(String url, UrlSource.Content content) {
    UrlSource any = source(url);
    return new UrlSource(
        any.span(), any.address(), any.form(), any.families(), any.server(), content);
  }

  Map<Question, Answer> ask(UrlSource... sources) {
    Report report = new Report();
    Map<Question, Answer> answers =
        new UrlResolver(
                id -> Optional.ofNullable(known.get(id)).stream().toList(),
                deadline,
                patience,
                lookup)
            .resolve(List.of(sources), report);
    if (!report.diagnostics().isEmpty()) {
      throw new AssertionError(
          "what others publish is no mistake of this host: " + report.diagnostics());
    }
    remember(answers);
    return answers;
  }

  private void remember(Map<Question, Answer> answers) {
    Map<String, Map<Family, EntryTable>> tables = new LinkedHashMap<>();
    answers.forEach(
        (question, answer) -> {
          if (answer instanceof Answer.Data data) {
            tables
                .computeIfAbsent(question.source(), _ -> new LinkedHashMap<>())
                .put(question.family(), data.entries());
          }
        });
    tables.forEach(
        (id, halves) ->
            halves.values().stream()
                .flatMap(table -> table.origin().stream())
                .findFirst()
                .ifPresentOrElse(
                    origin -> known.put(id, new KnownLists.Reading(origin, halves)),
                    () -> known.remove(id)));
  }

  /** Has it forget what lists it knows. */
  void forget() {
    known.clear();
  }

  Answer.Data data(UrlSource source, Family family) {
    return switch (answer(source, family)) {
      case Answer.Data data -> data;
      case Answer.Gone gone -> throw new AssertionError("no list is ever gone: " + gone);
      case Answer.NoInformation none -> throw new AssertionError(none.detail());
    };
  }

  private Answer answer(UrlSource source, Family family) {
    return Objects.requireNonNull(ask(source).get(new Question(source.id(), family)));
  }

  /** Cause and words, without the address that they begin with. */
  String failure(UrlSource source) {
    return switch (answer(source, Family.IP)) {
      case Answer.NoInformation none when none.detail().startsWith(source.value() + " ") ->
          none.cause() + " " + none.detail().substring(source.value().length() + 1);
      case Answer other -> throw new AssertionError(other.toString());
    };
  }

  static List<String> texts(Answer.Data data) {
    return data.entries().intervals().stream().map(Object::toString).toList();
  }

  /** Answers an exchange with a list. */
  static void answer(HttpExchange exchange, int status, String body) throws IOException {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
    try (OutputStream out = exchange.getResponseBody()) {
      out.write(bytes);
    }
  }

  /** The conditions of a request. */
  static String conditions(HttpExchange exchange) {
    return List.of("If-None-Match", "If-Modified-Since").stream()
        .flatMap(name -> Optional.ofNullable(exchange.getRequestHeaders().getFirst(name)).stream())
        .collect(Collectors.joining(" "));
  }
}
