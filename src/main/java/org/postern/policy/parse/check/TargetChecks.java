package org.postern.policy.parse.check;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.postern.diagnostic.Code;
import org.postern.diagnostic.Span;
import org.postern.policy.TargetBinding;
import org.postern.policy.parse.text.Scope;
import org.postern.policy.parse.text.Words;

/** Checks that every target of a policy can be told from all others by its name. */
public final class TargetChecks {
  private final Scope scope;
  private final Set<String> kinds;

  /**
   * Makes the checks of one file.
   *
   * @param kinds the kinds whose names no target of another kind may have
   */
  public TargetChecks(Scope scope, Set<String> kinds) {
    this.scope = scope;
    this.kinds = kinds;
  }

  public void run(List<TargetBinding> targets) {
    Map<String, TargetBinding> seen = new HashMap<>();
    for (TargetBinding target : targets) {
      TargetBinding first = seen.putIfAbsent(target.name(), target);
      if (first != null) {
        addTwice(target, first.span());
      } else if (target.kind().equals(TargetBinding.AUTO) && !target.name().equals(target.kind())) {
        scope.add(
            Code.BAD_NAME,
            target.span(),
            "auto is called by the kind that this host has, and has no other name",
            "write auto alone, or the kind in its place");
      } else if (isOfAnotherKind(target)) {
        scope.add(
            Code.BAD_NAME,
            target.span(),
            "a target of kind %s cannot be called %s, which is another kind"
                .formatted(target.kind(), target.name()),
            "choose another name");
      }
    }
  }

  private boolean isOfAnotherKind(TargetBinding target) {
    boolean isKind = kinds.contains(target.name()) || target.name().equals(TargetBinding.AUTO);
    return isKind && !target.name().equals(target.kind());
  }

  private void addTwice(TargetBinding target, Span first) {
    if (target.name().equals(target.kind()) && target.options().isEmpty()) {
      scope.add(
          Code.NAMED_TWICE,
          target.span(),
          "%s stands here for the second time; first at %s"
              .formatted(Words.quoted(target.name()), first.position()),
          "remove one of the two");
      return;
    }
    scope.add(
        Code.TARGET_TWICE,
        target.span(),
        "there is a target %s already, at %s".formatted(target.name(), first.position()),
        "remove one of them, or give this one a name of its own: {%s: {name: NAME}}"
            .formatted(target.kind()));
  }
}
