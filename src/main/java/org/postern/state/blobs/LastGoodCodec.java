package org.postern.state.blobs;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.postern.address.Family;
import org.postern.host.JsonTree;
import org.postern.source.Absence;
import org.postern.source.DateColumn;
import org.postern.source.DatedTable;
import org.postern.source.EntryTable;
import org.postern.source.LastGood;

/** Last good answers as JSON trees that name their tables; writer and reader side by side. */
final class LastGoodCodec {
  private LastGoodCodec() {}

  static List<Object> write(List<LastGood> all, TableWriter tables) {
    return all.stream().<Object>map(one -> write(one, tables)).toList();
  }

  private static Map<String, Object> write(LastGood good, TableWriter tables) {
    Map<String, Object> tree = new LinkedHashMap<>();
    write(good.key(), tree);
    tree.put("at", good.at().toString());
    tree.put("ttl", good.ttl().toSeconds());
    tree.put("via", good.via());
    tree.put("server", good.server());
    good.absence().ifPresent(absence -> tree.put("absence", write(absence)));
    if (good.named().size() > 0) {
      tree.put("named", tables.write(new Slot.Named(good.key()), good.named()));
      tree.put("prefixes", good.named().table().prefixCount());
    }
    good.named().table().origin().ifPresent(list -> tree.put("list", list));
    if (good.left().size() > 0) {
      tree.put("left", tables.write(new Slot.Left(good.key()), good.left()));
    }
    return tree;
  }

  static void write(LastGood.Key key, Map<String, Object> tree) {
    tree.put("set", key.set());
    tree.put("source", key.source());
    tree.put("family", key.family().text());
  }

  private static Map<String, Object> write(Absence absence) {
    return Map.of(
        "since", absence.since().toString(),
        "last", absence.last().toString(),
        "ttl", absence.ttl().toSeconds(),
        "times", absence.times());
  }

  static List<LastGood> read(JsonTree tree, TableReader tables) throws IOException {
    List<LastGood> found = new ArrayList<>();
    for (JsonTree one : tree.objects("answers")) {
      found.add(readOne(one, tables));
    }
    return found;
  }

  private static LastGood readOne(JsonTree tree, TableReader tables) throws IOException {
    LastGood.Key key = readKey(tree);
    DatedTable named = readNamed(key, tree, tables);
    DatedTable left =
        tree.has("left")
            ? tables.read(new Slot.Left(key), tree.string("left"), 3)
            : LastGood.nothingLeft(key.family());
    return new LastGood(
        key,
        Instant.parse(tree.string("at")),
        Duration.ofSeconds(tree.number("ttl")),
        tree.strings("via"),
        tree.string("server"),
        named,
        left,
        tree.has("absence") ? Optional.of(readAbsence(tree.object("absence"))) : Optional.empty());
  }

  private static DatedTable readNamed(LastGood.Key key, JsonTree tree, TableReader tables)
      throws IOException {
    DatedTable stored =
        tree.has("named")
            ? tables.read(new Slot.Named(key), tree.string("named"), 1)
            : new DatedTable(EntryTable.none(key.family()), List.of(DateColumn.none()));
    EntryTable table = stored.table();
    if (tree.has("prefixes")) {
      table = table.ofPrefixes(tree.number("prefixes"));
    }
    if (tree.has("list")) {
      table = table.readFrom(tree.string("list"));
    }
    return new DatedTable(table, stored.dates());
  }

  static LastGood.Key readKey(JsonTree tree) throws IOException {
    return new LastGood.Key(tree.string("set"), tree.string("source"), readFamily(tree));
  }

  static Family readFamily(JsonTree tree) throws IOException {
    String text = tree.string("family");
    return Family.of(text).orElseThrow(() -> new IOException("no such family: " + text));
  }

  private static Absence readAbsence(JsonTree tree) throws IOException {
    return new Absence(
        Instant.parse(tree.string("since")),
        Instant.parse(tree.string("last")),
        Duration.ofSeconds(tree.number("ttl")),
        Math.toIntExact(tree.number("times")));
  }
}
