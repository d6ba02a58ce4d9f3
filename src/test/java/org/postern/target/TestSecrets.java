package org.postern.target;

/** Secrets that a test knows. */
public final class TestSecrets {
  private TestSecrets() {}

  /** All are the same. */
  public static Secrets of(String value) {
    return _ -> new Secret(value);
  }
}
