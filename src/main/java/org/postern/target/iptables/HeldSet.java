package org.postern.target.iptables;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.postern.address.AddressSet;
import org.postern.address.Family;
import org.postern.address.Prefix;
import org.postern.address.text.AddressText;

/**
 * A set of ours, as ipset lists it.
 *
 * @param type the type and options without sizes, {@code hash:net family inet}
 * @param references how many rules refer to it
 * @param elements the prefixes of the set; none before they are read, or of a set that rules fill
 * @param exceptions the prefixes with {@code nomatch}, which the set does not match
 * @param odd whether some element is not a plain prefix
 */
record HeldSet(
    String name,
    String type,
    int references,
    List<Prefix> elements,
    List<Prefix> exceptions,
    boolean odd) {
  private static final Pattern BLOCK =
      Pattern.compile("(?m)^(Name|Type|Header|References|Number of entries): (.*)$");

  /** Options of size, which do not matter when sets are compared. */
  private static final Pattern SIZES =
      Pattern.compile(" (hashsize|maxelem|bucketsize|initval) \\S+");

  HeldSet {
    elements = List.copyOf(elements);
    exceptions = List.copyOf(exceptions);
  }

  /** Reads {@code ipset list -t}: our sets, without their elements. */
  static Map<String, HeldSet> parse(String text) {
    Map<String, HeldSet> sets = new LinkedHashMap<>();
    for (String block : text.split("\n\n", -1)) {
      Map<String, String> fields = fields(block);
      String name = fields.getOrDefault("Name", "");
      if (name.startsWith(Names.SET)) {
        String header = " " + fields.getOrDefault("Header", "");
        String type = fields.getOrDefault("Type", "") + SIZES.matcher(header).replaceAll("");
        int references = number(fields.getOrDefault("References", "0"));
        sets.put(name, new HeldSet(name, type, references, List.of(), List.of(), false));
      }
    }
    return sets;
  }

  /** Returns how many elements those sets have that we do not fill. */
  static long othersElements(String text) {
    long elements = 0;
    for (String block : text.split("\n\n", -1)) {
      Map<String, String> fields = fields(block);
      boolean ours =
          fields.getOrDefault("Name", "").startsWith(Names.SET)
              && fields.getOrDefault("Type", "").equals("hash:net");
      elements += ours ? 0 : number(fields.getOrDefault("Number of entries", "0"));
    }
    return elements;
  }

  /** Tells whether it holds prefixes, as ours for peers do. */
  boolean isOfPrefixes() {
    return type.startsWith("hash:net ");
  }

  private static int number(String text) {
    return text.matches("[0-9]{1,9}") ? Integer.parseInt(text) : 0;
  }

  private static Map<String, String> fields(String block) {
    Map<String, String> fields = new LinkedHashMap<>();
    Matcher matcher = BLOCK.matcher(block);
    while (matcher.find()) {
      fields.put(matcher.group(1), matcher.group(2));
    }
    return fields;
  }

  /**
   * Returns what {@code ipset list -t} says of one set, without what changes when rules fill it.
   */
  static String still(String block) {
    Map<String, String> fields = fields(block);
    boolean filled = fields.getOrDefault("Header", "").contains(" timeout ");
    fields.remove("Number of entries");
    return filled
        ? fields.toString()
        : block.replaceAll("(?m)^(Size in memory|References): .*\n", "");
  }

  /** Returns a copy with the elements that {@code ipset save} prints. */
  HeldSet filled(String save) {
    List<Prefix> in = new ArrayList<>();
    List<Prefix> out = new ArrayList<>();
    boolean strange = false;
    String begin = "add " + name + " ";
    for (String line : save.lines().filter(one -> one.startsWith(begin)).toList()) {
      String[] words = line.substring(begin.length()).split(" ", -1);
      Optional<Prefix> prefix = prefix(words[0]);
      boolean exception = words.length == 2 && words[1].equals("nomatch");
      strange |= prefix.isEmpty() || words.length > 1;
      prefix.ifPresent((exception ? out : in)::add);
    }
    return new HeldSet(name, type, references, in, out, strange);
  }

  private static Optional<Prefix> prefix(String word) {
    return switch (AddressText.parse(word)) {
      case AddressText.Ok ok -> AddressSet.of(ok.interval()).prefixes().stream().findFirst();
      case AddressText.Wrong wrong -> Optional.empty();
    };
  }

  /** Returns the addresses that it matches: the longest prefix that holds an address decides. */
  AddressSet peers() {
    if (exceptions.isEmpty()) {
      AddressSet.Builder builder = AddressSet.builder();
      elements.forEach(builder::add);
      return builder.build();
    }
    List<Prefix> all = new ArrayList<>(elements);
    all.addAll(exceptions);
    all.sort(Comparator.comparingInt(Prefix::length));
    AddressSet peers = AddressSet.none();
    for (Prefix prefix : all) {
      AddressSet one = AddressSet.of(prefix);
      peers = exceptions.contains(prefix) ? peers.subtract(one) : peers.union(one);
    }
    return peers;
  }

  /** Tells whether the elements are exactly those that a set of ours for these peers has. */
  boolean isExact() {
    return !odd && elements.size() == Sets.prefixes(peers()).size();
  }

  /** Tells whether it is a set of prefixes like ours. */
  boolean isSound(Family family) {
    return type.equals("hash:net " + Sets.family(family));
  }
}
