package org.postern.target.nftables;

import java.util.Map;
import org.postern.host.Progress;
import org.postern.plan.Capabilities;
import org.postern.plan.TargetOption;
import org.postern.policy.TargetBinding;
import org.postern.target.Secrets;
import org.postern.target.Target;
import org.postern.target.TargetKind;

/** The nftables of this network namespace. */
public final class NftablesKind implements TargetKind {
  /** Whether the process that applies owns the table while it lives. */
  private static final String OWNER = "owner";

  private static final String NO = "false";

  private final NftablesTarget shared;
  private final NftablesTarget owning;

  /**
   * Makes the kind for this host.
   *
   * @param progress receives the number of elements read and written
   */
  public NftablesKind(Progress progress) {
    this.shared = new NftablesTarget(progress);
    this.owning = NftablesTarget.owning(progress);
  }

  @Override
  public Capabilities capabilities() {
    return NftablesTarget.CAPABILITIES;
  }

  @Override
  public Map<String, TargetOption> options() {
    return Map.of(OWNER, TargetOption.oneOf(NO, "true"));
  }

  @Override
  public boolean onePerHost() {
    return true;
  }

  @Override
  public Target open(TargetBinding binding, Secrets secrets) {
    return binding.options().getOrDefault(OWNER, NO).equals(NO) ? shared : owning;
  }
}
