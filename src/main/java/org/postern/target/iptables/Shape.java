package org.postern.target.iptables;

import java.util.Map;
import java.util.Optional;
import org.postern.address.Family;

/**
 * How a rule is laid out.
 *
 * @param tracked whether it asks connection tracking what was dialled
 * @param letters the letters of the sets in use
 */
record Shape(boolean tracked, Map<Family, Character> letters) {
  Shape {
    letters = Map.copyOf(letters);
  }

  char letter(Family family) {
    return Optional.ofNullable(letters.get(family)).orElse('a');
  }
}
