package org.postern.daemon;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.postern.address.Address;
import org.postern.address.text.AddressText;

/** The words of a line, one after the other. */
final class Words {
  private final List<String> words;
  private int at;

  Words(String line) {
    this.words = List.of(line.strip().split(" +"));
  }

  boolean end() {
    return at == words.size();
  }

  String next() {
    if (end()) {
      throw new IllegalArgumentException("something is missing at the end of the line");
    }
    return words.get(at++);
  }

  /** Passes over a word if it is the next one. */
  boolean accept(String word) {
    boolean there = !end() && words.get(at).equals(word);
    at += there ? 1 : 0;
    return there;
  }

  /** All that is left. */
  String rest() {
    String rest = String.join(" ", words.subList(at, words.size()));
    at = words.size();
    return rest;
  }

  /** What follows a word, if that comes next. */
  Optional<String> restAfter(String word) {
    return accept(word) ? Optional.of(rest()) : Optional.empty();
  }

  /** All words up to one of these. */
  String until(String... stops) {
    List<String> found = new ArrayList<>();
    while (!end() && !List.of(stops).contains(words.get(at))) {
      found.add(next());
    }
    return String.join(" ", found);
  }

  int number() {
    return Integer.parseInt(next());
  }

  Optional<Integer> numberIfAny() {
    return !end() && words.get(at).matches("[0-9]+") ? Optional.of(number()) : Optional.empty();
  }

  Duration duration() {
    return duration(next());
  }

  Optional<Duration> durationIfAny() {
    return !end() && words.get(at).matches("[0-9]+[smhd]")
        ? Optional.of(duration())
        : Optional.empty();
  }

  /** As {@code 90s}, {@code 5m}, {@code 25h}, {@code -365d}. */
  private static Duration duration(String text) {
    return text.endsWith("d")
        ? Duration.ofDays(Long.parseLong(text.substring(0, text.length() - 1)))
        : Duration.parse("PT" + text.toUpperCase(Locale.ROOT));
  }

  /** Addresses up to the end or to a word that is none; {@code A..B} are all from A to B. */
  List<Address> addresses() {
    List<Address> found = new ArrayList<>();
    while (!end() && words.get(at).matches("[0-9a-f:.]*[:.][0-9a-f:.]*")) {
      found.addAll(addresses(next()));
    }
    return found;
  }

  private static List<Address> addresses(String text) {
    int dots = text.indexOf("..");
    if (dots < 0) {
      return List.of(address(text));
    }
    Address last = address(text.substring(dots + 2));
    List<Address> found = new ArrayList<>(List.of(address(text.substring(0, dots))));
    while (!found.getLast().equals(last)) {
      found.add(found.getLast().next().orElseThrow());
    }
    return found;
  }

  static Address address(String text) {
    if (AddressText.parse(text) instanceof AddressText.Ok ok) {
      return ok.interval().first();
    }
    throw new IllegalArgumentException(text + " is no address");
  }
}
