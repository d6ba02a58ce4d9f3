package org.postern.target.mail.tcpserver;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.postern.address.AddressSet;

/**
 * The administrator's lines, as tcpserver follows them: it looks for the whole address first, then
 * for ever shorter beginnings of it, and last for the line without an address. Of equal lines the
 * first counts.
 *
 * @param allowed addresses that lines with an address let in
 * @param covered addresses that lines with an address decide on
 * @param otherwise the effect of the line without an address; empty where there is none
 * @param names lines that let in clients by the name of their host, or by what ident says
 */
record SourceLines(
    AddressSet allowed, AddressSet covered, Optional<CatchAll> otherwise, List<String> names) {
  private static final String DENY = "deny";

  SourceLines {
    names = List.copyOf(names);
  }

  /**
   * The line without an address.
   *
   * @param text the line
   * @param allows whether it lets all others in
   */
  record CatchAll(String text, boolean allows) {}

  /** Returns the addresses that a line refuses. */
  AddressSet denied() {
    return covered.subtract(allowed);
  }

  /** Reads the lines of a text, whose form tcprules(1) checks. */
  static SourceLines read(String text) {
    Map<Integer, Map<String, Decision>> byOctets = new TreeMap<>();
    Optional<CatchAll> otherwise = Optional.empty();
    List<String> names = new ArrayList<>();
    for (String line : rules(text)) {
      int colon = line.indexOf(':');
      String key = line.substring(0, colon);
      boolean allows = !line.startsWith(DENY, colon + 1);
      Optional<OctetKeys.Key> octets = OctetKeys.read(key);
      if (key.isEmpty()) {
        CatchAll last = new CatchAll(line, allows);
        otherwise = otherwise.or(() -> Optional.of(last));
      } else if (octets.isPresent()) {
        Map<String, Decision> alike =
            byOctets.computeIfAbsent(octets.get().octets(), _ -> new HashMap<>());
        for (String one : OctetKeys.singles(key)) {
          OctetKeys.read(one)
              .ifPresent(
                  single -> alike.putIfAbsent(one, new Decision(single.addresses(), allows)));
        }
      } else if (allows && (key.contains("=") || key.contains("@"))) {
        names.add(line);
      }
    }
    AddressSet allowed = AddressSet.none();
    AddressSet covered = AddressSet.none();
    for (Map<String, Decision> alike : byOctets.values()) {
      AddressSet.Builder all = AddressSet.builder();
      AddressSet.Builder some = AddressSet.builder();
      for (Decision decision : alike.values()) {
        all.add(decision.addresses());
        if (decision.allows()) {
          some.add(decision.addresses());
        }
      }
      AddressSet here = all.build();
      allowed = allowed.subtract(here).union(some.build());
      covered = covered.union(here);
    }
    return new SourceLines(allowed, covered, otherwise, names);
  }

  private record Decision(AddressSet addresses, boolean allows) {}

  /**
   * Returns the lines without blank ends, comments and lines without a colon, all of which
   * tcprules(1) passes over.
   */
  static List<String> rules(String text) {
    return Stream.of(text.split("\n", -1))
        .map(line -> line.replaceAll("[ \t]+$", ""))
        .filter(line -> !line.startsWith("#") && line.contains(":"))
        .toList();
  }
}
