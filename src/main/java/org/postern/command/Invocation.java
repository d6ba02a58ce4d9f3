package org.postern.command;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A command as it was called.
 *
 * @param words the parameters given
 * @param options the values of each option given; a switch has none
 */
public record Invocation(List<String> words, Map<String, List<String>> options) {
  public Invocation {
    words = List.copyOf(words);
    options = Map.copyOf(options);
  }

  /** Returns the parameter at a place. */
  public Optional<String> word(int index) {
    return index < words.size() ? Optional.of(words.get(index)) : Optional.empty();
  }

  /** Tells whether an option was given. */
  public boolean has(String option) {
    return options.containsKey(option);
  }

  /** Returns the value of an option; the last one wins. */
  public Optional<String> value(String option) {
    List<String> values = values(option);
    return values.isEmpty() ? Optional.empty() : Optional.of(values.getLast());
  }

  /** Returns all values of an option. */
  public List<String> values(String option) {
    return options.getOrDefault(option, List.of());
  }

  /** Returns the value of an option as a path. */
  public Optional<Path> path(String option) {
    return value(option).map(Path::of);
  }
}
