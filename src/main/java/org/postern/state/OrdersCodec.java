package org.postern.state;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.postern.host.JsonTree;

/** Orders and the audit trail as JSON trees; writer and reader side by side. */
final class OrdersCodec {
  private OrdersCodec() {}

  static Map<String, Object> write(Orders orders) {
    Map<String, Object> tree = new LinkedHashMap<>();
    orders
        .pin()
        .ifPresent(
            pin -> tree.put("pin", with(Map.of("generation", pin.generation()), pin.given())));
    orders
        .pause()
        .ifPresent(
            pause ->
                tree.put(
                    "pause",
                    with(
                        pause
                            .until()
                            .<Map<String, Object>>map(until -> Map.of("until", until.toString()))
                            .orElse(Map.of()),
                        pause.given())));
    tree.put(
        "openings",
        orders.openings().stream()
            .map(
                one ->
                    with(Map.of("rule", one.rule(), "until", one.until().toString()), one.given()))
            .toList());
    orders.removal().ifPresent(removal -> tree.put("removal", with(Map.of(), removal.given())));
    return tree;
  }

  static Orders read(JsonTree tree) throws IOException {
    List<Orders.Opening> openings = new ArrayList<>();
    for (JsonTree one : tree.objects("openings")) {
      openings.add(
          new Orders.Opening(one.string("rule"), Instant.parse(one.string("until")), given(one)));
    }
    return new Orders(
        tree.has("pin") ? Optional.of(readPin(tree.object("pin"))) : Optional.empty(),
        tree.has("pause") ? Optional.of(readPause(tree.object("pause"))) : Optional.empty(),
        openings,
        tree.has("removal")
            ? Optional.of(new Orders.Removal(given(tree.object("removal"))))
            : Optional.empty());
  }

  private static Orders.Pin readPin(JsonTree tree) throws IOException {
    return new Orders.Pin(Math.toIntExact(tree.number("generation")), given(tree));
  }

  private static Orders.Pause readPause(JsonTree tree) throws IOException {
    return new Orders.Pause(
        tree.has("until") ? Optional.of(Instant.parse(tree.string("until"))) : Optional.empty(),
        given(tree));
  }

  private static Map<String, Object> with(Map<String, Object> own, Orders.Given given) {
    Map<String, Object> tree = new LinkedHashMap<>(own);
    tree.put("at", given.at().toString());
    tree.put("who", given.who());
    tree.put("why", given.why());
    return tree;
  }

  private static Orders.Given given(JsonTree tree) throws IOException {
    return new Orders.Given(
        Instant.parse(tree.string("at")), tree.string("who"), tree.string("why"));
  }

  static Map<String, Object> write(AuditEntry entry) {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("at", entry.at().toString());
    tree.put("who", entry.who());
    tree.put("what", entry.what());
    tree.put("why", entry.why());
    tree.put("digest", entry.digest());
    return tree;
  }

  static AuditEntry readAudit(JsonTree tree) throws IOException {
    return new AuditEntry(
        Instant.parse(tree.string("at")),
        tree.string("who"),
        tree.string("what"),
        tree.string("why"),
        tree.string("digest"));
  }
}
