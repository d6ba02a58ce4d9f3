package org.postern.target.mail;

import org.postern.plan.Scope;

/** The texts that a mail server sends to a peer that is refused. */
public final class Replies {
  /** The reply of a rule that gives none of its own. */
  public static final String DEFAULT = "deliver to the MX of this domain";

  private Replies() {}

  /** Returns the words of a rule's reply. */
  public static String of(Scope.Mail scope) {
    return scope.reply().isEmpty() ? DEFAULT : scope.reply();
  }

  /** Returns the text that the log of a mail server has of a peer that a rule only observes. */
  public static String observed(String rule) {
    return "postern: " + rule + " observed";
  }
}
