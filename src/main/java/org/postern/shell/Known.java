package org.postern.shell;

import java.util.List;
import java.util.Map;

/**
 * The names that can be typed for a placeholder of the command table, such as {@code ADDR} or
 * {@code RULE}. For a placeholder without names, any word can be typed.
 *
 * @param names the names by placeholder
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
