package org.postern.target.api.kerio;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.postern.address.AddressSet;
import org.postern.diagnostic.Span;
import org.postern.plan.AccessRule;
import org.postern.plan.Observation;
import org.postern.plan.Plan;
import org.postern.plan.Ruleset;
import org.postern.plan.ToyWorld;
import org.postern.policy.TargetBinding;
import org.postern.target.Applied;
import org.postern.target.Target;
import org.postern.target.TargetException;
import org.postern.target.TestSecrets;

/** A target over a stub, without a network between them. */
final class KerioLab {
  static final String GROUP = "Postern";
  static final String TARGET = "mx1";

  static final TargetBinding BINDING =
      new TargetBinding(
          KerioKind.NAME,
          TARGET,
          Span.wholeFile(""),
          Map.of("user", StubKerio.USER, "secret", "credential:kerio"));

  private final StubKerio stub;

  KerioLab(StubKerio stub) {
    this.stub = stub;
  }

  KerioKind kind() {
    return new KerioKind(_ -> stub.channel());
  }

  /** Another target of the same group, as the next run opens it. */
  Target target() {
    return target(StubKerio.PASSWORD);
  }

  /** One with another password. */
  Target target(String password) {
    return kind().open(BINDING, TestSecrets.of(password));
  }

  static Ruleset smtp(String... peers) {
    return smtp(ToyWorld.set(peers));
  }

  static Ruleset smtp(AddressSet peers) {
    return new Ruleset(List.of(rule("smtp", peers)));
  }

  static AccessRule rule(String name, AddressSet peers) {
    return KerioProjection.meaning(name, peers);
  }

  /** One look, one plan, one apply. */
  Applied apply(Ruleset wanted) throws TargetException {
    Target target = target();
    return target.apply(target.compile(Plan.between(target.observe(), wanted)));
  }

  /** The changes that are left to do. */
  int left(Ruleset wanted) throws TargetException {
    return Plan.between(target().observe(), wanted).changes().size();
  }

  Observation observe() throws TargetException {
    return target().observe();
  }

  /** The rule that the group holds. */
  Optional<AccessRule> held() throws TargetException {
    return observe().owned().rule("smtp");
  }
}
