package org.postern.target.windows;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.postern.address.AddressSet;
import org.postern.diagnostic.Span;
import org.postern.host.CommandRunner;
import org.postern.plan.AccessRule;
import org.postern.plan.Peers;
import org.postern.plan.Recipients;
import org.postern.plan.Ruleset;
import org.postern.plan.Scope;
import org.postern.policy.Ports;
import org.postern.policy.Refusal;
import org.postern.policy.TargetBinding;
import org.postern.target.windows.ExchangeModel.Connector;
import org.postern.target.windows.ExchangeModel.Server;
import org.postern.target.windows.Values.ScriptFault;
import org.postern.target.windows.exchange.ExchangeKind;

/** An Exchange server that is a model, and the target as it runs there. */
final class ModelledExchange {
  static final String MODERN = "Version 15.2 (Build 1118.7)";

  final WindowsHost host = new WindowsHost();
  final Map<String, String> options = new TreeMap<>();
  final ExchangeModel exchange = host.exchange;

  ModelledExchange() {
    host.names =
        (name, family) -> {
          List<String> known = exchange.addresses.get(name);
          if (known == null) {
            throw new ScriptFault("No such host is known");
          }
          return known.stream().filter(one -> one.contains(":") == family.equals("v6")).toList();
        };
  }

  /** Exchange 2019 alone, with the connectors that its setup makes. */
  static ModelledExchange modern() {
    ModelledExchange made = new ModelledExchange();
    made.server("MBX1", MODERN, "Mailbox", "10.9.8.7", "2001:db8:99::7");
    made.connector("Default MBX1", "HubTransport", "0.0.0.0:2525", "[::]:2525");
    made.connector("Client Proxy MBX1", "HubTransport", "[::]:465", "0.0.0.0:465");
    made.connector("Default Frontend MBX1", "FrontendTransport", "[::]:25", "0.0.0.0:25");
    made.connector("Client Frontend MBX1", "FrontendTransport", "[::]:587", "0.0.0.0:587");
    return made;
  }

  void server(String name, String version, String roles, String... addresses) {
    Server server = new Server(name, version, roles);
    exchange.servers.put(name, server);
    exchange.addresses.put(server.fqdn(), List.of(addresses));
  }

  Connector connector(String name, String role, String... bindings) {
    Connector connector = new Connector(host.machine, name, role, bindings);
    exchange.connectors.add(connector);
    return connector;
  }

  Connector named(String name) {
    return exchange.connectors.stream()
        .filter(one -> one.name.equals(name))
        .findFirst()
        .orElseThrow();
  }

  ExchangeKind kind() {
    return new ExchangeKind(this::powerShell, true);
  }

  TargetBinding binding() {
    return new TargetBinding("exchange", "exchange", Span.wholeFile(""), options);
  }

  Ruleset held(Ruleset ruleset) {
    return kind().project(ruleset, binding()).held();
  }

  /** A rule that defers all but these at some ports. */
  static AccessRule rule(String name, AddressSet peers, int... ports) {
    return new AccessRule(
        name,
        new Scope.Mail(
            new Recipients.All(),
            java.util.Optional.of(
                new Ports(
                    java.util.Arrays.stream(ports)
                        .mapToObj(port -> new Ports.Range(port, port))
                        .toList())),
            false,
            ""),
        new Peers.Only(peers),
        java.util.Optional.of(Refusal.DEFER),
        java.util.Optional.empty(),
        java.util.Optional.empty());
  }

  static Ruleset rules(AddressSet peers) {
    return new Ruleset(List.of(rule("mta", peers, 25)));
  }

  private CommandRunner.Result powerShell(List<String> command, String input, Duration deadline)
      throws IOException {
    assertEquals("powershell.exe", command.getFirst());
    String script = Files.readString(Path.of(command.get(6)), StandardCharsets.US_ASCII);
    return run(script, command.subList(7, command.size()).toArray(String[]::new));
  }

  /** Runs a script, with what it prints. */
  CommandRunner.Result run(String script, String... switches) {
    host.output.clear();
    host.errors.clear();
    int exit = host.run(script, switches);
    return new CommandRunner.Result(
        exit, String.join("\r\n", host.output), String.join("\r\n", host.errors));
  }
}
