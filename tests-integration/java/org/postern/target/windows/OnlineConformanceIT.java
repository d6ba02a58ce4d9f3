package org.postern.target.windows;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.postern.address.AddressSet;
import org.postern.diagnostic.Span;
import org.postern.host.CommandRunner;
import org.postern.plan.AccessRule;
import org.postern.plan.Peers;
import org.postern.plan.Recipients;
import org.postern.plan.Ruleset;
import org.postern.plan.Scope;
import org.postern.plan.ToyWorld;
import org.postern.policy.Ports;
import org.postern.policy.Refusal;
import org.postern.policy.TargetBinding;
import org.postern.target.TargetConformance;
import org.postern.target.TargetKind;
import org.postern.target.windows.exchange.OnlineKind;

/** An inbound connector, as the model of a tenant interprets what is written for it. */
class OnlineConformanceIT extends TargetConformance {
  @Override
  protected Bench bench() {
    return new Model(new WindowsHost());
  }

  static OnlineKind kind(WindowsHost host) {
    return new OnlineKind(
        (command, input, deadline) -> {
          String script = Files.readString(Path.of(command.get(6)), StandardCharsets.US_ASCII);
          host.output.clear();
          host.errors.clear();
          int exit = host.run(script, command.subList(7, command.size()).toArray(String[]::new));
          return new CommandRunner.Result(
              exit, String.join("\r\n", host.output), String.join("\r\n", host.errors));
        },
        true);
  }

  static AccessRule rule(String name, AddressSet peers) {
    return new AccessRule(
        name,
        new Scope.Mail(new Recipients.All(), Optional.of(Ports.of(25)), true, ""),
        new Peers.Only(peers),
        Optional.of(Refusal.REJECT),
        Optional.empty(),
        Optional.empty());
  }

  /** A model. */
  private record Model(WindowsHost host) implements Bench {
    @Override
    public TargetKind kind() {
      return OnlineConformanceIT.kind(host);
    }

    @Override
    public TargetBinding binding() {
      return new TargetBinding(
          OnlineKind.NAME, OnlineKind.NAME, Span.wholeFile(""), Map.of("connector", "Filter in"));
    }

    @Override
    public Ruleset ruleset(Random random) {
      List<AccessRule> rules = new ArrayList<>();
      if (random.nextInt(6) > 0) {
        rules.add(OnlineConformanceIT.rule("smtp", new WindowsWorld(random).scattered(20)));
      }
      return new Ruleset(rules);
    }

    @Override
    public AccessRule rule(String name, String... accepted) {
      return OnlineConformanceIT.rule(name, ToyWorld.set(accepted));
    }

    @Override
    public void others() {
      host.online.others("Partner", "198.51.100.0/24");
    }

    @Override
    public void damage() {
      host.online.connector("Filter in").put("SenderIPAddresses", new Object[] {"203.0.113.0/24"});
    }

    @Override
    public List<String> contents() {
      return host.online.describe();
    }
  }
}
