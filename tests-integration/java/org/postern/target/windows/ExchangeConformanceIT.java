package org.postern.target.windows;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.postern.plan.AccessRule;
import org.postern.plan.Ruleset;
import org.postern.plan.ToyWorld;
import org.postern.policy.TargetBinding;
import org.postern.target.TargetConformance;
import org.postern.target.TargetKind;

/** A receive connector, as the model of an Exchange server interprets what is written for it. */
class ExchangeConformanceIT extends TargetConformance {
  @Override
  protected Bench bench() {
    return new Model(ModelledExchange.modern());
  }

  /** A model. */
  private record Model(ModelledExchange server) implements Bench {
    @Override
    public TargetKind kind() {
      return server.kind();
    }

    @Override
    public TargetBinding binding() {
      return server.binding();
    }

    @Override
    public Ruleset ruleset(Random random) {
      List<AccessRule> rules = new ArrayList<>();
      WindowsWorld world = new WindowsWorld(random);
      if (random.nextInt(6) > 0) {
        rules.add(ModelledExchange.rule("smtp", world.peers(), 25));
      }
      if (random.nextInt(3) == 0) {
        rules.add(ModelledExchange.rule("submission", world.peers(), 587));
      }
      return new Ruleset(rules);
    }

    @Override
    public AccessRule rule(String name, String... accepted) {
      return ModelledExchange.rule(name, ToyWorld.set(accepted), 25);
    }

    @Override
    public void others() {
      ExchangeModel.Connector relay = server.connector("Relay", "FrontendTransport", "0.0.0.0:25");
      relay.ranges = List.of("10.0.0.0-10.0.0.255");
      relay.comment = "printers [Postern other smtp 25]";
    }

    @Override
    public void damage() {
      server.named("Default Frontend MBX1").ranges = ExchangeModel.EVERYWHERE;
    }

    @Override
    public List<String> contents() {
      return server.exchange.describe();
    }
  }
}
