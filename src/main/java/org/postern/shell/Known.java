package org.postern.shell;

import java.util.List;
import java.util.Map;

/**
 * The names that a word can be, by what the command table calls their place: {@code ADDR}, {@code
 * RULE} and so on. A place that is not here can be anything.
 *
 * @param names of each place
 */
record Known(Map<String, List<String>> names) {
  static final Known NOTHING = new Known(Map.of());

  Known {
    names = Map.copyOf(names);
  }

  List<String> of(String place) {
    return names.getOrDefault(place, List.of());
  }

  boolean tells(String place) {
    return names.containsKey(place);
  }
}
