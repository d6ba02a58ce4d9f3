package org.postern.target.windows;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.postern.address.AddressSet;
import org.postern.diagnostic.Span;
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
import org.postern.target.windows.exchange.Exchange2003Kind;

/** Connection control, by the scripts as Wine runs them. */
class ConnectionControlConformanceIT extends TargetConformance {
  @TempDir private static Path prefix;
  @TempDir private Path folder;

  @BeforeAll
  static void startWine() throws IOException, InterruptedException {
    WineScripts.start(prefix);
  }

  @AfterAll
  static void stopWine() throws IOException, InterruptedException {
    WineScripts.stop(prefix);
  }

  @Override
  protected Bench bench() {
    try {
      return new VirtualServer(new WineScripts(folder, prefix));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static AccessRule smtp(String name, AddressSet peers) {
    return new AccessRule(
        name,
        new Scope.Mail(new Recipients.All(), Optional.of(Ports.of(25)), true, ""),
        new Peers.Only(peers),
        Optional.of(Refusal.REJECT),
        Optional.empty(),
        Optional.empty());
  }

  /** One virtual server. */
  private record VirtualServer(WineScripts wine) implements Bench {
    @Override
    public TargetKind kind() {
      return new Exchange2003Kind(
          (command, input, deadline) ->
              wine.run(
                  Files.readString(Path.of(command.get(2)), StandardCharsets.US_ASCII),
                  command.subList(3, command.size()).toArray(String[]::new)),
          true);
    }

    @Override
    public TargetBinding binding() {
      return new TargetBinding(
          Exchange2003Kind.NAME,
          Exchange2003Kind.NAME,
          Span.wholeFile(""),
          Map.of("server", "SRV1", "users", "elsewhere"));
    }

    @Override
    public Ruleset ruleset(Random random) {
      List<AccessRule> rules = new ArrayList<>();
      if (random.nextInt(6) > 0) {
        rules.add(smtp("smtp", new WindowsWorld(random).scattered(20)));
      }
      return new Ruleset(rules);
    }

    @Override
    public AccessRule rule(String name, String... accepted) {
      return smtp(name, ToyWorld.set(accepted));
    }

    /** An administrator has restricted it already. */
    @Override
    public void others() {
      write("list", "grant 10.0.0.0, 255.0.0.0", "domain *.example.com");
    }

    @Override
    public void damage() {
      write("all");
    }

    private void write(String... lines) {
      try {
        wine.list(lines);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    @Override
    public List<String> contents() {
      try {
        return wine.list();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
