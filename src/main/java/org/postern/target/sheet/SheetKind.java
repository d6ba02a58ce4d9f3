package org.postern.target.sheet;

import java.util.Map;
import org.postern.plan.Capabilities;
import org.postern.plan.Ruleset;
import org.postern.plan.TargetOption;
import org.postern.policy.TargetBinding;
import org.postern.target.Projection;
import org.postern.target.Secrets;
import org.postern.target.Target;
import org.postern.target.TargetKind;

/** The kind of target that writes sheets for systems that a person changes by hand. */
public final class SheetKind implements TargetKind {
  static final String NAME = "sheet";

  /** Returns the capabilities of a sheet for any system; one for a named system can do less. */
  @Override
  public Capabilities capabilities() {
    return SheetSystem.ANY.capabilities();
  }

  @Override
  public Map<String, TargetOption> options() {
    return SheetOptions.KNOWN;
  }

  @Override
  public Projection project(Ruleset ruleset, TargetBinding binding) {
    return SheetProjection.of(ruleset, binding);
  }

  @Override
  public Target open(TargetBinding binding, Secrets secrets) {
    return new SheetTarget(SheetOptions.of(binding));
  }
}
