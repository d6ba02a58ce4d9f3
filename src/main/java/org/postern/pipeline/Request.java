package org.postern.pipeline;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * The parameters of a run: a policy, and how it is to be applied.
 *
 * @param policy the policy file, or a folder with {@code policy.yaml} and {@code policy.lock}
 * @param lock the lockfile to take every answer from; empty to query the sources
 * @param target the target to use instead of those of the policy
 * @param why the reason to store; empty when none was given
 * @param confirm how long the change waits to be confirmed before it is rolled back; empty for a
 *     change that needs no confirmation
 * @param enforce whether {@code observe} becomes {@code drop}, or {@code defer} in rules of mail;
 *     for throwaway network namespaces only
 * @param consent the risks that the user agrees to although safeguards would object
 * @param options the options of the target, for this run
 */
public record Request(
    Path policy,
    Optional<Path> lock,
    Optional<String> target,
    String why,
    Optional<Duration> confirm,
    boolean enforce,
    Consent consent,
    Map<String, String> options) {
  public Request {
    options = Map.copyOf(options);
  }

  /** Returns a request for a policy, with no other parameter set. */
  public static Request of(Path policy) {
    return new Request(
        policy,
        Optional.empty(),
        Optional.empty(),
        "",
        Optional.empty(),
        false,
        Consent.NONE,
        Map.of());
  }

  public Request withLock(Optional<Path> file) {
    return new Request(policy, file, target, why, confirm, enforce, consent, options);
  }

  public Request withTarget(Optional<String> name) {
    return new Request(policy, lock, name, why, confirm, enforce, consent, options);
  }

  public Request withWhy(String reason) {
    return new Request(policy, lock, target, reason, confirm, enforce, consent, options);
  }

  public Request withConfirm(Optional<Duration> trial) {
    return new Request(policy, lock, target, why, trial, enforce, consent, options);
  }

  public Request withEnforce(boolean observedToo) {
    return new Request(policy, lock, target, why, confirm, observedToo, consent, options);
  }

  /** Returns a copy with this consent. */
  public Request withConsent(Consent given) {
    return new Request(policy, lock, target, why, confirm, enforce, given, options);
  }

  /** Returns a copy with these options of the target. */
  public Request withOptions(Map<String, String> asked) {
    return new Request(policy, lock, target, why, confirm, enforce, consent, asked);
  }
}
