package org.postern.target.feed;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.postern.host.Json;
import org.postern.host.JsonTree;
import org.postern.plan.Ruleset;
import org.postern.plan.tree.RulesetTree;

/**
 * What is published: one generation, and every file of ours.
 *
 * @param ruleset the rules whose lists are published
 * @param files digests by name, SHA-256 in hexadecimal digits
 * @param names of all files that may be ours, those that are being written and deleted too
 */
record Manifest(Ruleset ruleset, Map<String, String> files, SortedSet<String> names) {
  /** No rule has a dot in its name, so that no list is called so. */
  static final String NAME = "feed.manifest.json";

  /** What is written beside a list. */
  static final List<String> BESIDE = List.of(".sha256", ".sig");

  private static final Pattern LIST =
      Pattern.compile(
          "[a-z][a-z0-9-]{0,31}(\\.(edl|fortinet|alias|pf))?\\.txt|[a-z][a-z0-9-]{0,31}\\.json");
  private static final Pattern DIGEST = Pattern.compile("[0-9a-f]{64}");
  private static final int VERSION = 1;

  Manifest {
    files = new TreeMap<>(files);
    names = new TreeSet<>(names);
  }

  /** Of a folder without anything of ours. */
  static Manifest none() {
    return new Manifest(Ruleset.empty(), Map.of(), new TreeSet<>());
  }

  /** Returns a copy that announces files which are about to be written. */
  Manifest announcing(Iterable<String> more) {
    TreeSet<String> all = new TreeSet<>(names);
    more.forEach(all::add);
    return new Manifest(ruleset, files, all);
  }

  byte[] bytes() {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("version", VERSION);
    tree.put("files", files);
    tree.put("names", List.copyOf(names));
    tree.put("ruleset", RulesetTree.write(ruleset));
    return (Json.write(tree) + "\n").getBytes(StandardCharsets.UTF_8);
  }

  /**
   * Reads one.
   *
   * @throws IOException when it makes no sense, saying why
   */
  static Manifest read(byte[] content) throws IOException {
    JsonTree tree = Json.read(new String(content, StandardCharsets.UTF_8));
    long version = tree.number("version");
    if (version != VERSION) {
      throw new IOException("it is of a later version of Postern, " + version);
    }
    Map<String, String> files = new TreeMap<>();
    JsonTree listed = tree.object("files");
    for (String name : listed.members().keySet()) {
      String digest = listed.string(name);
      if (!isList(name) || !DIGEST.matcher(digest).matches()) {
        throw new IOException("it names a file that is none of ours");
      }
      files.put(name, digest);
    }
    TreeSet<String> names = new TreeSet<>(tree.strings("names"));
    if (!names.stream().allMatch(Manifest::isList)) {
      throw new IOException("it names a file that is none of ours");
    }
    try {
      return new Manifest(RulesetTree.read(tree.object("ruleset").members()), files, names);
    } catch (IllegalArgumentException e) {
      throw new IOException("it makes no sense: " + e.getMessage(), e);
    }
  }

  /** Whether a list of ours can be called so: nothing of a manifest leads out of the folder. */
  static boolean isList(String name) {
    return LIST.matcher(name).matches();
  }

  /** Whether a file of ours can be called so. */
  static boolean isOurs(String name) {
    String list = name;
    for (String ending : BESIDE) {
      list = list.endsWith(ending) ? list.substring(0, list.length() - ending.length()) : list;
    }
    return list.equals(NAME) || isList(list);
  }
}
