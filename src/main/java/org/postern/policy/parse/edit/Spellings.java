package org.postern.policy.parse.edit;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.postern.address.Interval;
import org.postern.policy.LiteralSource;
import org.postern.policy.SourceSpec;

/** Compares the source that an edit names with those that a policy has. */
final class Spellings {
  private Spellings() {}

  /** Tells whether a source to be added equals one of the policy. */
  static boolean same(PolicyEdit.NewSource source, SourceSpec there) {
    return source.spec(path -> path).filter(spec -> spec.id().equals(there.id())).isPresent();
  }

  /** Returns the first literal source that contains all of an interval, if one does. */
  static Optional<LiteralSource> covering(List<SourceSpec> sources, Interval addresses) {
    return sources.stream()
        .flatMap(
            source ->
                source instanceof LiteralSource literal
                        && literal.interval().contains(addresses.first())
                        && literal.interval().contains(addresses.last())
                    ? Stream.of(literal)
                    : Stream.empty())
        .findFirst();
  }
}
