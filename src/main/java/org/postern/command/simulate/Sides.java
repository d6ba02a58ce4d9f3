package org.postern.command.simulate;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.postern.address.Address;
import org.postern.command.Command;
import org.postern.command.ExitCode;
import org.postern.command.Invocation;
import org.postern.command.Remote;
import org.postern.command.Reply;
import org.postern.command.Requests;
import org.postern.command.view.RulesForDocument;
import org.postern.host.RecordTree;
import org.postern.pipeline.Pipeline;
import org.postern.pipeline.Prepared;
import org.postern.pipeline.Request;
import org.postern.plan.Ruleset;
import org.postern.plan.tree.RulesetTree;
import org.postern.target.TargetException;

/**
 * The two rulesets that {@code simulate} holds beside each other, for each target: what is meant,
 * and what the target holds. What this process has no right to see a daemon tells.
 */
final class Sides {
  private final Map<String, Ruleset> meant;
  private final Map<String, Ruleset> held;
  private final Optional<Daemon> daemon;
  private final Map<String, TargetException> unseen;

  private Sides(
      Map<String, Ruleset> meant,
      Map<String, Ruleset> held,
      Optional<Daemon> daemon,
      Map<String, TargetException> unseen) {
    this.meant = meant;
    this.held = held;
    this.daemon = daemon;
    this.unseen = unseen;
  }

  /**
   * The two sides of a target, right for the peers that they were made for.
   *
   * @param target the name of the target
   * @param meant the rules that it is to hold
   * @param held the rules that it holds; empty when they cannot be seen
   */
  record Pair(String target, Ruleset meant, Optional<Ruleset> held) {}

  /**
   * How a daemon is asked for the rules that concern some peers.
   *
   * @param row the row of the command table
   * @param state the state folder, after which its socket is named
   */
  record Daemon(Command row, Path state) {
    Optional<RulesForDocument> rulesFor(List<Address> peers) throws IOException {
      List<String> words = peers.stream().map(Address::toString).toList();
      Map<String, List<String>> options = Map.of(Requests.STATE.name(), List.of(state.toString()));
      Optional<Reply> reply = Remote.ask(row, new Invocation(words, options));
      if (reply.isPresent() && reply.get().exit() != ExitCode.DONE) {
        throw new IOException(String.valueOf(reply.get().tree().get("error")));
      }
      return reply.isPresent()
          ? Optional.of(RecordTree.read(RulesForDocument.class, reply.get().tree()))
          : Optional.empty();
    }
  }

  /** A policy beside what its targets hold. */
  static Sides of(Pipeline pipeline, Prepared prepared, Request request, Daemon daemon)
      throws IOException {
    Map<String, Ruleset> meant = pipeline.shares(prepared, request);
    Map<String, Ruleset> held = new LinkedHashMap<>();
    Map<String, TargetException> unseen = new LinkedHashMap<>();
    boolean asked = false;
    for (String name : meant.keySet()) {
      try {
        held.put(name, pipeline.target(name, prepared).observe().owned());
      } catch (TargetException e) {
        asked |= e.kind() == TargetException.Kind.PERMISSION;
        unseen.put(name, e);
      }
    }
    Optional<RulesForDocument> answer = asked ? daemon.rulesFor(List.of()) : Optional.empty();
    answer.ifPresent(told -> told.rulesets().forEach(side -> unseen.remove(side.target())));
    return new Sides(meant, held, answer.map(_ -> daemon), unseen);
  }

  /** Returns what is in force beside what its targets hold, as a daemon tells both. */
  static Optional<Sides> running(Daemon daemon) throws IOException {
    return daemon.rulesFor(List.of()).isEmpty()
        ? Optional.empty()
        : Optional.of(new Sides(Map.of(), Map.of(), Optional.of(daemon), Map.of()));
  }

  /** Returns the targets that could not be looked at, and why. */
  Map<String, TargetException> unseen() {
    return unseen;
  }

  /** Tells whether none of the targets can be looked at. */
  boolean isBlind() {
    return daemon.isEmpty() && held.isEmpty();
  }

  /** Tells whether a daemon was asked for what targets hold. */
  boolean isTold() {
    return daemon.isPresent();
  }

  /** Returns both sides of every target, as they judge these peers. */
  List<Pair> pairs(List<Address> peers) throws IOException {
    Map<String, RulesForDocument.Side> told = new LinkedHashMap<>();
    if (daemon.isPresent()) {
      RulesForDocument answer =
          daemon
              .get()
              .rulesFor(peers)
              .orElseThrow(() -> new IOException("the daemon ended; try again"));
      answer.rulesets().forEach(side -> told.put(side.target(), side));
    }
    List<Pair> pairs = new ArrayList<>();
    if (meant.isEmpty()) {
      for (RulesForDocument.Side side : told.values()) {
        pairs.add(
            new Pair(side.target(), ruleset(side.meant()), Optional.of(ruleset(side.holds()))));
      }
      return pairs;
    }
    for (Map.Entry<String, Ruleset> one : meant.entrySet()) {
      Optional<Ruleset> seen = Optional.ofNullable(held.get(one.getKey()));
      RulesForDocument.Side side = told.get(one.getKey());
      pairs.add(
          new Pair(
              one.getKey(),
              one.getValue(),
              seen.isEmpty() && side != null ? Optional.of(ruleset(side.holds())) : seen));
    }
    return pairs;
  }

  private static Ruleset ruleset(Map<String, Object> tree) throws IOException {
    try {
      return RulesetTree.read(tree);
    } catch (IllegalArgumentException e) {
      throw new IOException("the daemon's rules make no sense: " + e.getMessage(), e);
    }
  }
}
