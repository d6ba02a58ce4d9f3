package org.postern.command.outcome;

import java.util.List;

/** The domains that join and leave a rule of mail, as a document for programs. */
public record RecipientsDocument(String rule, List<Member> joined, List<Member> left) {
  /** A domain with the reason why it joins or leaves; the reason may be empty. */
  public record Member(String domain, String why) {}
}
