package org.postern.pipeline;

import java.nio.file.Path;
import java.util.Optional;

/**
 * What a run is asked to do, apart from the verb.
 *
 * @param policy the policy file, or a folder with {@code policy.yaml} and {@code policy.lock}
 * @param lock a lockfile to take every answer from; nobody is asked
 * @param target overrides the policy's targets
 * @param why the reason that is remembered, empty when none was given
 * @param enforce turn {@code observe} into {@code drop}; for throwaway namespaces only
 * @param consent to what safeguards would object to
 */
public record Request(
    Path policy,
    Optional<Path> lock,
    Optional<String> target,
    String why,
    boolean enforce,
    Consent consent) {
  /** Without consent to anything. */
  public Request(
      Path policy, Optional<Path> lock, Optional<String> target, String why, boolean enforce) {
    this(policy, lock, target, why, enforce, Consent.NONE);
  }

  /** For a policy alone. */
  public static Request of(Path policy) {
    return new Request(policy, Optional.empty(), Optional.empty(), "", false);
  }

  /** The same with this consent. */
  public Request consenting(Consent given) {
    return new Request(policy, lock, target, why, enforce, given);
  }
}
