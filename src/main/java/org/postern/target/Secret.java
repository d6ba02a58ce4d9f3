package org.postern.target;

/**
 * A secret by which Postern proves to a system who it is. It has no text of its own, so that no
 * message, document or log shows it by accident.
 */
public final class Secret {
  private final String value;

  Secret(String value) {
    this.value = value;
  }

  /** Returns the secret itself, for the system that asks for it and nothing else. */
  public String reveal() {
    return value;
  }

  @Override
  public String toString() {
    return "(secret)";
  }
}
