package org.postern.target.nftables;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.postern.address.AddressSet;
import org.postern.host.Progress;
import org.postern.pipeline.Assembly;
import org.postern.pipeline.AutoTarget;
import org.postern.pipeline.Pipeline;
import org.postern.pipeline.Targets;
import org.postern.plan.Equivalence;
import org.postern.plan.Observation;
import org.postern.plan.Plan;
import org.postern.plan.Ruleset;
import org.postern.plan.SeenPeer;
import org.postern.target.Applied;
import org.postern.target.Artifact;
import org.postern.target.FixedKind;
import org.postern.target.Secrets;
import org.postern.target.Target;

/** A network namespace with a name, and a target in it. */
public final class Host implements AutoCloseable {
  private final String name;
  private final NetnsThread thread;
  private final Filter filter;
  private final Target target;

  Host(String name, Filter filter) {
    this.name = name;
    this.filter = filter;
    this.target = filter.target();
    this.thread = new NetnsThread(name);
  }

  String name() {
    return name;
  }

  /** What it is filtered by. */
  Filter filter() {
    return filter;
  }

  Target target() {
    return target;
  }

  /**
   * What another program does to the rules: a script of nft, or commands of iptables, ip6tables and
   * ipset, one a line.
   */
  void disturb(String what) {
    if (filter == Filter.NFTABLES) {
      load(what);
      return;
    }
    for (String line : what.lines().filter(one -> !one.isBlank()).toList()) {
      exec(line.replaceFirst("^(ip6?tables)", "$1-" + filter.variant()));
    }
  }

  /** Runs the action in the namespace. */
  public <T> T run(Callable<T> action) {
    return thread.run(action);
  }

  /** Runs the action with a connection to the ruleset. */
  public <T> T connected(NetnsThread.Action<T> action) {
    return thread.connected(action);
  }

  /** Runs {@code ip} with these words. */
  String ip(String words) {
    return World.command(("ip -n " + name + " " + words).split(" ", -1));
  }

  /** Runs a command in the namespace. */
  String exec(String words) {
    return World.command(("ip netns exec " + name + " " + words).split(" ", -1));
  }

  /** Loads a script of nft. */
  public void load(String script) {
    thread.nft(script, "-f", "-");
  }

  /** What nft prints. */
  public String nft(String words) {
    return thread.nft("", words.split(" ", -1));
  }

  /** A pipeline of this machine that writes by that target. */
  static Pipeline pipeline(Path state, Target target) {
    Pipeline real = Assembly.pipeline(state);
    return new Pipeline(
        real.files(),
        real.asker().sources(),
        real.store(),
        new Targets(
            List.of(new FixedKind(target)),
            () -> new AutoTarget.Choice(new FixedKind(target), "it is under test"),
            Secrets.none()),
        real.surroundings(),
        real.actor(),
        Progress.SILENT);
  }

  List<SeenPeer> refusedPeers() {
    return run(() -> target.facets().refusedPeers().orElseThrow().read());
  }

  public Observation observe() {
    return run(target::observe);
  }

  public Plan planTo(Ruleset wanted) {
    return Plan.between(observe(), wanted);
  }

  public Artifact compile(Plan plan) {
    return target.compile(plan);
  }

  public Applied apply(Artifact artifact) {
    return run(() -> target.apply(artifact));
  }

  /** Brings the host to the ruleset, and holds it to that. */
  public void bring(Ruleset wanted) {
    assertInstanceOf(Applied.Done.class, apply(compile(planTo(wanted))));
    holds(wanted);
  }

  /** Exactly the ruleset is there, and nothing else of ours. */
  public void holds(Ruleset wanted) {
    Observation after = observe();
    assertEquals(List.of(), after.anomalies());
    assertEquals(Optional.empty(), Equivalence.compare(after.owned(), wanted));
    assertEquals(List.of(), Plan.between(after, wanted).changes());
  }

  /** Whom a rule accepts. */
  AddressSet accepted(String rule) {
    return observe().owned().rule(rule).orElseThrow().peers().asSet();
  }

  /** Rule smtp is on its way from one set of peers to another, or at one of the ends. */
  void acceptsBetween(AddressSet old, AddressSet next) {
    AddressSet held = accepted("smtp");
    assertTrue(held.containsAll(old.intersect(next)), "a peer that is kept is refused");
    assertTrue(old.union(next).containsAll(held), "a stranger is accepted");
  }

  @Override
  public void close() {
    thread.close();
  }
}
