package org.postern.target.mail.postfix;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.postern.plan.AccessRule;
import org.postern.plan.Recipients;
import org.postern.plan.Ruleset;
import org.postern.plan.Scope;
import org.postern.policy.Refusal;
import org.postern.target.mail.MailBench;
import org.postern.target.mail.MailFiles;

/** Names of clients in the files of Postfix. */
class NameMapTest {
  private static final PostfixSystem POSTFIX = new PostfixSystem();

  private static AccessRule rule(String... names) {
    Scope.Mail scope = new Scope.Mail(new Recipients.All(), Optional.empty(), true, "");
    return MailBench.rule("mta", scope, Refusal.DEFER, "192.0.2.1")
        .withNames(new TreeSet<>(List.of(names)));
  }

  private static MailFiles files(AccessRule rule, MailFiles present) {
    return POSTFIX.files(new Ruleset(List.of(rule)), present);
  }

  @Test
  void aNameAndWhatIsBelowItEndTheSearch() {
    MailFiles files = files(rule("filter.example"), MailFiles.none());
    assertEquals(
        Optional.of(
            """
            # Written by Postern, which takes back what others change here.
            # rule mta
            /^filter\\.example$/ DUNNO
            /\\.filter\\.example$/ DUNNO
            """),
        files.text("mta.names"));
    assertEquals(new Ruleset(List.of(rule("filter.example"))), POSTFIX.read(files).ruleset());
    assertEquals(List.of(), POSTFIX.read(files).anomalies());
  }

  @Test
  void withoutNamesTheMapIsNotThereOrEmpty() {
    assertEquals(Optional.empty(), files(rule(), MailFiles.none()).text("mta.names"));
    MailFiles left = files(rule(), files(rule("filter.example"), MailFiles.none()));
    assertEquals(Optional.of(NameMap.OPEN), left.text("mta.names"));
    assertEquals(new Ruleset(List.of(rule())), POSTFIX.read(left).ruleset());
    assertEquals(List.of(), POSTFIX.read(left).anomalies());
  }

  @Test
  void whatOthersChangeIsSeen() {
    MailFiles files = files(rule("filter.example"), MailFiles.none());
    String text = files.text("mta.names").orElseThrow();
    for (String other :
        List.of(text + "/./ DUNNO\n", text.replace("filter", "evil"), text.replace("^", ""))) {
      MailFiles changed =
          MailFiles.of(
              java.util.Map.of(
                  "mta.cidr", files.text("mta.cidr").orElseThrow(), "mta.names", other));
      boolean isSame =
          POSTFIX.read(changed).ruleset().equals(new Ruleset(List.of(rule("filter.example"))));
      assertTrue(!isSame || !POSTFIX.read(changed).anomalies().isEmpty(), other);
    }
  }

  @Test
  void whatStandsInBracesIsOneWord() {
    Restrictions list =
        Restrictions.of(
            "permit_mynetworks, check_client_access"
                + " unionmap:{regexp:/f/mta.names,cidr:/f/mta.cidr}, check_client_access inline:{"
                + " {192.0.2.20=REJECT banned} }");
    assertEquals(5, list.words().size(), list::toString);
    assertEquals(
        1, list.indexOf("check_client_access", "unionmap:{regexp:/f/mta.names,cidr:/f/mta.cidr}"));
  }
}
