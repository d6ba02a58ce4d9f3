package org.postern.state.blobs;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;
import org.postern.address.Family;
import org.postern.address.Sha256;
import org.postern.host.Json;
import org.postern.plan.AccessRule;
import org.postern.plan.Peers;
import org.postern.policy.PolicyText;
import org.postern.state.Contents;

/** Names a policy with the rules that it led to by what they are. */
final class ContentsDigest {
  /**
   * The length of a digest: sixteen hexadecimal digits are enough to tell generations of one host
   * apart, and short to read.
   */
  private static final int LENGTH = 16;

  private final MessageDigest digest = Sha256.begin();

  private ContentsDigest() {}

  /**
   * Returns the digest.
   *
   * @param tables has stored the peers of the rules, whose contents it names
   */
  static String of(Contents contents, TableWriter tables) {
    ContentsDigest all = new ContentsDigest();
    contents.texts().forEach(all::add);
    contents.lock().ifPresent(all::add);
    all.add(Json.write(RuleCodec.frames(contents.ruleset())));
    for (AccessRule rule : contents.ruleset().rules()) {
      for (Family family : Family.values()) {
        String id =
            tables.id(new Slot.Accepted(rule.name(), family)).map(BlobId::toString).orElse("none");
        all.add(rule.peers() instanceof Peers.Any ? "any" : id);
      }
    }
    return HexFormat.of().formatHex(all.digest.digest()).substring(0, LENGTH);
  }

  private void add(PolicyText text) {
    add(text.name());
    add(text.text());
  }

  /** Adds a text behind its length, so that two texts are not taken for others cut elsewhere. */
  private void add(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    digest.update((bytes.length + "\n").getBytes(StandardCharsets.UTF_8));
    digest.update(bytes);
  }
}
