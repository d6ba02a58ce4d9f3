package org.postern.target.mail.opensmtpd;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A {@code match} of smtpd.conf(5).
 *
 * @param statement the statement that the rule is
 * @param conditions all of which have to hold
 * @param rejects whether it rejects what fits; otherwise it takes it
 */
record MatchRule(SmtpdConf.Statement statement, List<Condition> conditions, boolean rejects) {
  /** The names of conditions of two words. */
  private static final Set<String> SIDES = Set.of("from", "for");

  private static final Set<String> BEGIN =
      Set.of(
          "from", "for", "auth", "tls", "helo", "mail-from", "rcpt-to", "tag", "action", "reject");

  MatchRule {
    conditions = List.copyOf(conditions);
  }

  /**
   * A condition.
   *
   * @param negated whether it must not hold
   * @param name the keywords of the condition, {@code regex} among them
   * @param table whether the value is the name of a table
   * @param values none where it has none
   */
  record Condition(boolean negated, String name, boolean table, List<String> values) {
    Condition {
      values = List.copyOf(values);
    }

    /** Returns a condition that a table is asked for. */
    static Condition of(boolean negated, String name, String table) {
      return new Condition(negated, name, true, List.of(table));
    }

    /** Returns a condition without a value. */
    static Condition plain(boolean negated, String name) {
      return new Condition(negated, name, false, List.of());
    }
  }

  /** Returns the condition of a name; empty where there is none. */
  Optional<Condition> condition(String begin) {
    return conditions.stream().filter(one -> one.name().startsWith(begin)).findFirst();
  }

  static MatchRule of(SmtpdConf.Statement statement) {
    List<Word> words = statement.words();
    List<Condition> conditions = new ArrayList<>();
    boolean rejects = false;
    int at = 1;
    while (at < words.size() && !words.get(at).is("action")) {
      boolean negated = words.get(at).is("!");
      at += negated ? 1 : 0;
      if (at < words.size() && words.get(at).is("reject")) {
        rejects = true;
        break;
      }
      int name = at + nameLength(words.subList(at, words.size()));
      int end = name + valueLength(words.subList(name, words.size()));
      if (name < end || at < name) {
        conditions.add(condition(negated, words.subList(at, name), words.subList(name, end)));
      }
      at = Math.max(end, at + 1);
    }
    return new MatchRule(statement, conditions, rejects);
  }

  private static int nameLength(List<Word> words) {
    if (words.isEmpty()) {
      return 0;
    }
    int length = !words.getFirst().quoted() && SIDES.contains(words.getFirst().text()) ? 2 : 1;
    length = Math.min(length, words.size());
    return length < words.size() && words.get(length).is("regex") ? length + 1 : length;
  }

  private static int valueLength(List<Word> words) {
    if (words.isEmpty()) {
      return 0;
    }
    Word first = words.getFirst();
    if (first.is("<")) {
      return Math.min(3, words.size());
    }
    if (first.is("{")) {
      int end = 1;
      while (end < words.size() && !words.get(end).is("}")) {
        end++;
      }
      return Math.min(end + 1, words.size());
    }
    boolean next = first.is("!") || (!first.quoted() && BEGIN.contains(first.text()));
    return next ? 0 : 1;
  }

  private static Condition condition(boolean negated, List<Word> name, List<Word> value) {
    String words = String.join(" ", name.stream().map(Word::text).toList());
    if (!value.isEmpty() && value.getFirst().is("<") && value.size() > 1) {
      return Condition.of(negated, words, value.get(1).text());
    }
    return new Condition(negated, words, false, SmtpdConf.listed(value));
  }
}
