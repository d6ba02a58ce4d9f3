package org.postern.command;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A policy that is named as a word or as {@code --policy}; both mean the same everywhere. */
public final class PolicyWords {
  /** The option for commands whose words name something else first. */
  public static final Option OPTION = Option.policy("default " + Requests.DEFAULT_POLICY);

  private PolicyWords() {}

  /** Returns the invocation with the option as its first word, where that is the policy. */
  static Invocation merged(Command command, Invocation invocation) {
    boolean isFirst = !command.parameters().isEmpty() && command.parameters().getFirst().isPolicy();
    if (!isFirst || !invocation.has(OPTION.name())) {
      return invocation;
    }
    List<String> words = new ArrayList<>(invocation.words());
    String policy = one(invocation.word(0), invocation).orElseThrow();
    if (words.isEmpty()) {
      words.add(policy);
    }
    Map<String, List<String>> options = new LinkedHashMap<>(invocation.options());
    options.remove(OPTION.name());
    return new Invocation(words, options);
  }

  /** Returns the policy that is named, if one is. */
  public static Optional<String> one(Optional<String> word, Invocation invocation) {
    Optional<String> option = invocation.value(OPTION.name());
    if (word.isPresent() && option.isPresent() && !isSame(word.get(), option.get())) {
      throw new UsageException(
          "two policies are named, %s and --policy %s: leave one out"
              .formatted(word.get(), option.get()));
    }
    return word.or(() -> option);
  }

  private static boolean isSame(String one, String other) {
    return normal(one).equals(normal(other));
  }

  private static Path normal(String path) {
    return Path.of(path).toAbsolutePath().normalize();
  }

  /** Tells whether a word among others is the path of a policy. */
  public static boolean isPolicy(String word) {
    return word.endsWith(".yaml")
        || word.endsWith(".yml")
        || Files.exists(Path.of(word).resolve("policy.yaml"));
  }
}
