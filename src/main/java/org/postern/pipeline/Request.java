package org.postern.pipeline;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * What a run is asked to do, apart from the verb.
 *
 * @param policy the policy file, or a folder with {@code policy.yaml} and {@code policy.lock}
 * @param lock a lockfile to take every answer from; no source is asked
 * @param target overrides the policy's targets
 * @param why the reason that is remembered, empty when none was given
 * @param confirm how long the change may stay unconfirmed before it is taken back
 * @param enforce turn {@code observe} into {@code drop}; for throwaway namespaces only
 * @param consent to what safeguards would object to
 * @param options of the target, for this run
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

  /** For a policy alone. */
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

  /** The same with this consent. */
  public Request withConsent(Consent given) {
    return new Request(policy, lock, target, why, confirm, enforce, given, options);
  }

  /** The same with these options of the target. */
  public Request withOptions(Map<String, String> asked) {
    return new Request(policy, lock, target, why, confirm, enforce, consent, asked);
  }
}
