package org.postern.target.api.smartermail;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.postern.address.AddressSet;
import org.postern.address.Interval;
import org.postern.address.text.AddressText;
import org.postern.host.Json;
import org.postern.host.JsonTree;

/**
 * A server with SmarterMail as far as its lists go, by what public clients send to it and take from
 * it. It tells entries apart by their text alone, in both lists.
 */
public final class ModelledServer {
  /** Who may log in. */
  public static final String USER = "postern";

  /** By which password. */
  public static final String PASSWORD = "correct-horse-battery";

  private static final String API = "/api/v1/";
  private static final int BLACKLIST = 1;

  /** An answer. */
  public record Answer(int status, String body) {}

  /** An entry; the services are those of SmarterMail's words. */
  record Row(int list, String description, List<?> services, Optional<Interval> addresses) {
    static Row of(String text, int list, String description, List<?> services) {
      Optional<Interval> addresses =
          AddressText.parse(text.replace(" ", "")) instanceof AddressText.Ok ok
              ? Optional.of(ok.interval())
              : Optional.empty();
      return new Row(list, description, services, addresses);
    }

    boolean refuses(String begin) {
      return list == BLACKLIST && services.contains("Smtp") && description.startsWith(begin);
    }
  }

  private final Map<String, Row> rows = new TreeMap<>();
  private final List<String> journal = new ArrayList<>();
  private String access = "";
  private String refresh = "";
  private int issued;

  /** Looks at the lists after each change. */
  Runnable witness = () -> {};

  /** Sees each request before it is looked at; what it throws is what becomes of the request. */
  Consumer<String> before = _ -> {};

  /** Sees each request after it was carried out. */
  Consumer<String> after = _ -> {};

  /** The requests that it does not carry out, and says so. */
  Predicate<String> refusing = _ -> false;

  /** What to answer in place of what would be answered; the empty text changes nothing. */
  String nonsense = "";

  /** How a range is spelled in a list, from how it was sent. */
  UnaryOperator<String> spelling = text -> text;

  /** An entry of the blacklist that the whitelist has too; the empty text is none. */
  String alsoWhite = "";

  /** What it says where it does not carry out a request. */
  String message = "not now";

  /** The largest page. */
  int page = 1000;

  /** Whether a token can be renewed by its refresh token. */
  boolean renews = true;

  /** All requests that were taken, in their order. */
  synchronized List<String> journal() {
    return List.copyOf(journal);
  }

  /** Forgets all tokens. */
  synchronized void forgetTokens() {
    access = "";
  }

  synchronized void put(String text, int list, String description, String... services) {
    rows.put(text, Row.of(text, list, description, List.of(services)));
  }

  /** Takes an entry away, as an administrator does. */
  public synchronized void take(String text) {
    if (rows.remove(text) == null) {
      throw new IllegalStateException("no entry " + text + " in " + rows.keySet());
    }
  }

  /** Has it answer this to every request; the empty text ends that. */
  public synchronized void answerOnly(String text) {
    nonsense = text;
  }

  /** Whether it refuses mail from an address. */
  public synchronized boolean refuses(String address) {
    return refused("")
        .intersects(
            AddressText.parse(address) instanceof AddressText.Ok ok
                ? AddressSet.of(ok.interval())
                : AddressSet.all());
  }

  /** Has it lose its token at every so many requests, and the answer of each so many. */
  public synchronized void fails(int tokens, int answers) {
    AtomicInteger asked = new AtomicInteger();
    before =
        _ -> {
          if (asked.incrementAndGet() % tokens == 0) {
            access = "";
          }
        };
    after =
        _ -> {
          if (asked.get() % answers == 0) {
            throw new IllegalStateException("the answer is lost");
          }
        };
  }

  /** All entries, a line each. */
  public synchronized List<String> contents() {
    return rows.entrySet().stream().map(Object::toString).toList();
  }

  /** The texts of entries with such a beginning of their description. */
  synchronized List<String> texts(String description) {
    return rows.entrySet().stream()
        .filter(row -> row.getValue().description().startsWith(description))
        .map(Map.Entry::getKey)
        .toList();
  }

  /** The IPv4 peers that are refused at SMTP by entries with such a beginning. */
  synchronized AddressSet refused(String description) {
    AddressSet.Builder refused = AddressSet.builder();
    rows.values().stream()
        .filter(row -> row.refuses(description))
        .forEach(row -> row.addresses().ifPresent(refused::add));
    return refused.build();
  }

  /**
   * Answers a request.
   *
   * @param authorization the header; may be empty
   */
  public synchronized Answer answer(String path, String body, String authorization) {
    before.accept(path);
    Answer answer;
    try {
      answer =
          refusing.test(path) ? failure(message) : answered(path, Json.read(body), authorization);
    } catch (IOException e) {
      answer = new Answer(400, "{}");
    }
    after.accept(path);
    return nonsense.isEmpty() ? answer : new Answer(200, nonsense);
  }

  private Answer answered(String path, JsonTree body, String authorization) throws IOException {
    if (path.equals(API + "auth/authenticate-user")) {
      journal.add("login");
      return body.string("username").equals(USER) && body.string("password").equals(PASSWORD)
          ? tokens()
          : failure("invalid");
    }
    if (path.equals(API + "auth/refresh-token")) {
      journal.add("renew");
      boolean known = renews && !refresh.isEmpty() && body.string("token").equals(refresh);
      return known ? tokens() : new Answer(401, "{}");
    }
    if (access.isEmpty() || !authorization.equals("Bearer " + access)) {
      journal.add("unauthorized");
      return new Answer(401, "{}");
    }
    return switch (path.replace(API + "settings/sysadmin/", "")) {
      case "ip-access/false" -> list(BLACKLIST, body.object("searchParams"));
      case "ip-access/true" -> list(0, body.object("searchParams"));
      case "ip-access" -> save(body);
      case "ip-access-delete" -> delete(body.string("address"));
      default -> new Answer(404, "{}");
    };
  }

  private Answer tokens() {
    issued++;
    access = "access." + issued;
    refresh = "refresh." + issued;
    return success(Map.of("accessToken", access, "refreshToken", refresh));
  }

  private Answer list(int which, JsonTree search) throws IOException {
    journal.add("list " + which + " " + search.number("skip"));
    List<Map<String, Object>> all = new ArrayList<>();
    rows.forEach(
        (text, row) -> {
          if (row.list() == which || (which == 0 && text.equals(alsoWhite))) {
            Map<String, Object> one = new LinkedHashMap<>();
            one.put("ip", text);
            one.put("description", row.description());
            one.put("smtp", row.services().contains("Smtp"));
            one.put("pop", row.services().contains("Pop"));
            all.add(one);
          }
        });
    int from = (int) Math.min(search.number("skip"), all.size());
    int to = (int) Math.min(from + Math.min(search.number("take"), page), all.size());
    return success(Map.of("totalCount", all.size(), "ipAccessList", all.subList(from, to)));
  }

  private Answer save(JsonTree body) throws IOException {
    String text = spelling.apply(body.string("address"));
    journal.add("save " + text);
    int list = (int) body.number("dataType");
    rows.put(text, Row.of(text, list, body.string("description"), body.list("serviceList")));
    witness.run();
    return success(Map.of());
  }

  private Answer delete(String text) {
    journal.add("delete " + text);
    if (rows.remove(text) == null) {
      return failure("Not found");
    }
    witness.run();
    return success(Map.of());
  }

  private static Answer success(Map<String, Object> more) {
    Map<String, Object> tree = new LinkedHashMap<>(more);
    tree.put("success", true);
    return new Answer(200, Json.write(tree));
  }

  private static Answer failure(String message) {
    return new Answer(200, Json.write(Map.of("success", false, "message", message)));
  }

  /** What a handler of requests over HTTPS does with one. */
  public void handle(HttpExchange exchange) {
    try (exchange) {
      String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
      String authorization = exchange.getRequestHeaders().getFirst("Authorization");
      Answer answer =
          answer(
              exchange.getRequestURI().getPath(), body, authorization == null ? "" : authorization);
      byte[] bytes = answer.body().getBytes(StandardCharsets.UTF_8);
      exchange.sendResponseHeaders(answer.status(), bytes.length);
      exchange.getResponseBody().write(bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
