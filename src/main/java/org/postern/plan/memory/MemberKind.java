package org.postern.plan.memory;

import java.util.Optional;
import org.postern.address.Family;

/**
 * The kind of members that a set counts: the entries of one family, or mail domains. Each kind is
 * guarded by itself, so that what holds one never freezes another.
 */
public enum MemberKind {
  /** IPv4 entries. */
  IP("ip", "IPv4"),
  /** IPv6 entries. */
  IP6("ip6", "IPv6"),
  /** Mail domains. */
  DOMAIN("domain", "domains");

  private final String text;
  private final String label;

  MemberKind(String text, String label) {
    this.text = text;
    this.label = label;
  }

  /** Returns the kind of the entries of a family. */
  public static MemberKind of(Family family) {
    return switch (family) {
      case IP -> IP;
      case IP6 -> IP6;
    };
  }

  /** Returns the kind of that word, if there is one. */
  public static Optional<MemberKind> of(String text) {
    for (MemberKind kind : values()) {
      if (kind.text.equals(text)) {
        return Optional.of(kind);
      }
    }
    return Optional.empty();
  }

  /** Returns the word for the state and for programs. */
  public String text() {
    return text;
  }

  /** Returns the word for people. */
  public String label() {
    return label;
  }
}
