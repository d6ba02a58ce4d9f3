package org.postern.policy;

import java.util.EnumSet;
import java.util.Set;

/** The fate of an attempt of a peer that a rule does not accept. */
public enum Refusal {
  /** The packet is dropped in silence; a verdict on packets. */
  DROP,
  /** A TCP reset; of mail a permanent refusal, 5xx (RFC 5321 4.2.1): it bounces at once. */
  REJECT,
  /** A temporary refusal, 4xx: the sender tries again. Of mail. */
  DEFER,
  /** The peer is counted, remembered and let through. */
  OBSERVE;

  /** Returns the refusals that a packet filter can do. */
  public static Set<Refusal> ofPackets() {
    return EnumSet.of(DROP, REJECT, OBSERVE);
  }

  /** Returns the refusals that a mail server can do. */
  public static Set<Refusal> ofMail() {
    return EnumSet.of(REJECT, DEFER, OBSERVE);
  }

  /** Returns the word of the policy language. */
  public String text() {
    return switch (this) {
      case DROP -> "drop";
      case REJECT -> "reject";
      case DEFER -> "defer";
      case OBSERVE -> "observe";
    };
  }

  /** Tells whether the peer is kept out. */
  public boolean refuses() {
    return switch (this) {
      case DROP, REJECT, DEFER -> true;
      case OBSERVE -> false;
    };
  }
}
