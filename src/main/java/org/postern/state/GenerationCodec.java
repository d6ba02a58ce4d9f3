package org.postern.state;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.postern.host.JsonTree;

/** Generations as JSON trees; writer and reader side by side. */
public final class GenerationCodec {
  private GenerationCodec() {}

  static Map<String, Object> write(Generation generation) {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("number", generation.number());
    tree.put("kind", word(generation.kind()));
    tree.put("at", generation.at().toString());
    tree.put("accepted", generation.accepted().toString());
    tree.put("who", generation.who());
    tree.put("why", generation.why());
    tree.put("digest", generation.digest());
    tree.put("outcome", word(generation.outcome()));
    generation.confirmation().ifPresent(waits -> tree.put("confirmation", write(waits)));
    tree.put(
        "targets",
        generation.targets().stream()
            .map(
                target ->
                    Map.of(
                        "name", target.name(),
                        "kind", target.kind(),
                        "options", target.options()))
            .toList());
    tree.put("policy", generation.policy());
    generation.contents().ifPresent(place -> tree.put("contents", place));
    return tree;
  }

  static Generation read(JsonTree tree) throws IOException {
    return read(
        tree,
        tree.string("policy"),
        tree.has("contents") ? Optional.of(tree.string("contents")) : Optional.empty());
  }

  /**
   * Reads what both formats have.
   *
   * @param policy the name of the policy's file
   * @param contents the place of the contents
   */
  public static Generation read(JsonTree tree, String policy, Optional<String> contents)
      throws IOException {
    return new Generation(
        Math.toIntExact(tree.number("number")),
        Generation.Kind.valueOf(tree.string("kind").toUpperCase(Locale.ROOT)),
        Instant.parse(tree.string("at")),
        Instant.parse(tree.string(tree.has("accepted") ? "accepted" : "at")),
        tree.string("who"),
        tree.string("why"),
        tree.string("digest"),
        readTargets(tree),
        policy,
        contents,
        Generation.Outcome.valueOf(tree.string("outcome").toUpperCase(Locale.ROOT)),
        tree.has("confirmation")
            ? Optional.of(readConfirmation(tree.object("confirmation")))
            : Optional.empty());
  }

  private static List<Generation.TargetUse> readTargets(JsonTree tree) throws IOException {
    List<Generation.TargetUse> targets = new ArrayList<>();
    for (JsonTree target : tree.objects("targets")) {
      Map<String, String> options = new LinkedHashMap<>();
      JsonTree given = target.object("options");
      for (String option : given.members().keySet()) {
        options.put(option, given.string(option));
      }
      String name = target.string("name");
      // Names were kinds before a kind could have several targets.
      String kind = target.has("kind") ? target.string("kind") : name;
      targets.add(new Generation.TargetUse(name, kind, options));
    }
    return targets;
  }

  private static Map<String, Object> write(Generation.Confirmation waits) {
    return Map.of(
        "until", waits.until().toString(), "boot", waits.boot(), "before", waits.before());
  }

  private static Generation.Confirmation readConfirmation(JsonTree tree) throws IOException {
    return new Generation.Confirmation(
        Instant.parse(tree.string("until")),
        tree.string("boot"),
        Math.toIntExact(tree.number("before")));
  }

  private static String word(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }
}
