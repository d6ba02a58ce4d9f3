package org.postern.policy;

import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.postern.diagnostic.Span;

/**
 * A system the policy is compiled for.
 *
 * @param kind a known kind of target, or {@code auto}
 * @param name tells it from others of its kind; the kind where it is given no other
 * @param span the place where it is named
 * @param options the options as written, values are scalars or comma-joined lists, and of a secret
 *     where it is kept; the kind says what each may be
 * @param places the places where the values of options are written; an option that is not written
 *     has none
 */
public record TargetBinding(
    String kind, String name, Span span, Map<String, String> options, Map<String, Span> places) {
  /** The host's own packet filter, whichever it is. */
  public static final String AUTO = "auto";

  /** The key that gives a target its name: no option of a kind is called so. */
  public static final String NAME = "name";

  /** The key of a secret, on every kind that has one. */
  public static final String SECRET = "secret";

  public TargetBinding {
    options = Map.copyOf(options);
    places = Map.copyOf(places);
  }

  /** A kind alone, which is its name too. */
  public TargetBinding(String kind, Span span) {
    this(kind, kind, span, Map.of());
  }

  /** Creates a binding that is written nowhere. */
  public TargetBinding(String kind, String name, Span span, Map<String, String> options) {
    this(kind, name, span, options, Map.of());
  }

  /** Returns a copy with these options beside its own, in their place where both are. */
  public TargetBinding with(Map<String, String> more) {
    Map<String, String> all = new TreeMap<>(options);
    all.putAll(more);
    return new TargetBinding(kind, name, span, all, places);
  }

  /** Returns a copy that stands elsewhere. */
  public TargetBinding at(Span other) {
    return new TargetBinding(kind, name, other, options, Map.of());
  }

  /** Returns the value of an option; empty where it is not written. */
  public Optional<String> option(String option) {
    return Optional.ofNullable(options.get(option));
  }

  /** Returns the rules that an option names, which are joined by commas. */
  public static Set<String> names(String list) {
    return Set.copyOf(Arrays.asList(list.split(",", -1)));
  }
}
