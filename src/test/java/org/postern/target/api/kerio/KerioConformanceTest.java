package org.postern.target.api.kerio;

import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.postern.plan.AccessRule;
import org.postern.plan.Peers;
import org.postern.plan.Recipients;
import org.postern.plan.Ruleset;
import org.postern.plan.Scope;
import org.postern.plan.ToyWorld;
import org.postern.policy.Refusal;
import org.postern.policy.TargetBinding;
import org.postern.target.Secrets;
import org.postern.target.TargetConformance;
import org.postern.target.TargetKind;
import org.postern.target.TestSecrets;

/** A group of a server that is modelled. */
class KerioConformanceTest extends TargetConformance {
  @Override
  protected Bench bench() {
    StubKerio stub = new StubKerio();
    stub.serviceGroups().put("SMTP", KerioLab.GROUP);
    return new KerioBench(stub);
  }

  private record KerioBench(StubKerio stub) implements Bench {
    private static final List<List<String>> PEERS =
        List.of(
            List.of(),
            List.of("192.0.2.1"),
            List.of("192.0.2.0/23", "203.0.113.7-203.0.113.29"),
            List.of("192.0.2.0/24", "2001:db8::/32"),
            List.of("0.0.0.0/0"));

    @Override
    public TargetKind kind() {
      return new KerioLab(stub).kind();
    }

    @Override
    public Secrets secrets() {
      return TestSecrets.of(StubKerio.PASSWORD);
    }

    @Override
    public TargetBinding binding() {
      return KerioLab.BINDING;
    }

    /** IPv6 is left out here: a group holds none. */
    @Override
    public AccessRule rule(String name, String... accepted) {
      return KerioLab.rule(
          name,
          ToyWorld.set(
              Stream.of(accepted).filter(peer -> !peer.contains(":")).toArray(String[]::new)));
    }

    @Override
    public Ruleset ruleset(Random random) {
      Scope.Mail scope =
          new Scope.Mail(
              new Recipients.All(),
              Optional.empty(),
              random.nextInt(4) == 0,
              random.nextBoolean() ? "" : "deliver to the MX of this domain");
      Refusal[] refusals = {Refusal.DEFER, Refusal.DEFER, Refusal.OBSERVE, Refusal.REJECT};
      List<String> names = List.of("smtp", "mta", "inner-host");
      List<String> peers = PEERS.get(random.nextInt(PEERS.size()));
      return new Ruleset(
          List.of(
              new AccessRule(
                  names.get(random.nextInt(names.size())),
                  scope,
                  new Peers.Only(ToyWorld.set(peers.toArray(String[]::new))),
                  Optional.of(refusals[random.nextInt(refusals.length)]),
                  Optional.empty(),
                  Optional.empty())));
    }

    @Override
    public void others() {
      stub.add("Partners", "Host", "192.0.2.77", "", "Postern mx1: accepted");
      stub.add(KerioLab.GROUP, "Host", "192.0.2.1", "", "monitoring, CHG-812");
      stub.add(KerioLab.GROUP, "Host", "nodes.example.com", "", "");
    }

    @Override
    public void damage() {
      stub.entries()
          .removeIf(
              one ->
                  one.text("groupName").equals(KerioLab.GROUP)
                      && one.text("description").startsWith("Postern mx1: accepted"));
      stub.add(KerioLab.GROUP, "Range", "0.0.0.0", "255.255.255.254", "Postern mx1: accepted");
    }

    /** A group that is open to all is nothing of ours: a service may ask it. */
    @Override
    public List<String> contents() {
      return stub.contents().stream()
          .filter(line -> !line.contains("|Postern mx1: no rule, open to all|"))
          .toList();
    }
  }
}
