package org.postern.target.iptables;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.postern.policy.Ports;

/**
 * Writes ports in the words of iptables(8): one line for all of them, as far as multiport has room.
 */
final class PortMatches {
  /**
   * The places of multiport, {@code XT_MULTI_PORTS} of Linux {@code xt_multiport.h}; a range takes
   * two.
   */
  private static final int SLOTS = 15;

  private static final Pattern RANGE = Pattern.compile("([0-9]{1,5})(?::([0-9]{1,5}))?");

  private PortMatches() {}

  /**
   * Returns the conditions of which exactly one holds of a packet to one of the ports, each after a
   * blank.
   */
  static List<String> of(Ports ports) {
    if (ports.ranges().size() == 1) {
      return List.of(" -m tcp --dport " + text(ports.ranges().getFirst()));
    }
    List<String> lines = new ArrayList<>();
    List<String> texts = new ArrayList<>();
    int slots = 0;
    for (Ports.Range range : ports.ranges()) {
      int needed = range.isSingle() ? 1 : 2;
      if (slots + needed > SLOTS) {
        lines.add(multiport(texts));
        texts.clear();
        slots = 0;
      }
      texts.add(text(range));
      slots += needed;
    }
    lines.add(multiport(texts));
    return lines;
  }

  private static String multiport(List<String> texts) {
    return " -m multiport --dports " + String.join(",", texts);
  }

  /** Returns {@code 25} or {@code 2500:2599}. */
  static String text(Ports.Range range) {
    return range.isSingle() ? range.text() : range.first() + ":" + range.last();
  }

  /** Returns the ports of a condition; what is none of ours is left out. */
  static List<Ports.Range> read(String text) {
    List<Ports.Range> ranges = new ArrayList<>();
    for (String part : text.split(",", -1)) {
      Matcher matcher = RANGE.matcher(part);
      if (matcher.matches()) {
        int first = Integer.parseInt(matcher.group(1));
        int last = matcher.group(2) == null ? first : Integer.parseInt(matcher.group(2));
        if (first >= 1 && first <= last && last <= Ports.LAST) {
          ranges.add(new Ports.Range(first, last));
        }
      }
    }
    return ranges;
  }
}
