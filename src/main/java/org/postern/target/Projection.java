package org.postern.target;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.postern.plan.AccessRule;
import org.postern.plan.Ruleset;

/**
 * The part of a ruleset that one target holds, and what it leaves out.
 *
 * @param held the rules that it holds
 * @param omissions the omissions, in the order of the rules
 */
public record Projection(Ruleset held, List<Omission> omissions) {
  public Projection {
    omissions = List.copyOf(omissions);
  }

  /** Returns the projection on a target that holds the whole ruleset. */
  public static Projection whole(Ruleset ruleset) {
    return new Projection(ruleset, List.of());
  }

  /** Returns the omissions, one sentence each. */
  public List<String> sentences() {
    return omissions.stream().map(Omission::sentence).toList();
  }

  /** Tells whether it holds a rule, and all of it. */
  public boolean holdsWhole(String rule) {
    return held.rule(rule).isPresent()
        && omissions.stream()
            .noneMatch(one -> one.rule().equals(rule) && one.loss() != Omission.Loss.NOTHING);
  }

  /** A projection that holds nothing yet and leaves out nothing. */
  public static Builder builder() {
    return new Builder();
  }

  /** A projection that leaves out what this one does, and holds nothing yet of what it holds. */
  public Builder further() {
    Builder further = new Builder();
    further.omissions.addAll(omissions);
    return further;
  }

  /** Collects what a target holds of a ruleset and what it leaves out, rule by rule. */
  public static final class Builder {
    private final List<AccessRule> held = new ArrayList<>();
    private final List<Omission> omissions = new ArrayList<>();

    private Builder() {}

    /** Holds a rule, in the form that the target gives it. */
    public void hold(AccessRule rule) {
      held.add(rule);
    }

    /** Tells whether a rule of mail is held already. */
    public boolean holdsMail() {
      return held.stream().anyMatch(rule -> !rule.judgesPackets());
    }

    /** Leaves out something of a rule. */
    public void note(AccessRule rule, String cause, Omission.Loss loss) {
      omissions.add(new Omission(rule.name(), cause, loss));
    }

    /** Leaves out all of a rule. */
    public void leaveOut(AccessRule rule, String cause) {
      note(rule, cause, Omission.Loss.ofAll(rule));
    }

    /**
     * Holds the rules of mail that are meant for the target; those of packets stay what they are,
     * and its capabilities tell that it cannot hold them.
     *
     * @param form the form of a rule of mail; empty where nothing of it is held, which is noted
     *     then
     */
    public void holdMail(
        Ruleset ruleset, RuleChoice choice, Function<AccessRule, Optional<AccessRule>> form) {
      for (AccessRule rule : ruleset.rules()) {
        if (!choice.takes(rule)) {
          leaveOut(rule, RuleChoice.OTHERS);
        } else if (rule.judgesPackets()) {
          hold(rule);
        } else {
          form.apply(rule).ifPresent(this::hold);
        }
      }
    }

    /** Returns the projection that was collected. */
    public Projection build() {
      return new Projection(new Ruleset(held), omissions);
    }
  }
}
