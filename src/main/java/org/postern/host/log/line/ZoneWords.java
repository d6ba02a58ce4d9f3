package org.postern.host.log.line;

import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Abbreviations of time zones, as {@code journalctl -o short-full} and {@code date} print them.
 * Some stand for several; then that of this host is meant, if it is one of them, else the first.
 */
final class ZoneWords {
  private static final Map<String, List<ZoneOffset>> OFFSETS =
      Map.ofEntries(
          zone("Z", 0),
          zone("UTC", 0),
          zone("UCT", 0),
          zone("GMT", 0),
          zone("WET", 0),
          zone("WEST", 60),
          zone("BST", 60, 360),
          zone("IST", 330, 60, 120),
          zone("IDT", 180),
          zone("CET", 60),
          zone("CEST", 120),
          zone("MET", 60),
          zone("MEST", 120),
          zone("EET", 120),
          zone("EEST", 180),
          zone("WAT", 60),
          zone("CAT", 120),
          zone("SAST", 120),
          zone("EAT", 180),
          zone("MSK", 180),
          zone("TRT", 180),
          zone("PKT", 300),
          zone("WIB", 420),
          zone("HKT", 480),
          zone("SGT", 480),
          zone("PST", -480, 480),
          zone("AWST", 480),
          zone("JST", 540),
          zone("KST", 540),
          zone("ACST", 570),
          zone("ACDT", 630),
          zone("AEST", 600),
          zone("AEDT", 660),
          zone("NZST", 720),
          zone("NZDT", 780),
          zone("NST", -210),
          zone("NDT", -150),
          zone("BRT", -180),
          zone("ART", -180),
          zone("AST", -240, 180),
          zone("ADT", -180),
          zone("EST", -300),
          zone("EDT", -240),
          zone("CST", -360, 480),
          zone("CDT", -300),
          zone("MST", -420),
          zone("MDT", -360),
          zone("PDT", -420),
          zone("AKST", -540),
          zone("AKDT", -480),
          zone("HST", -600),
          zone("SST", -660));

  private ZoneWords() {}

  private static Map.Entry<String, List<ZoneOffset>> zone(String word, Integer... minutes) {
    return Map.entry(
        word, List.of(minutes).stream().map(one -> ZoneOffset.ofTotalSeconds(one * 60)).toList());
  }

  static boolean isKnown(String word) {
    return OFFSETS.containsKey(word);
  }

  /**
   * Returns the offset that a word means at a time; empty for a word that is not known.
   *
   * @param here the zone of this host
   */
  static Optional<ZoneOffset> offset(String word, LocalDateTime time, ZoneId here) {
    List<ZoneOffset> possible = OFFSETS.getOrDefault(word, List.of());
    ZoneOffset own = here.getRules().getOffset(time);
    return possible.contains(own) ? Optional.of(own) : possible.stream().findFirst();
  }
}
