package org.postern.target;

import org.postern.policy.SecretReference;

/** Reads secrets. Each is read when it is needed, so that a new one takes effect at once. */
@FunctionalInterface
public interface Secrets {
  /**
   * Reads a secret.
   *
   * @throws TargetException why it cannot be read, and what to do about it; never what was read
   */
  Secret read(SecretReference reference) throws TargetException;

  /** Reads none: for what is only compiled. */
  static Secrets none() {
    return reference -> {
      throw new TargetException(
          TargetException.Kind.UNAVAILABLE, "no secret is read for what is only compiled");
    };
  }
}
