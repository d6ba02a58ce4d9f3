package org.postern.pipeline;

import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;
import org.postern.plan.Capabilities;
import org.postern.plan.Observation;
import org.postern.plan.Plan;
import org.postern.policy.TargetBinding;
import org.postern.target.Applied;
import org.postern.target.Artifact;
import org.postern.target.Facets;
import org.postern.target.Secret;
import org.postern.target.Secrets;
import org.postern.target.Target;
import org.postern.target.TargetException;
import org.postern.target.TargetKind;

/**
 * A target with a secret, which is in none of its messages: the answer of a system may repeat what
 * it was asked with.
 */
final class MaskedTarget implements Target {
  /** The shortest secret that is masked: less than that is part of other words. */
  private static final int SHORTEST = 4;

  private static final String MASK = "(secret)";

  private final Target target;
  private final Set<String> revealed;

  private MaskedTarget(Target target, Set<String> revealed) {
    this.target = target;
    this.revealed = revealed;
  }

  /** Opens a target, which is given its secrets through this one. */
  static Target open(TargetKind kind, TargetBinding binding, Secrets secrets) {
    Set<String> revealed = new ConcurrentSkipListSet<>();
    Secrets noting =
        reference -> {
          Secret secret = secrets.read(reference);
          if (secret.reveal().length() >= SHORTEST) {
            revealed.add(secret.reveal());
          }
          return secret;
        };
    return new MaskedTarget(kind.open(binding, noting), revealed);
  }

  private interface Verb<T> {
    T run() throws TargetException;
  }

  private <T> T masked(Verb<T> verb) throws TargetException {
    try {
      return verb.run();
    } catch (TargetException e) {
      throw isTold(e) ? masked(e) : e;
    } catch (RuntimeException e) {
      throw isTold(e) ? new IllegalStateException(masked(String.valueOf(e))) : e;
    }
  }

  /**
   * Tells whether an exception tells the secret; its causes are looked at too, as they are told
   * where a bug is.
   */
  private boolean isTold(Throwable e) {
    for (Throwable one = e; one != null; one = one.getCause()) {
      String text = String.valueOf(one);
      if (!masked(text).equals(text)) {
        return true;
      }
    }
    return e instanceof TargetException failure
        && !masked(failure.remedy()).equals(failure.remedy());
  }

  private TargetException masked(TargetException e) {
    return new TargetException(
        e.kind(), masked(String.valueOf(e.getMessage())), masked(e.remedy()));
  }

  private String masked(String text) {
    String masked = text;
    for (String secret : revealed) {
      masked = masked.replace(secret, MASK);
    }
    return masked;
  }

  @Override
  public Capabilities capabilities() {
    return target.capabilities();
  }

  @Override
  public Observation observe(Observation last) throws TargetException {
    return masked(() -> target.observe(last));
  }

  @Override
  public Artifact compile(Plan plan) {
    return target.compile(plan);
  }

  @Override
  public Applied apply(Artifact artifact) throws TargetException {
    return switch (masked(() -> target.apply(artifact))) {
      case Applied.Done done -> done;
      case Applied.Unchanged unchanged ->
          new Applied.Unchanged(masked(unchanged.why()), unchanged.moved());
      case Applied.Handed handed -> handed;
      case Applied.Partial partial -> new Applied.Partial(partial.done(), masked(partial.why()));
    };
  }

  @Override
  public Facets facets() {
    Facets own = target.facets();
    return new Facets(
        own.changeToken().map(token -> () -> masked(token::read)),
        own.lookEvery(),
        own.refusedPeers().map(peers -> () -> masked(peers::read)),
        own.recentWriters().map(writers -> () -> masked(writers::read)),
        own.effects().map(effects -> ruleset -> masked(() -> effects.of(ruleset))),
        own.hook().map(hook -> ruleset -> masked(() -> hook.of(ruleset))),
        own.selfProof().map(proof -> () -> masked(proof::run)),
        own.attesting().map(one -> (digest, by, at) -> masked(() -> one.attest(digest, by, at))));
  }
}
