package org.postern.policy.parse.edit;

import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.postern.diagnostic.Report;
import org.postern.policy.Policy;
import org.postern.policy.PolicyText;

/**
 * The meaning of a policy that is wrong only because a list is empty to which something is now
 * added: a person has begun to write it.
 */
final class Mending {
  /** An address for documentation (RFC 5737), which stands in for what is not there. */
  private static final String STAND_IN = "[192.0.2.1]";

  private Mending() {}

  /** Returns the policy with nothing in that list. */
  static Optional<Policy> policy(
      List<PolicyText> texts, PolicyEdit edit, PolicyEditor.Reading reading) {
    return switch (edit) {
      case PolicyEdit.AddSource add ->
          read(texts, "sets." + add.set() + ".sources", STAND_IN, reading)
              .map(policy -> Expected.inSet(policy, add.set(), set -> set.withSources(List.of())));
      case PolicyEdit.AddAccepted add ->
          read(texts, "rules." + add.rule() + ".accept", "none", reading);
      case PolicyEdit.DropSource _,
          PolicyEdit.AddNever _,
          PolicyEdit.DropNever _,
          PolicyEdit.AddSet _,
          PolicyEdit.DropSet _,
          PolicyEdit.DropAccepted _,
          PolicyEdit.SetOtherwise _ ->
          Optional.empty();
    };
  }

  private static Optional<Policy> read(
      List<PolicyText> texts, String path, String standIn, PolicyEditor.Reading reading) {
    List<PolicyText> mended = texts.stream().map(text -> mended(text, path, standIn)).toList();
    return IntStream.range(0, texts.size()).allMatch(i -> mended.get(i).equals(texts.get(i)))
        ? Optional.empty()
        : reading.read(mended, new Report());
  }

  private static PolicyText mended(PolicyText text, String path, String standIn) {
    return Site.in(text, path)
        .filter(Placed::isEmpty)
        .map(node -> new Rewriting(text.text()).filled(node, standIn))
        .map(mended -> new PolicyText(text.name(), mended))
        .orElse(text);
  }
}
