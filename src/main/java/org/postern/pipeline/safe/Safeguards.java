package org.postern.pipeline.safe;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.postern.address.Address;
import org.postern.address.AddressSet;
import org.postern.host.Interfaces;
import org.postern.host.InvokerConnections;
import org.postern.pipeline.Consent;
import org.postern.pipeline.Effects;
import org.postern.pipeline.Objection;
import org.postern.pipeline.Outcome;
import org.postern.pipeline.Prepared;
import org.postern.pipeline.Projections;
import org.postern.pipeline.Surroundings;
import org.postern.pipeline.Targets;
import org.postern.pipeline.UnseenInterface;
import org.postern.pipeline.ask.MxHistory;
import org.postern.plan.AccessRule;
import org.postern.plan.Effect;
import org.postern.plan.Judgement;
import org.postern.plan.Observation;
import org.postern.plan.Plan;
import org.postern.plan.Ruleset;
import org.postern.policy.Hook;
import org.postern.policy.Policy;
import org.postern.source.MailRoute;
import org.postern.state.MxWatch;
import org.postern.state.PastFilter;
import org.postern.state.RunState;
import org.postern.target.TargetException;

/**
 * Asks, once a plan is known and before anything is changed, whether mail would be refused that
 * does not come by the filter, whether the administrator or the host itself would be cut off, and
 * whether rules name interfaces by which nothing comes in. For one run, so that names are asked
 * once for all targets.
 */
public final class Safeguards {
  private final Targets targets;
  private final Surroundings surroundings;
  private final Policy policy;
  private final Consent consent;
  private final Instant now;
  private final List<String> notes = new ArrayList<>();
  private List<PastFilter> remembered;
  private List<MxWatch> watched;
  private Optional<Map<String, MailRoute>> routes = Optional.empty();

  /**
   * Creates the safeguards of one run.
   *
   * @param memory the ways past the filter that earlier runs saw
   */
  public Safeguards(
      Targets targets,
      Surroundings surroundings,
      Policy policy,
      Consent consent,
      RunState memory,
      Instant now) {
    this.targets = targets;
    this.surroundings = surroundings;
    this.policy = policy;
    this.consent = consent;
    this.now = now;
    this.remembered = memory.pastFilter();
    this.watched = memory.watched();
  }

  /** Returns what speaks against bringing a target to what is meant; empty when nothing does. */
  public Optional<Outcome> objection(Prepared prepared, String target, Observation seen)
      throws IOException {
    Prepared own = projected(target, prepared);
    boolean ofMail = own.held().rules().stream().anyMatch(rule -> !rule.judgesPackets());
    Observation known =
        ofMail ? Effects.with(targets.bound(target, policy), seen, own.held()) : seen;
    Plan plan = Plan.between(known, own.held());
    List<Objection> objections = ask(plan);
    return objections.isEmpty()
        ? Optional.empty()
        : Optional.of(new Outcome.Objected(own, target, plan, objections));
  }

  /** Returns what speaks against a plan and has no consent. */
  public List<Objection> ask(Plan plan) throws IOException {
    List<Objection> objections = new ArrayList<>();
    if (!consent.mxChecked()) {
      objections.addAll(pastFilter(plan));
    }
    if (!consent.lockMeOut() && !plan.isEmpty()) {
      objections.addAll(lockOut(plan));
      objections.addAll(usersCutOff(plan));
    }
    objections.addAll(interfaces(plan));
    return objections;
  }

  /** Returns the users that would be cut off; the users of a rule that refuses already know. */
  private static List<Objection> usersCutOff(Plan plan) {
    return plan.before().effects().stream()
        .filter(Effect::isHarm)
        .filter(effect -> refuses(plan.after(), effect) && !refuses(plan.before().owned(), effect))
        .<Objection>map(Objection.UsersCutOff::new)
        .toList();
  }

  private static boolean refuses(Ruleset ruleset, Effect effect) {
    return ruleset.rule(effect.rule()).filter(Safeguards::refuses).isPresent();
  }

  /**
   * Returns the unseen interfaces. Those of what is in force already are asked about too: that it
   * is in force makes no gate.
   */
  private List<Objection> interfaces(Plan plan) {
    Interfaces interfaces = surroundings.interfaces();
    List<UnseenInterface> unseen = UnseenInterface.of(plan.after(), interfaces);
    note(UnseenInterface.notes(plan.after(), interfaces));
    if (consent.interfaceMissing()) {
      note(unseen.stream().map(UnseenInterface::sentence).toList());
      return List.of();
    }
    return unseen.stream().<Objection>map(Objection.NoInterface::new).toList();
  }

  private void note(List<String> found) {
    found.stream().filter(one -> !notes.contains(one)).forEach(notes::add);
  }

  /** Returns the options by which objections were overruled beforehand. */
  public List<String> overruled() {
    return consent.options();
  }

  /**
   * Asks names beforehand, which takes its time when no server answers: while the state is held no
   * one should have to wait for that.
   */
  public void askAhead(Prepared prepared, String target, Observation seen) throws IOException {
    if (!consent.mxChecked()) {
      ask(Plan.between(seen, projected(target, prepared).held()));
    }
  }

  private Prepared projected(String target, Prepared prepared) throws TargetException {
    return new Projections(targets).on(target, prepared);
  }

  /** Returns what the next run is to know of ways past the filter. */
  public List<PastFilter> remembered() {
    return remembered;
  }

  /** Returns since when the MX records of each protected domain are looked at, for the next run. */
  public List<MxWatch> watched() {
    return watched;
  }

  /** Returns what could not be looked at, in words. */
  public List<String> notes() {
    return List.copyOf(notes);
  }

  private List<Objection> pastFilter(Plan plan) throws IOException {
    AddressSet host = surroundings.addresses().read();
    Protection protection = new Protection(policy.protects(), plan, host);
    if (!protection.matters()) {
      return List.of();
    }
    if (routes.isEmpty()) {
      List<String> domains = policy.protects().domains();
      routes = Optional.of(surroundings.mail().apply(policy).of(domains));
    }
    Protection.Findings findings = protection.judge(routes.get(), remembered, now);
    remembered = findings.remembered();
    MxHistory history = MxHistory.of(policy.protects(), routes.get(), watched, now);
    watched = history.watched();
    note(history.notes());
    List<Objection> objections = new ArrayList<>(findings.objections());
    if (protection.refusesAnew()) {
      objections.addAll(history.objections(findings.domains()));
    }
    return objections;
  }

  private List<Objection> lockOut(Plan plan) throws IOException {
    LockOut lockOut = new LockOut(plan, now);
    List<Objection> objections = new ArrayList<>();
    if (plan.after().rules().stream().anyMatch(Safeguards::refuses)) {
      InvokerConnections.Found invoker = surroundings.invoker().find();
      note(invoker.unseen());
      objections.addAll(
          lockOut.connections(invoker.connections(), surroundings.connections().established()));
    }
    if (plan.after().rules().stream().anyMatch(r -> refuses(r) && leavesHost(r))) {
      objections.addAll(lockOut.resolvers(resolvers()));
    }
    return objections;
  }

  private static boolean refuses(AccessRule rule) {
    return rule.refusal() == Judgement.REFUSED;
  }

  private static boolean leavesHost(AccessRule rule) {
    return rule.judgesPackets() && rule.packets().hooks().contains(Hook.OUTPUT);
  }

  /**
   * Returns the name servers but those of the host itself, to which it speaks by the loopback,
   * which no rule judges.
   */
  private List<LockOut.Resolver> resolvers() throws IOException {
    AddressSet host = surroundings.addresses().read();
    List<LockOut.Resolver> resolvers = new ArrayList<>();
    for (InetSocketAddress server : surroundings.resolvers().apply(policy)) {
      Address address = Address.ofBytes(server.getAddress().getAddress());
      if (!server.getAddress().isLoopbackAddress() && !host.contains(address)) {
        resolvers.add(new LockOut.Resolver(address, server.getPort()));
      }
    }
    return resolvers;
  }
}
