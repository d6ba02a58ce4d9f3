package org.postern.state;

import java.util.List;
import java.util.Map;
import org.postern.host.Json;
import org.postern.policy.PolicyText;

/** Names a policy with its ruleset by what they are. */
public final class StateDigest {
  /** Sixteen hexadecimal digits: enough to tell generations of one host apart, short to read. */
  private static final int LENGTH = 16;

  private StateDigest() {}

  /** The digest of a policy's texts and the ruleset they led to. */
  public static String of(List<PolicyText> texts, Map<String, Object> ruleset) {
    StringBuilder all = new StringBuilder();
    for (PolicyText text : texts) {
      all.append(text.name()).append('\n').append(text.text()).append('\n');
    }
    return StateFile.sha256(all.append(Json.write(ruleset)).toString()).substring(0, LENGTH);
  }
}
