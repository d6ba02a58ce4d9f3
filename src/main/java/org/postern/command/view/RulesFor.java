package org.postern.command.view;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.postern.address.AddressSet;
import org.postern.command.Command;
import org.postern.command.Invocation;
import org.postern.command.Pipelines;
import org.postern.command.Reply;
import org.postern.command.Requests;
import org.postern.command.Surroundings;
import org.postern.command.UsageException;
import org.postern.pipeline.InForce;
import org.postern.pipeline.Pipeline;
import org.postern.pipeline.Prepared;
import org.postern.pipeline.Request;
import org.postern.plan.AccessRule;
import org.postern.plan.Observation;
import org.postern.plan.Peers;
import org.postern.plan.Ruleset;
import org.postern.plan.tree.RulesetTree;

/**
 * Tells what targets hold and are to hold, as far as it concerns a few peers: the side of {@code
 * simulate} that needs the rights of a daemon. However large the rules are, the answer is about as
 * large as the question.
 */
public final class RulesFor {
  static final String NAME = "rules-for";

  /** The most peers of a request, as many as fit into one. */
  public static final int MOST_PEERS = 800;

  /**
   * The lock of the reading of targets: what they hold may have to be read as a whole, for which
   * there is room once.
   */
  private static final ReentrantLock ONE_AT_A_TIME = new ReentrantLock();

  private final Pipelines pipelines;
  private final Surroundings surroundings;

  public RulesFor(Pipelines pipelines, Surroundings surroundings) {
    this.pipelines = pipelines;
    this.surroundings = surroundings;
  }

  /** Returns the row of the command table, by which a daemon is asked. */
  public Command command() {
    return new Command(NAME, "", List.of(), List.of(), "", Command.Reach.READS, this::run);
  }

  public List<Command> commands() {
    return List.of(command());
  }

  private Reply run(Invocation invocation) throws IOException {
    if (invocation.words().size() > MOST_PEERS) {
      throw new UsageException("more than " + MOST_PEERS + " peers");
    }
    AddressSet.Builder peers = AddressSet.builder();
    invocation.words().forEach(word -> peers.add(WhyCommand.address(word)));
    ONE_AT_A_TIME.lock();
    try {
      return run(pipelines.at(Requests.state(invocation)), peers.build());
    } finally {
      ONE_AT_A_TIME.unlock();
    }
  }

  private Reply run(Pipeline pipeline, AddressSet peers) throws IOException {
    Optional<InForce> followed = surroundings.running().map(running -> running.status().inForce());
    InForce inForce = followed.isPresent() ? followed.get() : pipeline.restoration().inForce();
    Map<String, Observation> known =
        surroundings.running().map(running -> running.observed()).orElse(Map.of());
    List<RulesForDocument.Side> sides = new ArrayList<>();
    if (inForce.prepared().isPresent()) {
      Prepared prepared = inForce.prepared().get();
      Request request = Request.of(Path.of(prepared.policy().file()));
      for (Map.Entry<String, Ruleset> meant : pipeline.shares(prepared, request).entrySet()) {
        String name = meant.getKey();
        Observation last = known.getOrDefault(name, Observation.nothing());
        Ruleset holds = pipeline.target(name, prepared).observe(last).owned();
        sides.add(
            new RulesForDocument.Side(
                name,
                RulesetTree.write(only(holds, peers)),
                RulesetTree.write(only(meant.getValue(), peers))));
      }
    }
    return new Reply.Builder(NAME).document(new RulesForDocument(sides)).build();
  }

  /** Returns the ruleset as it judges these peers. */
  private static Ruleset only(Ruleset ruleset, AddressSet peers) {
    return new Ruleset(ruleset.rules().stream().map(rule -> only(rule, peers)).toList());
  }

  private static AccessRule only(AccessRule rule, AddressSet peers) {
    return switch (rule.peers()) {
      case Peers.Any _ -> rule;
      case Peers.Only only -> rule.withPeers(new Peers.Only(only.addresses().intersect(peers)));
    };
  }
}
