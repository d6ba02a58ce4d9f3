package org.postern.state;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.util.HexFormat;
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
    MessageDigest digest = StateFile.sha256();
    try (OutputStream out = new DigestOutputStream(OutputStream.nullOutputStream(), digest)) {
      write(texts, ruleset, out);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return HexFormat.of().formatHex(digest.digest()).substring(0, LENGTH);
  }

  private static void write(List<PolicyText> texts, Map<String, Object> ruleset, OutputStream out)
      throws IOException {
    for (PolicyText text : texts) {
      String both = text.name() + "\n" + text.text() + "\n";
      out.write(both.getBytes(StandardCharsets.UTF_8));
    }
    Json.write(ruleset, out);
  }
}
