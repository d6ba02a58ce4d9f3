package org.postern.state.legacy;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.postern.host.JsonTree;
import org.postern.source.Absence;
import org.postern.source.DateColumn;
import org.postern.source.EntryTable;
import org.postern.source.EntryTableBuilder;
import org.postern.source.LastGood;

/** Last good answers as the first format had them: a list of six for each entry. */
final class FirstAnswers {
  /** The date of an entry that answers still name. */
  private static final long NOT_MISSING = 0;

  private final LastGood.Key key;
  private final EntryTableBuilder named;
  private final DateColumn.Builder namedFirst = DateColumn.builder(0);
  private final EntryTableBuilder left;
  private final List<DateColumn.Builder> leftDates =
      List.of(DateColumn.builder(0), DateColumn.builder(0), DateColumn.builder(0));

  private FirstAnswers(LastGood.Key key) {
    this.key = key;
    this.named = EntryTable.builder(key.family(), 0);
    this.left = EntryTable.builder(key.family(), 0);
  }

  static List<LastGood> read(JsonTree tree) throws IOException {
    List<LastGood> found = new ArrayList<>();
    for (JsonTree one : tree.objects("lastGood")) {
      LastGood.Key key =
          new LastGood.Key(one.string("set"), one.string("source"), FirstFormat.family(one));
      FirstAnswers answers = new FirstAnswers(key);
      for (Object entry : one.list("entries")) {
        answers.add(entry);
      }
      found.add(answers.build(one));
    }
    return found;
  }

  private void add(Object tree) throws IOException {
    if (tree instanceof List<?> list
        && list.size() == 6
        && list.get(0) instanceof String interval
        && list.get(1) instanceof Number first
        && list.get(2) instanceof Number last
        && list.get(3) instanceof Number missing
        && list.get(4) instanceof Number
        && list.get(5) instanceof String label) {
      if (missing.longValue() == NOT_MISSING) {
        named.add(FirstFormat.interval(interval), label);
        namedFirst.add(first.longValue());
      } else {
        left.add(FirstFormat.interval(interval), label);
        leftDates.get(0).add(first.longValue());
        leftDates.get(1).add(last.longValue());
        leftDates.get(2).add(missing.longValue());
      }
      return;
    }
    throw new IOException("an entry is not [net, first, last, missing, line, label]");
  }

  private LastGood build(JsonTree tree) throws IOException {
    return new LastGood(
        key,
        Instant.parse(tree.string("at")),
        Duration.ofSeconds(tree.number("ttl")),
        tree.strings("via"),
        tree.string("server"),
        named.buildOrdered().dated(List.of(namedFirst)),
        left.buildOrdered().dated(leftDates),
        tree.has("absence") ? Optional.of(absence(tree.object("absence"))) : Optional.empty());
  }

  private static Absence absence(JsonTree tree) throws IOException {
    return new Absence(
        Instant.parse(tree.string("since")),
        Instant.parse(tree.string("last")),
        Duration.ofSeconds(tree.number("ttl")),
        Math.toIntExact(tree.number("times")));
  }
}
