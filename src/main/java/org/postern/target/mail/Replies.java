package org.postern.target.mail;

import org.postern.plan.Scope;

/** What a mail server tells a peer that is refused. */
public final class Replies {
  /** Where a rule gives no reply of its own. */
  public static final String DEFAULT = "deliver to the MX of this domain";

  private Replies() {}

  /** The words of a rule's reply. */
  public static String of(Scope.Mail scope) {
    return scope.reply().isEmpty() ? DEFAULT : scope.reply();
  }

  /** What the log of a mail server says of a peer that a rule only observes. */
  public static String observed(String rule) {
    return "postern: " + rule + " observed";
  }
}
