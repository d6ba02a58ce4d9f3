package org.postern.pipeline;

import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.postern.diagnostic.Span;
import org.postern.plan.TargetOption;
import org.postern.policy.InterfaceNames;
import org.postern.policy.Policy;
import org.postern.policy.Rule;
import org.postern.policy.TargetBinding;
import org.postern.policy.parse.text.Words;
import org.postern.state.Generation;
import org.postern.target.Secrets;
import org.postern.target.Target;
import org.postern.target.TargetException;
import org.postern.target.TargetKind;

/**
 * The kinds of targets there are, and the targets of a run: those that the request or the policy
 * names, as the policy binds them. Safe for several threads.
 */
public final class Targets {
  private static final Span NOWHERE = Span.wholeFile("");

  private final Map<String, TargetKind> kinds = new TreeMap<>();
  private final Supplier<AutoTarget.Choice> auto;
  private final Secrets secrets;
  private final Map<String, BoundedTarget> opened = new HashMap<>();
  private boolean lasting;

  /**
   * Creates the targets of these kinds.
   *
   * @param kinds the kinds that a policy may bind, {@code auto} apart
   * @param auto chooses the kind that {@code auto} is on this host
   */
  public Targets(
      Collection<? extends TargetKind> kinds, Supplier<AutoTarget.Choice> auto, Secrets secrets) {
    kinds.forEach(kind -> this.kinds.put(kind.name(), kind));
    this.auto = auto;
    this.secrets = secrets;
  }

  /** Returns all kinds, in the order of their names. */
  public Collection<TargetKind> kinds() {
    return List.copyOf(kinds.values());
  }

  /** Returns a kind by its name. */
  public Optional<TargetKind> kind(String name) {
    return Optional.ofNullable(kinds.get(name));
  }

  /**
   * Returns the words that may stand for a target: kinds, {@code auto}, and the names that a policy
   * gives.
   */
  public Set<String> words(Policy policy) {
    Set<String> words = new TreeSet<>(kinds.keySet());
    words.add(TargetBinding.AUTO);
    policy.targets().forEach(binding -> words.add(binding.name()));
    return words;
  }

  /** Returns the names of interfaces that rules may have on each kind, {@code auto} among them. */
  Map<String, InterfaceNames> interfaces() {
    Map<String, InterfaceNames> interfaces = new TreeMap<>();
    InterfaceNames own = InterfaceNames.LINUX;
    for (TargetKind kind : kinds.values()) {
      InterfaceNames names = kind.capabilities().interfaces();
      interfaces.put(kind.name(), names);
      own = names == InterfaceNames.WINDOWS && kind.installed() ? names : own;
    }
    interfaces.put(TargetBinding.AUTO, own);
    return interfaces;
  }

  /**
   * Returns the systems of this host that need no policy to be found, as if bound without options.
   */
  public List<Generation.TargetUse> ofHost() {
    return kinds.values().stream()
        .filter(kind -> kind.installed() && kind.onePerHost())
        .map(kind -> new Generation.TargetUse(kind.name(), kind.name(), Map.of()))
        .toList();
  }

  /** Returns what {@code auto} is on this host, as if bound without options. */
  public Generation.TargetUse chosen() {
    String kind = auto.get().kind().name();
    return new Generation.TargetUse(kind, kind, Map.of());
  }

  /**
   * Returns how a target is bound.
   *
   * @param name a name, or a kind where the policy has no more than one of it, {@code auto} too
   * @throws TargetException when there is none, or more than one
   */
  public TargetBinding binding(String name, Policy policy) throws TargetException {
    String wanted = name.equals(TargetBinding.AUTO) ? auto.get().kind().name() : name;
    List<TargetBinding> named =
        policy.targets().stream().filter(one -> one.name().equals(wanted)).toList();
    if (!named.isEmpty()) {
      return named.getFirst();
    }
    List<TargetBinding> ofKind =
        policy.targets().stream().filter(one -> one.kind().equals(wanted)).toList();
    if (ofKind.size() > 1) {
      throw new TargetException(
          TargetException.Kind.UNKNOWN,
          "there is more than one target of kind " + wanted,
          "name one of them: "
              + ofKind.stream().map(TargetBinding::name).collect(Collectors.joining(", ")));
    }
    return ofKind.isEmpty() ? new TargetBinding(known(wanted).name(), NOWHERE) : ofKind.getFirst();
  }

  private TargetKind known(String name) throws TargetException {
    TargetKind kind = kinds.get(name);
    if (kind == null) {
      throw new TargetException(
          TargetException.Kind.UNAVAILABLE,
          "there is no target %s in this version".formatted(name),
          "there are " + String.join(", ", words(Prepared.noPolicy())));
    }
    return kind;
  }

  /**
   * Refuses a request that names a target which does not exist.
   *
   * @throws TargetException with the nearest name and all names
   */
  public void requireKnown(Optional<String> target, Policy policy) throws TargetException {
    Set<String> known = words(policy);
    Optional<String> unknown = target.filter(name -> !known.contains(name));
    if (unknown.isPresent()) {
      String meant =
          Words.nearest(unknown.get(), known).map("did you mean %s? "::formatted).orElse("");
      throw new TargetException(
          TargetException.Kind.UNKNOWN,
          "there is no target " + Words.quoted(unknown.get()),
          meant + "there are " + String.join(", ", known));
    }
  }

  /** Returns a target by name, with the options that a policy gives it. */
  public BoundedTarget bound(String name, Policy policy) throws TargetException {
    return bound(name, policy, Map.of());
  }

  /** Returns a target by name, where the caller sets some options too. */
  public BoundedTarget bound(String name, Policy policy, Map<String, String> asked)
      throws TargetException {
    TargetBinding binding = binding(name, policy);
    TargetKind kind = known(binding.kind());
    for (String option : asked.keySet()) {
      if (!kind.options().containsKey(option)) {
        throw new TargetException(
            TargetException.Kind.UNAVAILABLE, name + " has no option " + option);
      }
    }
    return open(binding.with(opened(kind, policy)).with(asked), policy.targets().size());
  }

  /**
   * Returns a target as a generation used it, for something that is done on several.
   *
   * @param targets the number of targets
   */
  public BoundedTarget used(Generation.TargetUse use, int targets) throws TargetException {
    return open(new TargetBinding(use.kind(), use.name(), NOWHERE, use.options()), targets);
  }

  /** Returns one of several targets, by its name. */
  public BoundedTarget used(Collection<Generation.TargetUse> uses, String name)
      throws TargetException {
    return used(
        uses.stream().filter(use -> use.name().equals(name)).findFirst().orElseThrow(),
        uses.size());
  }

  /** Returns a target by its kind, without options and without others beside it. */
  public BoundedTarget alone(String kind) throws TargetException {
    return used(new Generation.TargetUse(kind, kind, Map.of()), 1);
  }

  /** Returns a target alone, for {@code auto} or as a policy binds it. */
  public BoundedTarget alone(String name, Policy policy) throws TargetException {
    return used(use(name, policy), 1);
  }

  /**
   * Returns how a policy binds a target, with what follows from its rules: as it is written down.
   */
  public Generation.TargetUse use(String name, Policy policy) throws TargetException {
    TargetBinding binding = bound(name, policy).binding();
    return new Generation.TargetUse(binding.name(), binding.kind(), binding.options());
  }

  /**
   * Returns the names of the targets that are brought back before the network of this host is up.
   */
  public List<String> atBoot(Generation generation) {
    return generation.targets().stream()
        .filter(use -> kind(use.kind()).filter(TargetKind::isRemote).isEmpty())
        .map(Generation.TargetUse::name)
        .toList();
  }

  /**
   * Opens a target, one for each name: what it remembers of its system serves all that ask for it.
   */
  private synchronized BoundedTarget open(TargetBinding binding, int targets)
      throws TargetException {
    TargetKind kind = known(binding.kind());
    String identity = binding.kind() + " " + binding.name();
    Optional<BoundedTarget> last = Optional.ofNullable(opened.get(identity));
    Target target =
        last.filter(one -> one.binding().options().equals(binding.options()))
            .map(BoundedTarget::target)
            .orElseGet(() -> begin(kind, binding));
    TargetCalls calls = last.map(BoundedTarget::calls).orElseGet(this::calls);
    BoundedTarget bounded = new BoundedTarget(binding, kind, target, calls, targets <= 1);
    opened.put(identity, bounded);
    return bounded;
  }

  private Target begin(TargetKind kind, TargetBinding binding) {
    boolean asks = kind.options().values().stream().anyMatch(TargetOption.Secret.class::isInstance);
    return asks ? MaskedTarget.open(kind, binding, secrets) : kind.open(binding, secrets);
  }

  private TargetCalls calls() {
    TargetCalls calls = new TargetCalls();
    if (lasting) {
      calls.lasts();
    }
    return calls;
  }

  /**
   * Tells that this process lasts: a change of a target that takes long is made, and not waited
   * for.
   */
  synchronized void last() {
    lasting = true;
    opened.values().forEach(target -> target.calls().lasts());
  }

  /** Returns the options of a kind that follow from the rules of a policy. */
  private static Map<String, String> opened(TargetKind kind, Policy policy) {
    String rules =
        policy.rules().stream()
            .filter(Rule::opens)
            .map(Rule::name)
            .collect(Collectors.joining(","));
    Map<String, String> options = new LinkedHashMap<>();
    kind.options()
        .forEach(
            (option, values) -> {
              if (values instanceof TargetOption.OpenedRules && !rules.isEmpty()) {
                options.put(option, rules);
              }
            });
    return options;
  }

  /** Returns what the host's packet filter was taken for, if this run left it to us. */
  public Optional<String> choice(Policy policy, Request request) {
    boolean left =
        request.target().map(TargetBinding.AUTO::equals).orElseGet(() -> bindsAuto(policy));
    return Optional.of(auto)
        .filter(_ -> left)
        .map(Supplier::get)
        .filter(choice -> !choice.why().isEmpty())
        .map(AutoTarget.Choice::sentence);
  }

  private static boolean bindsAuto(Policy policy) {
    return policy.targets().stream().anyMatch(one -> one.kind().equals(TargetBinding.AUTO));
  }

  /** Returns the names of the targets of a run, {@code auto} resolved, each once. */
  public List<String> names(Policy policy, Request request) throws TargetException {
    requireKnown(request.target(), policy);
    List<String> named =
        request
            .target()
            .map(List::of)
            .orElseGet(() -> policy.targets().stream().map(TargetBinding::name).toList());
    Set<String> names = new LinkedHashSet<>();
    for (String name : named) {
      names.add(binding(name, policy).name());
    }
    return List.copyOf(names);
  }

  /**
   * Tells whether two are the same system, be it under another name: what is bound anew under
   * another name is not left.
   */
  public boolean areSame(String kind, String name, TargetBinding other) {
    return kind.equals(other.kind())
        && (name.equals(other.name())
            || Optional.ofNullable(kinds.get(kind)).filter(TargetKind::onePerHost).isPresent());
  }
}
