package org.postern.pipeline.check;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.postern.diagnostic.Report;
import org.postern.pipeline.BoundedTarget;
import org.postern.pipeline.Effects;
import org.postern.pipeline.InForce;
import org.postern.pipeline.Objection;
import org.postern.pipeline.Pipeline;
import org.postern.pipeline.Prepared;
import org.postern.pipeline.Projections;
import org.postern.pipeline.Request;
import org.postern.pipeline.ask.Memories;
import org.postern.pipeline.ask.MxHistory;
import org.postern.pipeline.safe.Protection;
import org.postern.plan.AccessRule;
import org.postern.plan.Observation;
import org.postern.plan.Peers;
import org.postern.plan.Plan;
import org.postern.plan.Ruleset;
import org.postern.plan.pass.Planner;
import org.postern.policy.Policy;
import org.postern.policy.Refusal;
import org.postern.policy.Rule;
import org.postern.source.MailRoute;
import org.postern.state.MxWatch;
import org.postern.state.RunState;
import org.postern.target.TargetException;

/** Examines a policy and the systems that hold it, without changing or writing anything. */
public final class Examination {
  private final Pipeline pipeline;
  private final List<Examined.Unseen> unseen = new ArrayList<>();

  /** Creates an examination that uses the stages of a pipeline. */
  public Examination(Pipeline pipeline) {
    this.pipeline = pipeline;
  }

  /**
   * Examines a policy. Sources are queried only where nothing is in force, or where the state that
   * tells it cannot be read.
   *
   * @return empty when the report has errors
   */
  public Optional<Examined> of(Request request, Report report) throws IOException {
    Optional<Policy> policy = pipeline.files().parse(request.policy(), report);
    if (policy.isEmpty()) {
      return Optional.empty();
    }
    Optional<Prepared> inForce = inForce();
    Optional<Prepared> meant = inForce.isPresent() ? inForce : meant(request, report);
    if (report.hasErrors()) {
      return Optional.empty();
    }
    Ruleset rules = meant.map(Examination::rules).orElseGet(Ruleset::empty);
    List<Examined.Seen> targets = meant.map(one -> targets(one, request)).orElse(List.of());
    Examined without =
        new Examined(
            policy,
            rules,
            inForce.isPresent(),
            targets,
            Map.of(),
            List.of(),
            List.of(),
            List.copyOf(unseen));
    return Optional.of(
        policy.get().protects().domains().isEmpty() ? without : routed(policy.get(), without));
  }

  private Optional<Prepared> inForce() {
    try {
      InForce found = pipeline.restoration().inForce();
      return found.recall().generation().isPresent() ? found.prepared() : Optional.empty();
    } catch (IOException e) {
      unseen("what is in force", e, "run it as root");
      return Optional.empty();
    }
  }

  /** Compiles the policy, for a host where nothing is in force. */
  private Optional<Prepared> meant(Request request, Report report) throws IOException {
    Optional<Prepared> prepared = pipeline.prepare(request, report);
    prepared.ifPresent(
        one ->
            one.meaning()
                .obstacles()
                .forEach(
                    obstacle ->
                        unseen.add(
                            new Examined.Unseen(
                                "what the policy means",
                                "rule %s: %s".formatted(obstacle.rule(), obstacle.why()),
                                "postern plan"))));
    return prepared;
  }

  /**
   * Returns the compiled rules. A rule that could not be compiled is returned without its peers.
   */
  private static Ruleset rules(Prepared prepared) {
    List<AccessRule> rules = new ArrayList<>(prepared.wanted().rules());
    for (AccessRule outline : Planner.outline(prepared.policy()).rules()) {
      if (prepared.wanted().rule(outline.name()).isEmpty()) {
        Optional<Refusal> verdict = prepared.policy().rule(outline.name()).flatMap(Rule::otherwise);
        rules.add(verdict.map(outline::withOtherwise).orElse(outline));
      }
    }
    return new Ruleset(rules);
  }

  private List<Examined.Seen> targets(Prepared prepared, Request request) {
    List<Examined.Seen> seen = new ArrayList<>();
    for (String name : names(prepared, request)) {
      try {
        BoundedTarget target = pipeline.targets().bound(name, prepared.policy());
        Ruleset held = new Projections(pipeline.targets()).on(name, prepared).held();
        Observation now = Effects.with(target, target.dry().observe(), held);
        seen.add(
            new Examined.Seen(
                target.name(),
                target.kind().name(),
                now,
                Effects.with(target, now, promising(held)).effects()));
      } catch (TargetException e) {
        unseen.add(
            new Examined.Unseen(
                "target " + name,
                String.valueOf(e.getMessage()),
                e.remedy().isEmpty() ? "run it as root" : e.remedy()));
      }
    }
    return seen;
  }

  /**
   * Returns the packet rules that accept certain peers, as if each promised that these peers pass
   * the other filters of the host too: so the effects name those whom other filters refuse.
   */
  private static Ruleset promising(Ruleset held) {
    return new Ruleset(
        held.rules().stream()
            .filter(AccessRule::judgesPackets)
            .filter(rule -> rule.peers() instanceof Peers.Only && !rule.opens())
            .map(rule -> rule.withOpens(true))
            .toList());
  }

  private List<String> names(Prepared prepared, Request request) {
    try {
      return pipeline.targets().names(prepared.policy(), request);
    } catch (TargetException e) {
      unseen("the targets", e, e.remedy());
      return List.of();
    }
  }

  /**
   * Returns a copy with the mail routes of the protected domains, and the objections that follow.
   */
  private Examined routed(Policy policy, Examined found) {
    Instant now = pipeline.actor().now();
    Map<String, MailRoute> routes =
        pipeline.surroundings().mail().apply(policy).of(policy.protects().domains());
    List<Objection> objections = new ArrayList<>();
    List<MxWatch> watched = List.of();
    try {
      List<String> notes = new ArrayList<>();
      RunState memory = Memories.readIfAllowed(pipeline.store(), notes);
      notes.forEach(note -> unseen.add(new Examined.Unseen("the state", note, "run it as root")));
      Plan anew = Plan.between(Observation.nothing(), refusing(found.rules()));
      Protection.Findings ways =
          new Protection(policy.protects(), anew, pipeline.surroundings().addresses().read())
              .judge(routes, memory.pastFilter(), now);
      MxHistory history = MxHistory.of(policy.protects(), routes, memory.watched(), now);
      objections.addAll(ways.objections());
      if (notes.isEmpty()) {
        objections.addAll(history.objections(ways.domains()));
        watched = history.watched();
      }
    } catch (IOException e) {
      unseen("where mail of protected domains went before", e, "run it as root");
    }
    return new Examined(
        found.policy(),
        found.rules(),
        found.isInForce(),
        found.targets(),
        routes,
        objections,
        watched,
        unseen);
  }

  /**
   * Returns the rules as if those that observe refused, so that objections are known before the
   * policy refuses.
   */
  private static Ruleset refusing(Ruleset rules) {
    return new Ruleset(
        rules.rules().stream()
            .map(
                rule ->
                    rule.otherwise().isEmpty()
                        ? rule
                        : rule.withOtherwise(rule.judgesPackets() ? Refusal.DROP : Refusal.DEFER))
            .toList());
  }

  private void unseen(String what, IOException e, String remedy) {
    unseen.add(new Examined.Unseen(what, String.valueOf(e.getMessage()), remedy));
  }
}
