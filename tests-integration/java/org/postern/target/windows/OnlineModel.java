package org.postern.target.windows;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.postern.address.AddressSet;
import org.postern.address.Family;
import org.postern.address.Interval;
import org.postern.plan.ToyWorld;
import org.postern.target.windows.Values.Hash;
import org.postern.target.windows.Values.ScriptFault;

/** The inbound connectors of a tenant, and the cmdlets of Exchange Online over them. */
final class OnlineModel {
  private static final List<String> COMMANDS =
      List.of(
          "import-module",
          "connect-exchangeonline",
          "get-inboundconnector",
          "set-inboundconnector",
          "new-inboundconnector",
          "remove-inboundconnector");

  private static final int WIDEST = 24;

  /** Each connector by its name, as the cmdlets give it. */
  final Map<String, Hash> connectors = new TreeMap<>();

  /** Whether a session is there, and how it was begun. */
  boolean connected = true;

  final List<String> sessions = new ArrayList<>();

  int writes;
  int failing;
  boolean failsLate;

  /** Whether it is one of the cmdlets. */
  static boolean has(String name) {
    return COMMANDS.contains(name.toLowerCase(Locale.ROOT));
  }

  /** Whether a session has them. */
  boolean knows(String name) {
    return connected && has(name);
  }

  List<Object> command(String name, Arguments arguments) {
    switch (name.toLowerCase(Locale.ROOT)) {
      case "import-module" -> arguments.only("Name");
      case "connect-exchangeonline" -> {
        arguments.only("ShowBanner", "AppId", "CertificateThumbprint", "Organization");
        sessions.add(arguments.has("AppId") ? arguments.text("AppId") : "asked");
        connected = true;
      }
      case "get-inboundconnector" -> {
        arguments.only();
        requireSession();
        return connectors.values().stream().map(one -> (Object) one.copy()).toList();
      }
      case "set-inboundconnector" -> {
        Hash known = known(arguments);
        write(arguments, known.copy());
      }
      case "new-inboundconnector" -> {
        if (connectors.containsKey(arguments.text("Name"))) {
          throw new ScriptFault("The connector is there already.");
        }
        write(arguments, new Hash());
      }
      case "remove-inboundconnector" -> {
        arguments.only("Identity", "Confirm");
        known(arguments);
        changed(() -> connectors.remove(arguments.text("Identity")));
      }
      default -> throw new IllegalStateException("the model has no command " + name);
    }
    return List.of();
  }

  private Hash known(Arguments arguments) {
    Hash known = connectors.get(arguments.text("Identity"));
    if (known == null) {
      throw new ScriptFault("The connector couldn't be found.");
    }
    return known;
  }

  private void requireSession() {
    if (!connected) {
      throw new ScriptFault("The term is not recognized as the name of a cmdlet.");
    }
  }

  private void write(Arguments arguments, Hash connector) {
    requireSession();
    arguments.only(
        "Name",
        "Identity",
        "Comment",
        "SenderDomains",
        "SenderIPAddresses",
        "RestrictDomainsToIPAddresses",
        "ConnectorType",
        "Enabled");
    Values.items(arguments.get("SenderIPAddresses")).forEach(one -> taken(Values.text(one)));
    arguments.named().forEach(connector::put);
    connector.remove("ErrorAction");
    connector.put("SenderIPAddresses", Values.items(arguments.get("SenderIPAddresses")).toArray());
    String name = arguments.text(arguments.has("Name") ? "Name" : "Identity");
    connector.put("Name", name);
    changed(() -> connectors.put(name, connector));
  }

  private void changed(Runnable change) {
    writes++;
    boolean fails = writes == failing;
    if (!fails || failsLate) {
      change.run();
    }
    if (fails) {
      throw new ScriptFault("The server is busy.");
    }
  }

  /** IPv4 alone, one address or a prefix of 24 to 32 bits. */
  private static void taken(String text) {
    int slash = text.indexOf('/');
    int length = slash < 0 ? 32 : Integer.parseInt(text.substring(slash + 1));
    Interval interval = AddressTexts.interval(text);
    if (interval.family() != Family.IP || text.contains("-") || length < WIDEST) {
      throw new ScriptFault("The IP address " + text + " isn't valid.");
    }
  }

  /** One that is there. */
  Hash connector(String name) {
    return Objects.requireNonNull(connectors.get(name), name);
  }

  /** From where a connector takes mail. */
  AddressSet admitted(String name) {
    List<String> texts = new ArrayList<>();
    Values.items(connector(name).get("SenderIPAddresses"))
        .forEach(one -> texts.add(Values.text(one)));
    return ToyWorld.set(texts.toArray(String[]::new));
  }

  /** A connector of others. */
  void others(String name, String... addresses) {
    Hash connector = new Hash();
    connector.put("Name", name);
    connector.put("Comment", "by hand");
    connector.put("ConnectorType", "Partner");
    connector.put("Enabled", true);
    connector.put("SenderDomains", new Object[] {"smtp:example.org;1"});
    connector.put("RestrictDomainsToIPAddresses", false);
    connector.put("SenderIPAddresses", (Object[]) addresses);
    connectors.put(name, connector);
  }

  /** All that there is. */
  List<String> describe() {
    return connectors.values().stream()
        .map(
            one ->
                Values.text(one.get("Name"))
                    + " "
                    + Values.text(one.get("Comment"))
                    + " "
                    + Values.text(one.get("SenderIPAddresses"))
                    + " "
                    + Values.text(one.get("RestrictDomainsToIPAddresses")))
        .toList();
  }
}
