package org.postern.state;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.postern.host.JsonTree;
import org.postern.host.MappedList;

/** Last good answers as JSON trees; writer and reader side by side. */
final class LastGoodCodec {
  /** Stands for an entry that answers still name; no answer is that old. */
  private static final long NOT_MISSING = 0;

  private LastGoodCodec() {}

  static List<Object> write(List<LastGood> all) {
    return all.stream().<Object>map(LastGoodCodec::write).toList();
  }

  private static Map<String, Object> write(LastGood good) {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("set", good.key().set());
    tree.put("source", good.key().source());
    tree.put("family", good.key().family().text());
    tree.put("at", good.at().toString());
    tree.put("ttl", good.ttl().toSeconds());
    tree.put("via", good.via());
    tree.put("server", good.server());
    good.absence().ifPresent(absence -> tree.put("absence", write(absence)));
    tree.put("entries", new MappedList<>(good.entries(), LastGoodCodec::write));
    return tree;
  }

  private static Map<String, Object> write(Absence absence) {
    return Map.of(
        "since", absence.since().toString(),
        "last", absence.last().toString(),
        "ttl", absence.ttl().toSeconds(),
        "times", absence.times());
  }

  /** A short list instead of an object: there may be hundreds of thousands. */
  private static List<Object> write(KeptEntry entry) {
    return List.of(
        entry.interval().toString(),
        entry.firstSeen().getEpochSecond(),
        entry.lastConfirmed().getEpochSecond(),
        entry.missingSince().map(Instant::getEpochSecond).orElse(NOT_MISSING),
        entry.line(),
        entry.label());
  }

  static List<LastGood> read(JsonTree tree, String member) throws IOException {
    List<LastGood> found = new ArrayList<>();
    for (JsonTree one : tree.objects(member)) {
      List<KeptEntry> entries = new ArrayList<>();
      for (Object entry : one.list("entries")) {
        entries.add(readEntry(entry));
      }
      found.add(
          new LastGood(
              new LastGood.Key(
                  one.string("set"), one.string("source"), Words.family(one.string("family"))),
              Instant.parse(one.string("at")),
              Duration.ofSeconds(one.number("ttl")),
              one.strings("via"),
              one.string("server"),
              entries,
              one.has("absence")
                  ? Optional.of(readAbsence(one.object("absence")))
                  : Optional.empty()));
    }
    return found;
  }

  private static Absence readAbsence(JsonTree tree) throws IOException {
    return new Absence(
        Instant.parse(tree.string("since")),
        Instant.parse(tree.string("last")),
        Duration.ofSeconds(tree.number("ttl")),
        Math.toIntExact(tree.number("times")));
  }

  private static KeptEntry readEntry(Object tree) throws IOException {
    if (tree instanceof List<?> list
        && list.size() == 6
        && list.get(0) instanceof String interval
        && list.get(1) instanceof Number first
        && list.get(2) instanceof Number last
        && list.get(3) instanceof Number missing
        && list.get(4) instanceof Number line
        && list.get(5) instanceof String label) {
      return new KeptEntry(
          Words.interval(interval),
          label,
          line.intValue(),
          Instant.ofEpochSecond(first.longValue()),
          Instant.ofEpochSecond(last.longValue()),
          Optional.of(missing.longValue())
              .filter(since -> since != NOT_MISSING)
              .map(Instant::ofEpochSecond));
    }
    throw new IOException("an entry is not [net, first, last, missing, line, label]");
  }
}
