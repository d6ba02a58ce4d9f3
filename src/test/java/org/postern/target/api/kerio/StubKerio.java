package org.postern.target.api.kerio;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.postern.address.AddressSet;
import org.postern.host.Json;
import org.postern.host.JsonTree;
import org.postern.target.TargetException;
import org.postern.target.api.ApiAnswer;
import org.postern.target.api.ApiChannel;

/**
 * Kerio Connect as far as its JSON-RPC for groups and services goes: the shapes are those of its
 * documentation. It watches that no peer is closed out, or let in, that is not to be.
 */
public final class StubKerio {
  public static final String USER = "postern";
  public static final String PASSWORD = "correct-horse-battery";

  private static final long EXPIRED = -32001;

  private final List<StubEntry> entries = new ArrayList<>();
  private final List<String> calls = new ArrayList<>();
  private final List<String> wrong = new ArrayList<>();
  private final Map<String, String> serviceGroups = new TreeMap<>();
  private Optional<String> token = Optional.empty();
  private int numbers;
  private int largestPage = 500;
  private Faults faults = Faults.NONE;
  private UnaryOperator<Map<String, Object>> odd = UnaryOperator.identity();
  private Runnable between = () -> {};
  private AddressSet kept = AddressSet.none();
  private AddressSet allowed = AddressSet.all();
  private String watched = "";

  StubKerio() {
    serviceGroups.put("SMTP", "");
    add("Local clients", "Network", "10.0.0.0", "255.0.0.0", "made at installation");
  }

  /** What goes wrong from now on. */
  void faults(Faults now) {
    faults = now;
  }

  /** From now on a page holds no more than that. */
  void largestPage(int size) {
    largestPage = size;
  }

  /** From now on answers are changed so. */
  public void answering(UnaryOperator<Map<String, Object>> change) {
    odd = change;
  }

  /** From now on this happens before each change. */
  void betweenCalls(Runnable action) {
    between = action;
  }

  /** From now on the group lets in at least the first and at most the second. */
  void watch(String group, AddressSet least, AddressSet most) {
    watched = group;
    kept = least;
    allowed = most;
    look("at first");
  }

  /** Who was closed out or let in, or what else was wrong. */
  List<String> wrong() {
    return wrong;
  }

  /** The methods that were called, in their order. */
  public List<String> calls() {
    return calls;
  }

  /** The services that listen at port 25, by the group that each asks; empty for none. */
  public Map<String, String> serviceGroups() {
    return serviceGroups;
  }

  /** The entries of all groups. */
  List<StubEntry> entries() {
    return entries;
  }

  /** All of it, in some order that is always the same. */
  public List<String> contents() {
    return entries.stream().map(StubEntry::told).sorted().toList();
  }

  /** An administrator adds an entry. */
  public void add(String group, String type, String first, String second, String description) {
    Map<String, Object> members = new LinkedHashMap<>();
    members.put("groupName", group);
    members.put("type", type);
    members.put("description", description);
    members.put("enabled", true);
    if (second.isEmpty()) {
      members.put("host", first);
    } else {
      members.put("addr1", first);
      members.put("addr2", second);
    }
    put(members);
  }

  private String put(Map<String, Object> members) {
    String group = String.valueOf(members.get("groupName"));
    String id = Base64.getEncoder().encodeToString(bytes("entry" + ++numbers));
    Map<String, Object> all = new LinkedHashMap<>();
    all.put("id", id);
    all.put("groupId", groupId(group));
    all.put("sharedId", "");
    all.put("host", "");
    all.put("addr1", "");
    all.put("addr2", "");
    all.put("childGroupId", "");
    all.put("childGroupName", "");
    all.put("status", "StoreStatusClean");
    members.forEach((name, value) -> all.put(name, value));
    all.put("groupId", groupId(group));
    entries.add(new StubEntry(all));
    return id;
  }

  private static String groupId(String name) {
    return Base64.getEncoder().encodeToString(bytes("group " + name));
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  /** Whom a group lets in. */
  AddressSet lettingIn(String group) {
    AddressSet.Builder in = AddressSet.builder();
    for (StubEntry entry : entries) {
      if (entry.enabled() && entry.text("groupName").equals(group)) {
        entry.value().interval().ifPresent(in::add);
      }
    }
    return in.build();
  }

  private void look(String when) {
    AddressSet in = lettingIn(watched);
    if (!in.containsAll(kept)) {
      wrong.add("%s: closed out %s".formatted(when, kept.subtract(in)));
    }
    if (!allowed.containsAll(in)) {
      wrong.add("%s: let in %s".formatted(when, in.subtract(allowed)));
    }
  }

  /** A channel that needs no network. */
  ApiChannel channel() {
    return new ApiChannel() {
      @Override
      public ApiAnswer post(String path, Map<String, ?> request, Map<String, String> headers)
          throws TargetException {
        try {
          JsonTree tree = Json.readBounded(bytes(Json.write(request)));
          Map<String, Object> answer = answer(tree, Optional.ofNullable(headers.get("X-Token")));
          return new ApiAnswer.Told(Json.readBounded(bytes(Json.write(answer))));
        } catch (IOException e) {
          throw nonsense(e);
        }
      }

      @Override
      public TargetException nonsense(IOException what) {
        return new TargetException(
            TargetException.Kind.UNAVAILABLE, "stub makes no sense: " + what.getMessage());
      }

      @Override
      public String name() {
        return "stub";
      }

      @Override
      public void close() {
        // There is nothing to break off.
      }
    };
  }

  /** Answers one request. */
  synchronized Map<String, Object> answer(JsonTree request, Optional<String> shown)
      throws IOException {
    String method = request.string("method");
    if (!request.string("jsonrpc").equals("2.0")) {
      wrong.add("no JSON-RPC 2.0");
    }
    if (faults.endsBefore(method)) {
      throw new Ended();
    }
    calls.add(method);
    boolean login = method.equals("Session.login");
    if (!login && faults.losesSession(method)) {
      token = Optional.empty();
    }
    Map<String, Object> answer = new LinkedHashMap<>();
    answer.put("jsonrpc", "2.0");
    answer.put("id", request.number("id"));
    if (!login && (token.isEmpty() || !token.equals(shown))) {
      answer.put("error", error(EXPIRED, "Session expired."));
      return answer;
    }
    answer.putAll(done(method, request.object("params")));
    if (faults.endsAfter(method)) {
      throw new Ended();
    }
    if (!login && faults.losesSessionAfter(method)) {
      token = Optional.empty();
      answer.remove("result");
      answer.put("error", error(EXPIRED, "Session expired."));
    }
    return odd.apply(answer);
  }

  private static Map<String, Object> error(long code, String message) {
    return Map.of("code", code, "message", message);
  }

  private static Map<String, Object> result(Map<String, Object> result) {
    return Map.of("result", result);
  }

  private Map<String, Object> done(String method, JsonTree parameters) throws IOException {
    return switch (method) {
      case "Session.login" -> login(parameters);
      case "Session.logout" -> {
        token = Optional.empty();
        yield result(Map.of());
      }
      case "IpAddressGroups.get" -> result(page(parameters.object("query")));
      case "IpAddressGroups.create" -> result(create(parameters.objects("groups")));
      case "IpAddressGroups.remove" -> result(remove(parameters.strings("groupIds")));
      case "Services.get" -> result(Map.of("services", services()));
      default -> Map.of("error", error(-32601, "Method not found."));
    };
  }

  private Map<String, Object> login(JsonTree parameters) throws IOException {
    if (!parameters.string("userName").equals(USER)
        || !parameters.string("password").equals(PASSWORD)) {
      return Map.of("error", error(1000, "Invalid user name or password."));
    }
    token = Optional.of("token" + ++numbers);
    return result(Map.of("token", token.get()));
  }

  private Map<String, Object> page(JsonTree query) throws IOException {
    int start = (int) Math.min(query.number("start"), entries.size());
    int limit = (int) Math.min(query.number("limit"), largestPage);
    int end = Math.min(entries.size(), start + limit);
    return Map.of(
        "list",
        entries.subList(start, end).stream().map(StubEntry::members).toList(),
        "totalItems",
        entries.size());
  }

  /** Each entry for itself: between two of them others connect already. */
  private Map<String, Object> create(List<JsonTree> groups) throws IOException {
    between.run();
    List<Map<String, Object>> errors = new ArrayList<>();
    List<Map<String, Object>> results = new ArrayList<>();
    for (int i = 0; i < groups.size(); i++) {
      Map<String, Object> members = groups.get(i).members();
      String group = groups.get(i).string("groupName");
      String id = groups.get(i).string("groupId");
      boolean known = entries.stream().anyMatch(one -> one.text("groupName").equals(group));
      if (known && !id.equals(groupId(group))) {
        wrong.add("group %s is known, and \"%s\" is named".formatted(group, id));
      }
      Optional<String> fault = fault(new StubEntry(members), group);
      if (fault.isPresent() || faults.refusesPart("IpAddressGroups.create")) {
        errors.add(part(i, fault.orElse("Internal error.")));
      } else {
        results.add(Map.of("inputIndex", i, "id", put(members)));
        look("created " + new StubEntry(members).value().text());
      }
    }
    return Map.of("errors", errors, "result", results);
  }

  private Optional<String> fault(StubEntry entry, String group) {
    if (entry.value().interval().isEmpty()) {
      return Optional.of("Invalid address.");
    }
    boolean twice =
        entries.stream()
            .anyMatch(
                one -> one.text("groupName").equals(group) && one.value().equals(entry.value()));
    return twice ? Optional.of("This address group already exists!") : Optional.empty();
  }

  private Map<String, Object> remove(List<String> ids) {
    between.run();
    List<Map<String, Object>> errors = new ArrayList<>();
    for (int i = 0; i < ids.size(); i++) {
      String id = ids.get(i);
      boolean known = entries.stream().anyMatch(one -> one.text("id").equals(id));
      if (!known || faults.refusesPart("IpAddressGroups.remove")) {
        errors.add(part(i, known ? "Internal error." : "No such group."));
      } else {
        entries.removeIf(one -> one.text("id").equals(id));
        look("removed one");
      }
    }
    return Map.of("errors", errors);
  }

  private static Map<String, Object> part(int index, String message) {
    return Map.of(
        "inputIndex",
        index,
        "code",
        1001,
        "message",
        message,
        "messageParameters",
        Map.of("positionalParameters", List.of(), "plurality", 1));
  }

  private List<Map<String, Object>> services() {
    List<Map<String, Object>> services = new ArrayList<>();
    services.add(service("POP3", 110, ""));
    serviceGroups.forEach((name, group) -> services.add(service(name, 25, group)));
    return services;
  }

  private static Map<String, Object> service(String name, int port, String group) {
    return Map.of(
        "id",
        name,
        "name",
        name,
        "howToStart",
        "Automatic",
        "listeners",
        List.of(Map.of("type", "AllAddresses", "address", "All addresses", "port", port)),
        "group",
        Map.of(
            "isUsed",
            !group.isEmpty(),
            "ipGroup",
            Map.of("id", group.isEmpty() ? "" : groupId(group), "name", group)),
        "defaultPort",
        port,
        "isRunning",
        true);
  }
}
