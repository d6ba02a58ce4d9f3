package org.postern.policy.parse.check;

import java.util.List;
import java.util.Map;
import org.postern.diagnostic.Code;
import org.postern.policy.InterfaceNames;
import org.postern.policy.TargetBinding;
import org.postern.policy.parse.read.RuleReader;
import org.postern.policy.parse.text.Scope;
import org.postern.policy.parse.text.Words;
import org.postern.policy.parse.yaml.Node;

/** Compares the interfaces that rules name with those that the policy's targets can have. */
public final class InterfaceChecks {
  /** The option that restricts a target to some of the rules. */
  private static final String RULES = "rules";

  private final Scope scope;
  private final Map<String, InterfaceNames> names;

  /**
   * Makes the checks of one file.
   *
   * @param names the names of interfaces that each kind of target takes, {@code auto} included
   */
  public InterfaceChecks(Scope scope, Map<String, InterfaceNames> names) {
    this.scope = scope;
    this.names = names;
  }

  public void run(List<RuleReader.Draft> drafts, List<TargetBinding> targets) {
    for (RuleReader.Draft draft : drafts) {
      for (Node.Scalar scalar : draft.interfaces()) {
        targets.stream()
            .filter(target -> takes(target, draft.name()))
            .filter(target -> of(target).fault(scalar.text()).isPresent())
            .findFirst()
            .ifPresent(target -> add(scalar, target));
      }
    }
  }

  private static boolean takes(TargetBinding target, String rule) {
    String rules = target.options().get(RULES);
    return rules == null || TargetBinding.names(rules).contains(rule);
  }

  private InterfaceNames of(TargetBinding target) {
    return names.getOrDefault(target.kind(), InterfaceNames.LINUX);
  }

  private void add(Node.Scalar scalar, TargetBinding target) {
    scope.add(
        Code.BAD_INTERFACE,
        scalar.span(),
        "%s is not an interface that target %s can have: %s"
            .formatted(
                Words.quoted(scalar.text()),
                target.name(),
                of(target).fault(scalar.text()).orElseThrow()),
        of(target).example());
  }
}
