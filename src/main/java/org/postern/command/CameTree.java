package org.postern.command;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.postern.address.Address;
import org.postern.address.text.AddressText;
import org.postern.host.Connection;
import org.postern.host.InvokerConnections;
import org.postern.host.JsonTree;

/**
 * The connections by which a caller came, as a tree for the way to the daemon; writer and reader.
 */
final class CameTree {
  private CameTree() {}

  static Map<String, Object> write(InvokerConnections.Found found) {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("connections", found.connections().stream().map(CameTree::write).toList());
    tree.put("unseen", found.unseen());
    return tree;
  }

  private static Map<String, Object> write(Connection connection) {
    return Map.of(
        "place", connection.place().name().toLowerCase(Locale.ROOT),
        "client", connection.client().toString(),
        "server", connection.server().toString(),
        "port", connection.port());
  }

  /** Reads what {@link #write} wrote; anything else is refused with its fault. */
  static InvokerConnections.Found read(JsonTree tree) throws IOException {
    List<Connection> connections = new ArrayList<>();
    for (JsonTree one : tree.objects("connections")) {
      try {
        connections.add(
            new Connection(
                Connection.Place.valueOf(one.string("place").toUpperCase(Locale.ROOT)),
                address(one.string("client")),
                address(one.string("server")),
                Math.toIntExact(one.number("port"))));
      } catch (IllegalArgumentException | ArithmeticException e) {
        throw new IOException("a connection makes no sense: " + e.getMessage(), e);
      }
    }
    return new InvokerConnections.Found(connections, tree.strings("unseen"));
  }

  private static Address address(String text) throws IOException {
    return switch (AddressText.parse(text)) {
      case AddressText.Ok ok -> ok.interval().first();
      case AddressText.Wrong wrong -> throw new IOException(text + ": " + wrong.reason());
    };
  }
}
