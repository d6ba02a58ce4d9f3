package org.postern.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SortedSet;
import org.postern.policy.Ports;
import org.postern.policy.Rule;

/** The differences between two scopes, by the keys of the policy language. */
final class ScopeDifferences {
  private ScopeDifferences() {}

  /** Returns each difference, from one to the other. */
  static List<Change.Difference> between(Scope before, Scope after) {
    return switch (before) {
      case Scope.Packets one when after instanceof Scope.Packets other -> ofPackets(one, other);
      case Scope.Mail one when after instanceof Scope.Mail other -> ofMail(one, other);
      // Nothing of both can be compared.
      case Scope.Packets _, Scope.Mail _ ->
          List.of(new Change.Difference("hook", before.describe(), after.describe()));
    };
  }

  private static List<Change.Difference> ofPackets(Scope.Packets one, Scope.Packets other) {
    List<Change.Difference> what = new ArrayList<>();
    Change.Difference.note(
        what, "hook", Scope.Packets.words(one.hooks()), Scope.Packets.words(other.hooks()));
    Change.Difference.note(what, "in", one.interfaces().toString(), other.interfaces().toString());
    Change.Difference.note(what, "to", servers(one), servers(other));
    Change.Difference.note(what, "port", one.ports().text(), other.ports().text());
    Change.Difference.note(what, "running", word(one.running()), word(other.running()));
    Change.Difference.note(what, "fragments", fragments(one), fragments(other));
    return what;
  }

  private static String servers(Scope.Packets scope) {
    return scope.servers().map(set -> set.prefixes().toString()).orElse("any");
  }

  private static String word(Rule.Running running) {
    return running.name().toLowerCase(Locale.ROOT);
  }

  private static String fragments(Scope.Packets scope) {
    return scope.wholeOnly() ? "let through" : "judged like the whole";
  }

  private static List<Change.Difference> ofMail(Scope.Mail one, Scope.Mail other) {
    List<Change.Difference> what = new ArrayList<>();
    noteRecipients(what, one.recipients(), other.recipients());
    Change.Difference.note(what, "port", listener(one), listener(other));
    Change.Difference.note(what, "spare", spared(one), spared(other));
    Change.Difference.note(what, "reply", orNone(one.reply()), orNone(other.reply()));
    Change.Difference.note(what, "ptr", names(one.names()), names(other.names()));
    return what;
  }

  /**
   * Notes a change of recipients. Many domains are not all in the words, so that both can read
   * alike and differ.
   */
  private static void noteRecipients(
      List<Change.Difference> what, Recipients one, Recipients other) {
    if (!one.equals(other)) {
      RecipientChange change = RecipientChange.between(one, other);
      String more = change.isEmpty() ? "" : " (" + change.text() + ")";
      what.add(new Change.Difference("for", one.text(), other.text() + more));
    }
  }

  private static String listener(Scope.Mail scope) {
    return scope.listener().map(Ports::text).orElse("any");
  }

  private static String spared(Scope.Mail scope) {
    return scope.spareAuthenticated() ? "authenticated" : "none";
  }

  private static String names(SortedSet<String> names) {
    return orNone(String.join(", ", names));
  }

  private static String orNone(String words) {
    return words.isEmpty() ? "none" : words;
  }
}
