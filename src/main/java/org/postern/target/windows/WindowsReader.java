package org.postern.target.windows;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import org.postern.address.AddressSet;
import org.postern.address.Family;
import org.postern.plan.AccessRule;
import org.postern.plan.Observation;
import org.postern.plan.Proof;
import org.postern.plan.Ruleset;
import org.postern.plan.Scope;
import org.postern.policy.Hook;
import org.postern.policy.Refusal;
import org.postern.policy.Rule;

/** Makes rules of chunks: the inverse of the script. */
final class WindowsReader {
  private final ReadBack found;
  private final List<String> anomalies = new ArrayList<>();

  private WindowsReader(ReadBack found) {
    this.found = found;
  }

  /**
   * Returns what the firewall holds of ours, and what stands against it.
   *
   * @param precondition changes whenever what is ours changes
   */
  static Observation observation(ReadBack found, String precondition) {
    WindowsReader reader = new WindowsReader(found);
    Ruleset owned = reader.ruleset();
    return new Observation(
        owned,
        Observation.Layout.NOTHING,
        precondition,
        Map.of(),
        reader.foreign(),
        reader.anomalies,
        Proof.EXACT);
  }

  private Ruleset ruleset() {
    Map<String, List<ReadBack.Chunk>> byRule = new TreeMap<>();
    for (ReadBack.Chunk chunk : found.chunks()) {
      if (chunk.enabled() && chunk.frame().isPresent()) {
        byRule.computeIfAbsent(chunk.frame().get().rule(), name -> new ArrayList<>()).add(chunk);
      } else {
        anomalies.add(
            "rule %s is %s"
                .formatted(chunk.name(), chunk.enabled() ? "not as it was written" : "disabled"));
      }
    }
    List<AccessRule> rules = new ArrayList<>();
    byRule.forEach((name, chunks) -> rules.add(rule(name, chunks)));
    return new Ruleset(rules);
  }

  private AccessRule rule(String name, List<ReadBack.Chunk> chunks) {
    ReadBack.Frame first = frame(chunks.getFirst());
    List<ReadBack.Chunk> alike = new ArrayList<>();
    AddressSet servers = AddressSet.none();
    for (ReadBack.Chunk chunk : chunks) {
      ReadBack.Frame frame = frame(chunk);
      if (frame.ports().equals(first.ports()) && frame.interfaces().equals(first.interfaces())) {
        alike.add(chunk);
        servers = servers.union(frame.servers());
      } else {
        anomalies.add("rule %s differs from %s".formatted(chunk.name(), first.rule()));
      }
    }
    AddressSet peers = AddressSet.none();
    for (Family family : Family.values()) {
      if (servers.isEmpty() || !servers.isEmpty(family)) {
        peers = peers.union(accepted(family, alike));
      }
    }
    return AccessRule.accepting(
        name,
        new Scope.Packets(
            EnumSet.of(Hook.INPUT),
            new TreeSet<>(first.interfaces()),
            servers.isEmpty() ? Optional.empty() : Optional.of(servers),
            first.ports(),
            Rule.Running.KEEP),
        peers,
        Refusal.DROP);
  }

  private static ReadBack.Frame frame(ReadBack.Chunk chunk) {
    return chunk.frame().orElseThrow();
  }

  /**
   * Returns the accepted addresses: where we allow, all else is blocked by default; where we do
   * not, all pass but those that we block.
   */
  private static AddressSet accepted(Family family, List<ReadBack.Chunk> chunks) {
    AddressSet allowed = AddressSet.none();
    AddressSet blocked = AddressSet.none();
    for (ReadBack.Chunk chunk : chunks) {
      if (frame(chunk).family() == family) {
        if (frame(chunk).allows()) {
          allowed = allowed.union(chunk.peers());
        } else {
          blocked = blocked.union(chunk.peers());
        }
      }
    }
    AddressSet open = allowed.isEmpty() ? AddressSet.all(family) : allowed;
    return open.subtract(blocked).subtract(Refused.LOOPBACK);
  }

  private List<Observation.Foreign> foreign() {
    List<Observation.Foreign> foreign = new ArrayList<>();
    for (ReadBack.Rival rival : found.rivals()) {
      foreign.add(
          new Observation.Foreign(
              "rule " + rival.name(),
              "also allows %s, so ours has no effect".formatted(rival.ports().text())));
    }
    if (!found.chunks().isEmpty()) {
      found.profiles().forEach(profile -> foreign.addAll(obstacles(profile)));
    }
    found
        .ineffective()
        .forEach(name -> foreign.add(new Observation.Foreign("rule " + name, "is not in force")));
    return foreign;
  }

  private static List<Observation.Foreign> obstacles(ReadBack.Profile profile) {
    List<Observation.Foreign> found = new ArrayList<>();
    String where = "profile " + profile.name();
    if (!profile.enabled()) {
      found.add(new Observation.Foreign(where, "is off: nothing is judged"));
    }
    if (!profile.blocks()) {
      found.add(new Observation.Foreign(where, "allows what no rule blocks"));
    }
    if (!profile.merges()) {
      found.add(new Observation.Foreign(where, "leaves out local rules by group policy"));
    }
    return found;
  }
}
