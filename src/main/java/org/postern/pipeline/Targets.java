package org.postern.pipeline;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.postern.plan.Capabilities;
import org.postern.plan.TargetOption;
import org.postern.policy.Policy;
import org.postern.policy.Rule;
import org.postern.policy.TargetBinding;
import org.postern.policy.parse.Words;
import org.postern.target.Target;
import org.postern.target.TargetException;

/**
 * Which targets a run has: those that the request or the policy names, as the policy binds them.
 */
final class Targets {
  private final Map<String, Target> known;

  /**
   * Of these.
   *
   * @param known every target by name, {@code auto} among them
   */
  Targets(Map<String, Target> known) {
    this.known = Map.copyOf(known);
  }

  /** The names of all targets that this host has the tools for, each once. */
  List<String> all() {
    return known.values().stream()
        .filter(Target::installed)
        .map(target -> target.capabilities().target())
        .distinct()
        .sorted()
        .toList();
  }

  /** A target by name. */
  Target named(String name) throws TargetException {
    Target target = known.get(name);
    if (target == null) {
      throw new TargetException(
          TargetException.Kind.UNAVAILABLE,
          "there is no target %s in this version".formatted(name),
          "there are " + listed());
    }
    return target;
  }

  private String listed() {
    return String.join(", ", new TreeSet<>(known.keySet()));
  }

  /**
   * Refuses a request that names a target which does not exist.
   *
   * @throws TargetException with the nearest name and all names
   */
  void requireKnown(Request request) throws TargetException {
    Optional<String> unknown = request.target().filter(name -> !known.containsKey(name));
    if (unknown.isPresent()) {
      String meant =
          Words.nearest(unknown.get(), known.keySet())
              .map("did you mean %s? "::formatted)
              .orElse("");
      throw new TargetException(
          TargetException.Kind.UNKNOWN,
          "there is no target " + Words.quoted(unknown.get()),
          meant + "there are " + listed());
    }
  }

  /**
   * A target by name, for something that is done on several.
   *
   * @param targets how many there are
   */
  Target oneOf(int targets, String name) throws TargetException {
    return targets > 1 ? besideOthers(named(name)) : named(name);
  }

  private static Target besideOthers(Target target) {
    return target instanceof BoundedTarget bounded ? bounded.besideOthers() : target;
  }

  /** A target by name, with the options that a policy gives it. */
  Target bound(String name, Policy policy) throws TargetException {
    return bound(name, policy, Map.of());
  }

  /** The same, where whoever asks for it sets some options himself. */
  Target bound(String name, Policy policy, Map<String, String> asked) throws TargetException {
    Target target = named(name);
    Map<String, String> options = options(name, policy, target.capabilities());
    for (String option : asked.keySet()) {
      if (!target.capabilities().options().containsKey(option)) {
        throw new TargetException(
            TargetException.Kind.UNAVAILABLE, name + " has no option " + option);
      }
    }
    options.putAll(asked);
    return policy.targets().size() > 1 ? besideOthers(target.with(options)) : target.with(options);
  }

  /** The options that a policy gives a target, and those that follow from its rules. */
  Map<String, String> options(String name, Policy policy) {
    Target target = known.get(name);
    return target == null ? Map.of() : options(name, policy, target.capabilities());
  }

  private static Map<String, String> options(
      String name, Policy policy, Capabilities capabilities) {
    Map<String, String> options = new TreeMap<>();
    policy.targets().stream()
        .filter(binding -> binding.name().equals(name))
        .findFirst()
        .ifPresent(binding -> options.putAll(binding.options()));
    String opened =
        policy.rules().stream()
            .filter(Rule::opens)
            .map(Rule::name)
            .collect(Collectors.joining(","));
    capabilities
        .options()
        .forEach(
            (option, values) -> {
              if (values instanceof TargetOption.OpenedRules && !opened.isEmpty()) {
                options.put(option, opened);
              }
            });
    return options;
  }

  /** What the host's packet filter was taken for, if this run left it to us. */
  Optional<String> choice(Policy policy, Request request) {
    boolean left =
        request.target().map(TargetBinding.AUTO::equals).orElseGet(() -> bindsAuto(policy));
    return left && known.get(TargetBinding.AUTO) instanceof BoundedTarget(Chosen chosen, _, _)
        ? Optional.of(chosen.why())
        : Optional.empty();
  }

  private static boolean bindsAuto(Policy policy) {
    return policy.targets().stream().anyMatch(one -> one.name().equals(TargetBinding.AUTO));
  }

  /** The names of the targets of a run, {@code auto} resolved, each once. */
  List<String> names(Policy policy, Request request) throws TargetException {
    requireKnown(request);
    List<String> named =
        request
            .target()
            .map(List::of)
            .orElseGet(() -> policy.targets().stream().map(TargetBinding::name).toList());
    Set<String> names = new LinkedHashSet<>();
    for (String name : named) {
      names.add(named(name).capabilities().target());
    }
    return List.copyOf(names);
  }
}
