package org.postern.policy;

import java.util.Map;
import org.postern.diagnostic.Span;

/**
 * A system the policy is compiled for.
 *
 * @param name a known target, or {@code auto}
 * @param options as written, values are scalars or comma-joined lists; each target checks its own
 */
public record TargetBinding(String name, Span span, Map<String, String> options) {
  /** The host's own packet filter, whichever it is. */
  public static final String AUTO = "auto";

  public TargetBinding {
    options = Map.copyOf(options);
  }
}
