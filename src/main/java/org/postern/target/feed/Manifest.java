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
 * The manifest of a feed: the rules that are published, and the names of all files that may be
 * ours.
 *
 * @param ruleset the rules whose lists are published
 * @param files the digests of the published lists by name, SHA-256 in hexadecimal digits
 * @param names the names of all lists that may be ours, those included that are being written or
 *     deleted
 */
record Manifest(Ruleset ruleset, Map<String, String> files, SortedSet<String> names) {
  /** The name of the manifest. No list can have it, because no name of a rule has a dot. */
  static final String NAME = "feed.manifest.json";

  /** The endings of the files that belong to a list. */
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

  /** Returns the manifest of a folder that holds nothing of ours. */
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
   * Reads a manifest.
   *
   * @throws IOException when it is malformed; the message says why
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

  /**
   * Tells whether a list of ours can have a name. Other names in a manifest are refused, so that
   * none leads out of the folder.
   */
  static boolean isList(String name) {
    return LIST.matcher(name).matches();
  }

  /** Tells whether a file of ours can have a name. */
  static boolean isOurs(String name) {
    String list = name;
    for (String ending : BESIDE) {
      list = list.endsWith(ending) ? list.substring(0, list.length() - ending.length()) : list;
    }
    return list.equals(NAME) || isList(list);
  }
}
