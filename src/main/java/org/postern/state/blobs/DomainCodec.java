package org.postern.state.blobs;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.postern.host.JsonTree;
import org.postern.plan.memory.DomainMemory;
import org.postern.plan.memory.MxMemory;

/** The memory of mail domains as a JSON tree; writer and reader side by side. */
final class DomainCodec {
  private DomainCodec() {}

  static Map<String, Object> write(DomainMemory memory, NameWriter names) {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("lists", memory.lists().stream().map(one -> write(one, names)).toList());
    tree.put("members", memory.members().stream().map(one -> write(one, names)).toList());
    if (!memory.watched().isEmpty()) {
      tree.put("mx", names.write(memory.watched(), DomainCodec::line));
    }
    return tree;
  }

  private static Map<String, Object> write(DomainMemory.GoodList list, NameWriter names) {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("source", list.source());
    tree.put("at", list.at().toString());
    tree.put("names", names.write(list.names()));
    list.silence()
        .ifPresent(
            one -> tree.put("silence", Map.of("since", one.since().toString(), "why", one.why())));
    return tree;
  }

  private static Map<String, Object> write(DomainMemory.Members members, NameWriter names) {
    return Map.of(
        "set",
        members.set(),
        "names",
        names.write(members.since(), (name, since) -> name + " " + since.getEpochSecond()));
  }

  /** Returns {@code DOMAIN SINCE FILTERED UNTIL WORDS}, the last two only where there are some. */
  private static String line(String domain, MxMemory memory) {
    return "%s %d %b %s %s"
        .formatted(
            domain,
            memory.since().getEpochSecond(),
            memory.filtered(),
            memory.until().map(end -> String.valueOf(end.getEpochSecond())).orElse("-"),
            memory.others())
        .strip();
  }

  static DomainMemory read(JsonTree tree, NameReader names) throws IOException {
    List<DomainMemory.GoodList> lists = new ArrayList<>();
    for (JsonTree one : tree.objects("lists")) {
      lists.add(readList(one, names));
    }
    List<DomainMemory.Members> members = new ArrayList<>();
    for (JsonTree one : tree.objects("members")) {
      members.add(readMembers(one, names));
    }
    SortedMap<String, MxMemory> watched = new TreeMap<>();
    if (tree.has("mx")) {
      for (String line : names.read(tree.object("mx"))) {
        String[] words = line.split(" ", 5);
        watched.put(words[0], readMx(line, words));
      }
    }
    return new DomainMemory(lists, members, watched);
  }

  /** Reads it without a name; what is asked for is only whether it is there. */
  static DomainMemory readWithoutNames(JsonTree tree) throws IOException {
    List<DomainMemory.GoodList> lists = new ArrayList<>();
    for (JsonTree one : tree.objects("lists")) {
      lists.add(list(one, Collections.emptySortedSet()));
    }
    return new DomainMemory(lists, List.of(), new TreeMap<>());
  }

  private static DomainMemory.GoodList readList(JsonTree tree, NameReader names)
      throws IOException {
    return list(tree, new TreeSet<>(names.read(tree.object("names"))));
  }

  private static DomainMemory.GoodList list(JsonTree tree, SortedSet<String> names)
      throws IOException {
    Optional<DomainMemory.Silence> silence = Optional.empty();
    if (tree.has("silence")) {
      JsonTree one = tree.object("silence");
      silence =
          Optional.of(
              new DomainMemory.Silence(Instant.parse(one.string("since")), one.string("why")));
    }
    return new DomainMemory.GoodList(
        tree.string("source"), Instant.parse(tree.string("at")), names, silence);
  }

  private static DomainMemory.Members readMembers(JsonTree tree, NameReader names)
      throws IOException {
    SortedMap<String, Instant> since = new TreeMap<>();
    for (String line : names.read(tree.object("names"))) {
      String[] words = line.split(" ", 2);
      since.put(words[0], time(line, words, 1));
    }
    return new DomainMemory.Members(tree.string("set"), since);
  }

  private static MxMemory readMx(String line, String[] words) throws IOException {
    if (words.length < 4) {
      throw new IOException("not the MX of a domain: " + line);
    }
    return new MxMemory(
        time(line, words, 1),
        Boolean.parseBoolean(words[2]),
        words.length > 4 ? words[4] : "",
        words[3].equals("-") ? Optional.empty() : Optional.of(time(line, words, 3)));
  }

  private static Instant time(String line, String[] words, int at) throws IOException {
    if (words.length <= at || !words[at].matches("-?[0-9]{1,12}")) {
      throw new IOException("not a name with a time: " + line);
    }
    return Instant.ofEpochSecond(Long.parseLong(words[at]));
  }
}
