package org.postern.daemon;

import org.postern.pipeline.InForce;
import org.postern.pipeline.Pipeline;
import org.postern.pipeline.Prepared;
import org.postern.policy.TargetBinding;
import org.postern.target.TargetException;

/** The needs of a daemon before it begins, and what it may say of its targets then. */
final class Beginning {
  private Beginning() {}

  /**
   * Looks at the host's packet filter where nothing is in force yet.
   *
   * @throws TargetException when the right is missing: what is applied later could not be enforced
   */
  static void requireRight(Pipeline pipeline) throws TargetException {
    try {
      pipeline.targets().bound(TargetBinding.AUTO, Prepared.noPolicy()).observe();
    } catch (TargetException e) {
      if (e.kind() == TargetException.Kind.PERMISSION) {
        throw e;
      }
    }
  }

  /**
   * Returns how what is in force is known, in words that follow others; of nothing there is no
   * proof.
   */
  static String proof(InForce inForce, DriftWatches watches) {
    if (inForce.targets().isEmpty()) {
      return "";
    }
    return watches.areSound() ? ", proven" : ", proven on some of its targets";
  }
}
