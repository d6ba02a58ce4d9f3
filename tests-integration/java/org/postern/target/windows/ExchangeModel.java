package org.postern.target.windows;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.postern.address.AddressSet;
import org.postern.address.Interval;
import org.postern.plan.ToyWorld;
import org.postern.target.windows.Values.Hash;
import org.postern.target.windows.Values.ScriptFault;

/** An organisation of Exchange servers with their receive connectors, and the cmdlets over it. */
final class ExchangeModel {
  /** What an unrestricted connector has. */
  static final List<String> EVERYWHERE =
      List.of("0.0.0.0-255.255.255.255", "::-ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff");

  private static final int MOST = 1_280;
  private static final int LONGEST_COMMENT = 256;

  /** A receive connector. */
  static final class Connector {
    final String server;
    final String name;
    final String role;
    final List<String> bindings;
    List<String> ranges = EVERYWHERE;
    String comment = "";
    boolean enabled = true;

    Connector(String server, String name, String role, String... bindings) {
      this.server = server;
      this.name = name;
      this.role = role;
      this.bindings = List.of(bindings);
    }

    String identity() {
      return server + "\\" + name;
    }

    /** From where it takes mail. */
    AddressSet admitted() {
      return ToyWorld.set(ranges.toArray(String[]::new));
    }
  }

  /** A server of the organisation. */
  record Server(String name, String version, String roles) {
    boolean isModern() {
      return version.startsWith("Version 15.");
    }

    String fqdn() {
      return name.toLowerCase(Locale.ROOT) + ".example.com";
    }
  }

  final Map<String, Server> servers = new LinkedHashMap<>();
  final List<Connector> connectors = new ArrayList<>();

  /** What each server's name answers with. */
  final Map<String, List<String>> addresses = new TreeMap<>();

  final List<String> restarted = new ArrayList<>();

  /** The snap-in that the computer has, and whether its commands are there. */
  String snapin = "";

  boolean loaded = true;

  /**
   * How many writes there were; the one that fails, and whether it was carried out all the same.
   */
  int writes;

  int failing;
  boolean failsLate;
  boolean failsOn;

  /** Whether it is one of the cmdlets. */
  static boolean has(String name) {
    return List.of(
            "get-command",
            "get-pssnapin",
            "add-pssnapin",
            "get-exchangeserver",
            "get-receiveconnector",
            "set-receiveconnector",
            "restart-service")
        .contains(name.toLowerCase(Locale.ROOT));
  }

  List<Object> command(String name, Arguments arguments) {
    return switch (name.toLowerCase(Locale.ROOT)) {
      case "get-command" -> {
        arguments.only("Name");
        requireCommands();
        if (!has(arguments.text("Name"))) {
          throw new ScriptFault("The term is not recognized as the name of a cmdlet.");
        }
        yield List.of(new Hash());
      }
      case "get-pssnapin" -> {
        arguments.only("Registered");
        yield Stream.of("Microsoft.Other", snapin)
            .filter(one -> !one.isEmpty())
            .map(one -> (Object) hash("Name", one))
            .toList();
      }
      case "add-pssnapin" -> {
        arguments.only("Name");
        if (!arguments.text("Name").equals(snapin)) {
          throw new ScriptFault("No snap-ins have been registered.");
        }
        loaded = true;
        yield List.of();
      }
      case "get-exchangeserver" -> {
        requireCommands();
        arguments.only("Identity");
        yield servers(arguments);
      }
      case "get-receiveconnector" -> {
        requireCommands();
        arguments.only("Server");
        requireServer(arguments.text("Server"));
        yield connectors.stream()
            .filter(one -> one.server.equalsIgnoreCase(arguments.text("Server")))
            .map(one -> (Object) object(one))
            .toList();
      }
      case "set-receiveconnector" -> set(arguments);
      case "restart-service" -> {
        arguments.only("Name");
        restarted.add(arguments.text("Name"));
        yield List.of();
      }
      default -> throw new IllegalStateException("the model has no command " + name);
    };
  }

  private void requireCommands() {
    if (!loaded) {
      throw new ScriptFault("The term is not recognized as the name of a cmdlet.");
    }
  }

  private Server requireServer(String name) {
    return servers.values().stream()
        .filter(one -> one.name().equalsIgnoreCase(name))
        .findFirst()
        .orElseThrow(() -> new ScriptFault("The operation couldn't find server " + name));
  }

  private List<Object> servers(Arguments arguments) {
    Stream<Server> found =
        arguments.has("Identity")
            ? Stream.of(requireServer(arguments.text("Identity")))
            : servers.values().stream();
    return found
        .map(
            one -> {
              Hash server = hash("Name", one.name());
              server.put("Fqdn", one.fqdn());
              server.put("AdminDisplayVersion", one.version());
              server.put("ServerRole", one.roles());
              return (Object) server;
            })
        .toList();
  }

  private Hash object(Connector connector) {
    Hash object = hash("Identity", connector.identity());
    object.put("Name", connector.name);
    object.put("Bindings", connector.bindings.toArray());
    object.put("RemoteIPRanges", connector.ranges.toArray());
    object.put("Enabled", connector.enabled);
    object.put("Comment", connector.comment);
    object.put("OriginatingServer", "dc1.example.com");
    if (requireServer(connector.server).isModern()) {
      object.put("TransportRole", connector.role);
    }
    return object;
  }

  private static Hash hash(String name, Object value) {
    Hash hash = new Hash();
    hash.put(name, value);
    return hash;
  }

  private List<Object> set(Arguments arguments) {
    requireCommands();
    arguments.only("Identity", "RemoteIPRanges", "Comment", "DomainController");
    Connector connector =
        connectors.stream()
            .filter(one -> one.identity().equals(arguments.text("Identity")))
            .findFirst()
            .orElseThrow(() -> new ScriptFault("The connector couldn't be found."));
    boolean edge = requireServer(connector.server).roles().equals("Edge");
    if (edge == arguments.has("DomainController")) {
      throw new ScriptFault("Edge servers alone have no domain controller.");
    }
    List<String> ranges = new ArrayList<>();
    Values.items(arguments.get("RemoteIPRanges")).forEach(one -> ranges.add(Values.text(one)));
    if (ranges.isEmpty() || ranges.size() > MOST) {
      throw new ScriptFault("The administrative limit for this request was exceeded.");
    }
    if (arguments.text("Comment").length() > LONGEST_COMMENT) {
      throw new ScriptFault("The comment is too long.");
    }
    writes++;
    boolean fails = writes == failing || (failsOn && failing > 0 && writes > failing);
    if (!fails || failsLate) {
      connector.ranges = ranges.stream().map(ExchangeModel::taken).toList();
      connector.comment = arguments.text("Comment");
    }
    if (fails) {
      throw new ScriptFault("Active Directory operation failed on dc1.example.com.");
    }
    return List.of();
  }

  /** As Exchange gives it back: prefixes where they were written so, one address alone. */
  private static String taken(String text) {
    Interval interval = AddressTexts.interval(text);
    return interval.first().equals(interval.last())
        ? interval.first().toString()
        : interval.first() + "-" + interval.last();
  }

  /** All that there is; of a connector that is as it was made, only that it is there. */
  List<String> describe() {
    return connectors.stream()
        .flatMap(
            one ->
                one.ranges.equals(EVERYWHERE) && one.comment.isEmpty()
                    ? Stream.of(one.identity() + " " + one.enabled)
                    : Stream.of(
                        one.identity() + " " + one.enabled,
                        one.identity() + " " + one.ranges + " " + one.comment))
        .toList();
  }
}
