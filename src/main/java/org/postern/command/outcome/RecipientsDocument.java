package org.postern.command.outcome;

import java.util.List;

/** Which domains join and leave a rule of mail. */
public record RecipientsDocument(String rule, List<Member> joined, List<Member> left) {
  /** A domain, and why it joins or leaves; the reason may be empty. */
  public record Member(String domain, String why) {}
}
