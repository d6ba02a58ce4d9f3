package org.postern.target.iptables;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.postern.address.Address;
import org.postern.address.Family;
import org.postern.address.text.AddressText;
import org.postern.plan.SeenPeer;
import org.postern.target.TargetException;

/**
 * Reads whom rules remember. One set tells when a peer came last, another how often: what a rule
 * renews in a set begins to count anew. A peer that calls for longer than the second set remembers
 * is counted from one on again.
 */
final class SeenReader {
  private final Tools tools;
  private final Toolbox toolbox;
  private final Map<String, HeldSet> sets;

  SeenReader(Tools tools, Toolbox toolbox, Map<String, HeldSet> sets) {
    this.tools = tools;
    this.toolbox = toolbox;
    this.sets = Map.copyOf(sets);
  }

  List<SeenPeer> read(Iterable<String> rules) throws TargetException {
    List<SeenPeer> seen = new ArrayList<>();
    for (String rule : rules) {
      for (Family family : Family.values()) {
        if (isSound(Names.seen(rule, family), Sets.seenType(family))) {
          String calls = Names.calls(rule, family);
          seen.addAll(read(rule, family, Names.seen(rule, family), calls));
        }
      }
    }
    if (isSound(Names.FRAGMENTS_SEEN, Sets.seenType(Family.IP6))) {
      read("", Family.IP6, Names.FRAGMENTS_SEEN, Names.FRAGMENTS_CALLS)
          .forEach(one -> seen.add(SeenPeer.ofFragments(one.peer(), one.ago(), one.packets())));
    }
    return seen;
  }

  /**
   * Tells whether a set is of the type that ours have: others may make sets by the names of ours.
   */
  private boolean isSound(String name, String type) {
    return Optional.ofNullable(sets.get(name)).filter(set -> set.type().equals(type)).isPresent();
  }

  private List<SeenPeer> read(String rule, Family family, String remembering, String counting)
      throws TargetException {
    Map<Address, Long> calls = new HashMap<>();
    if (isSound(counting, Sets.callsType(family))) {
      for (Element element : elements(counting, family)) {
        calls.put(element.peer(), element.packets());
      }
    }
    List<SeenPeer> seen = new ArrayList<>();
    for (Element element : elements(remembering, family)) {
      Duration ago = Sets.SEEN_FOR.minusSeconds(element.left());
      long packets = calls.getOrDefault(element.peer(), 1L);
      seen.add(new SeenPeer(rule, element.peer(), ago.isNegative() ? Duration.ZERO : ago, packets));
    }
    return seen;
  }

  private record Element(Address peer, long left, long packets) {}

  private List<Element> elements(String set, Family family) throws TargetException {
    String text = toolbox.run(List.of(tools.ipset(), "save", set), "");
    String begin = "add " + set + " ";
    return text.lines()
        .filter(line -> line.startsWith(begin))
        .flatMap(line -> element(line.substring(begin.length()).split(" ", -1), family).stream())
        .limit(Sets.SEEN_SIZE)
        .toList();
  }

  private static Optional<Element> element(String[] words, Family family) {
    return AddressText.parse(words[0]) instanceof AddressText.Ok ok
            && ok.form() == AddressText.Form.ADDRESS
            && ok.interval().family() == family
        ? Optional.of(
            new Element(ok.interval().first(), number(words, "timeout"), number(words, "packets")))
        : Optional.empty();
  }

  private static long number(String[] words, String name) {
    for (int at = 1; at + 1 < words.length; at++) {
      if (words[at].equals(name) && words[at + 1].matches("[0-9]{1,18}")) {
        return Long.parseLong(words[at + 1]);
      }
    }
    return 0;
  }
}
