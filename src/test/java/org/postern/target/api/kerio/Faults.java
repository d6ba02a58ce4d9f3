package org.postern.target.api.kerio;

/** What goes wrong with a call to a stub; nothing does here. */
interface Faults {
  /** Nothing goes wrong. */
  Faults NONE = new Faults() {};

  /** Whether the session is lost before the call. */
  default boolean losesSession(String method) {
    return false;
  }

  /** Whether the session is lost when the call was done, so that its answer is not told. */
  default boolean losesSessionAfter(String method) {
    return false;
  }

  /** Whether one part of a batch is refused. */
  default boolean refusesPart(String method) {
    return false;
  }

  /** Whether Postern ends before the call. */
  default boolean endsBefore(String method) {
    return false;
  }

  /** Whether Postern ends when the call was done, before it knows. */
  default boolean endsAfter(String method) {
    return false;
  }
}
