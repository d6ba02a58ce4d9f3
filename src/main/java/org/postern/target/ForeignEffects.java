package org.postern.target;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.postern.address.Family;
import org.postern.host.SpokenFamilies;
import org.postern.plan.AccessRule;
import org.postern.plan.Effect;
import org.postern.plan.Peers;
import org.postern.plan.Ruleset;
import org.postern.policy.Hook;

/**
 * Finds the rules of ours that are there to let something through and that chains of others make
 * void. A drop is final, whatever another chain accepts and in whatever order they come; so each
 * chain is looked at alone. Rules that refuse are never void: others can only refuse more.
 */
public final class ForeignEffects {
  private final List<ForeignChain> chains;
  private final Set<Family> families;

  /**
   * Creates the effects of these chains.
   *
   * @param families the families that this host speaks
   */
  public ForeignEffects(List<ForeignChain> chains, Set<Family> families) {
    this.chains = List.copyOf(chains);
    this.families = Set.copyOf(families);
  }

  /** Creates the effects of these chains, in the families that this host speaks now. */
  public static ForeignEffects of(List<ForeignChain> chains) {
    return new ForeignEffects(chains, SpokenFamilies.ofSystem().read());
  }

  /** Tells whether a rule promises that peers pass, so that others may make it void. */
  public static boolean promises(AccessRule rule) {
    return rule.judgesPackets() && (rule.peers() instanceof Peers.Any || rule.opens());
  }

  /** Returns the hooks on which rules promise something; empty when none does. */
  public static Set<Hook> hooks(Ruleset ruleset) {
    Set<Hook> hooks = EnumSet.noneOf(Hook.class);
    ruleset.rules().stream()
        .filter(ForeignEffects::promises)
        .forEach(rule -> hooks.addAll(rule.packets().hooks()));
    return hooks;
  }

  /** Returns the effects on the rules that promise something, in the order of the rules. */
  public List<Effect> on(Ruleset ruleset) {
    List<Effect> found = new ArrayList<>();
    for (AccessRule rule : ruleset.rules()) {
      if (promises(rule)) {
        for (Hook hook : rule.packets().hooks()) {
          on(rule, hook, found);
        }
      }
    }
    return found;
  }

  private void on(AccessRule rule, Hook hook, List<Effect> found) {
    Map<Family, Opening> openings = new EnumMap<>(Family.class);
    for (Family family : families) {
      Optional<Opening> opening = Opening.of(rule, hook, family);
      if (opening.isPresent()) {
        openings.put(family, opening.get().withTranslated(isTranslated(opening.get())));
      }
    }
    for (ForeignChain chain : chains) {
      if (chain.hook() == hook && isAsked(chain, rule)) {
        judge(rule, chain, openings, found);
      }
    }
  }

  private static boolean isAsked(ForeignChain chain, AccessRule rule) {
    return switch (chain.purpose()) {
      case FILTER -> true;
      case FILTER_AFTER_OURS -> !rule.opens();
      case TRANSLATION -> false;
    };
  }

  /**
   * Tells whether an opening is translated: output by chains of its own, all else before it is
   * known where it goes.
   */
  private boolean isTranslated(Opening opening) {
    boolean out = opening.hook() == Hook.OUTPUT;
    for (ForeignChain chain : chains) {
      if (chain.purpose() == ForeignChain.Purpose.TRANSLATION
          && (chain.hook() == Hook.OUTPUT) == out
          && chain.families().contains(opening.family())
          && opening.byRange().stream()
              .anyMatch(one -> new Passage(chain, one).fates().contains(Passage.Fate.TRANSLATED))) {
        return true;
      }
    }
    return false;
  }

  private static void judge(
      AccessRule rule, ForeignChain chain, Map<Family, Opening> openings, List<Effect> found) {
    Map<Effect.Kind, List<Judged>> judged = new EnumMap<>(Effect.Kind.class);
    for (Opening opening : openings.values()) {
      if (chain.families().contains(opening.family())) {
        Set<Passage.Fate> fates = EnumSet.noneOf(Passage.Fate.class);
        Optional<String> dropping = Optional.empty();
        for (Opening one : opening.byRange()) {
          Passage passage = new Passage(chain, one);
          fates.addAll(passage.fates());
          dropping = dropping.or(passage::dropping);
        }
        if (fates.contains(Passage.Fate.DROPPED)) {
          boolean all = fates.equals(EnumSet.of(Passage.Fate.DROPPED));
          judged
              .computeIfAbsent(
                  all ? Effect.Kind.NONE : Effect.Kind.UNTOLD, kind -> new ArrayList<>())
              .add(new Judged(opening, dropping));
        }
      }
    }
    judged.forEach((kind, all) -> found.add(effect(rule, chain, kind, all, openings.size())));
  }

  private record Judged(Opening opening, Optional<String> dropping) {}

  private static Effect effect(
      AccessRule rule, ForeignChain chain, Effect.Kind kind, List<Judged> judged, int families) {
    Judged first = judged.getFirst();
    String family =
        judged.size() == families
            ? ""
            : judged.stream()
                .map(one -> one.opening().family().label())
                .collect(Collectors.joining(", ", " (", ")"));
    String why = why(chain, kind, first.dropping()) + family;
    return new Effect(
        rule.name(),
        kind,
        chain.where(),
        why,
        kind == Effect.Kind.NONE
            ? chain.remedies().of(first.opening(), first.dropping().orElse(chain.name()))
            : List.of());
  }

  private static String why(ForeignChain chain, Effect.Kind kind, Optional<String> dropping) {
    String drops = kind == Effect.Kind.NONE ? "drops or rejects" : "drops or rejects some of";
    return dropping
        .map(name -> name.equals(chain.name()) ? drops + " it" : drops + " it in chain " + name)
        .orElse(
            kind == Effect.Kind.NONE
                ? "drops by policy what none of its rules accepts"
                : "drops by policy what none of its rules accepts, and may accept some of it");
  }
}
