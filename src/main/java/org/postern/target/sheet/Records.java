package org.postern.target.sheet;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.postern.address.Interval;
import org.postern.address.text.AddressText;
import org.postern.host.Json;
import org.postern.host.JsonTree;
import org.postern.plan.ByHand;
import org.postern.plan.Observation;
import org.postern.plan.Ruleset;
import org.postern.plan.tree.RulesetTree;

/**
 * The records of a system that a person changes by hand.
 *
 * @param attested the sheet that a person attested last; empty when nothing ever was attested
 * @param handed the sheet that was handed out last and is not attested; empty when none waits
 * @param digest the digest of both records
 */
record Records(Optional<Attested> attested, Optional<Task> handed, String digest)
    implements Observation.Layout {
  private static final String VERSION = "version";
  private static final int CURRENT = 1;

  /** The ruleset that the system holds, and the person who attested it. */
  record Attested(ByHand.Attested by, Ruleset ruleset) {
    byte[] bytes() {
      Map<String, Object> tree = new LinkedHashMap<>();
      tree.put(VERSION, CURRENT);
      tree.put("digest", by.digest());
      tree.put("by", by.by());
      tree.put("at", by.at().toString());
      tree.put("ruleset", RulesetTree.write(ruleset));
      return Records.bytes(tree);
    }

    static Attested read(byte[] content) throws IOException {
      JsonTree tree = tree(content);
      try {
        return new Attested(
            new ByHand.Attested(
                tree.string("digest"), tree.string("by"), Instant.parse(tree.string("at"))),
            RulesetTree.read(tree.object("ruleset").members()));
      } catch (IllegalArgumentException | DateTimeException e) {
        throw new IOException("it makes no sense: " + e.getMessage(), e);
      }
    }
  }

  /** Returns the records of a system of which nothing is recorded. */
  static Records none() {
    return new Records(Optional.empty(), Optional.empty(), "");
  }

  /** Returns the record of a sheet that is handed out. */
  static byte[] bytes(Task task) {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put(VERSION, CURRENT);
    tree.putAll(task.tree());
    return bytes(tree);
  }

  private static byte[] bytes(Map<String, Object> tree) {
    return (Json.write(tree) + "\n").getBytes(StandardCharsets.UTF_8);
  }

  static Task read(byte[] content) throws IOException {
    JsonTree tree = tree(content);
    String word = tree.string("for");
    try {
      return new Task(
          tree.string("target"),
          tree.string("since"),
          SheetSystem.of(word).orElseThrow(() -> new IOException("there is no system " + word)),
          lists(tree.object("certain")),
          lists(tree.object("possible")),
          RulesetTree.read(tree.object("after").members()));
    } catch (IllegalArgumentException e) {
      throw new IOException("it makes no sense: " + e.getMessage(), e);
    }
  }

  private static JsonTree tree(byte[] content) throws IOException {
    JsonTree tree = Json.read(new String(content, StandardCharsets.UTF_8));
    long version = tree.number(VERSION);
    if (version != CURRENT) {
      throw new IOException("it is of a later version of Postern, " + version);
    }
    return tree;
  }

  private static Map<String, Set<Interval>> lists(JsonTree tree) throws IOException {
    Map<String, Set<Interval>> lists = new TreeMap<>();
    for (String list : tree.members().keySet()) {
      Set<Interval> entries = new LinkedHashSet<>();
      for (String text : tree.strings(list)) {
        entries.add(entry(text));
      }
      lists.put(list, entries);
    }
    return lists;
  }

  private static Interval entry(String text) throws IOException {
    return switch (AddressText.parse(text)) {
      case AddressText.Ok ok -> ok.interval();
      case AddressText.Wrong wrong -> throw new IOException(text + ": " + wrong.reason());
    };
  }

  /** Returns what the system holds as a person attested last. */
  Ruleset held() {
    return attested.map(Attested::ruleset).orElseGet(Ruleset::empty);
  }
}
