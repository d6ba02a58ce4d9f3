package org.postern.policy.parse.edit;

import java.time.LocalDate;
import java.util.EnumSet;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.postern.address.Family;
import org.postern.diagnostic.Span;
import org.postern.policy.DnsSource;
import org.postern.policy.FileSource;
import org.postern.policy.LiteralSource;
import org.postern.policy.Refusal;
import org.postern.policy.SetSource;
import org.postern.policy.SourceSpec;

/** A change of a policy that a person asks for; the names in it are as he typed them. */
public sealed interface PolicyEdit {
  /** The place of what is not written yet. */
  Span NOWHERE = Span.wholeFile("");

  /** Has a set take addresses from one more source. */
  record AddSource(String set, NewSource source) implements PolicyEdit {}

  /**
   * Takes a source out of a set.
   *
   * @param set the set; without it, the only one that has the source
   * @param source the id of the source, as written, or the bare address, name or path
   */
  record DropSource(Optional<String> set, String source) implements PolicyEdit {}

  /** Has a set never hold these addresses, whatever its sources say. */
  record AddNever(String set, NewSource.Addresses addresses) implements PolicyEdit {}

  /** Takes an exception of a set back. */
  record DropNever(String set, String addresses) implements PolicyEdit {}

  /** Defines a set in the policy file. */
  record AddSet(String name, NewSource source) implements PolicyEdit {}

  /** Removes a set that nothing uses. */
  record DropSet(String name) implements PolicyEdit {}

  /** Has a rule accept one more set. */
  record AddAccepted(String rule, String set) implements PolicyEdit {}

  /** Has a rule accept one set less. */
  record DropAccepted(String rule, String set) implements PolicyEdit {}

  /** Changes what a rule does with those it does not accept. */
  record SetOtherwise(String rule, Refusal verdict) implements PolicyEdit {}

  /** A source from which a set is to take addresses. */
  sealed interface NewSource {
    /**
     * Returns the source as the policy would keep it, written nowhere; empty where its text names
     * no addresses.
     *
     * @param resolved the path to open for a path seen from the policy file
     */
    Optional<SourceSpec> spec(UnaryOperator<String> resolved);

    /**
     * A source of addresses themselves.
     *
     * @param text an address, prefix or range
     * @param label the reason why it is there, empty when not said
     * @param until the last day on which it counts
     */
    record Addresses(String text, String label, Optional<LocalDate> until) implements NewSource {
      /** Returns the addresses of a text, without a label and an end. */
      public static Addresses of(String text) {
        return new Addresses(text, "", Optional.empty());
      }

      @Override
      public Optional<SourceSpec> spec(UnaryOperator<String> resolved) {
        return literal().map(SourceSpec.class::cast);
      }

      /** Returns the literal source; empty where the text names no addresses. */
      Optional<LiteralSource> literal() {
        return LiteralSource.addresses(text)
            .map(interval -> new LiteralSource(NOWHERE, interval, text, label, until));
      }
    }

    /** The A and AAAA records of a name. */
    record Name(String name) implements NewSource {
      @Override
      public Optional<SourceSpec> spec(UnaryOperator<String> resolved) {
        return Optional.of(
            new DnsSource(NOWHERE, DnsSource.kept(name), EnumSet.allOf(Family.class)));
      }
    }

    /** A list on this host; a relative path is seen from the policy file. */
    record ListFile(String path) implements NewSource {
      @Override
      public Optional<SourceSpec> spec(UnaryOperator<String> resolved) {
        return Optional.of(new FileSource(NOWHERE, path, resolved.apply(path)));
      }
    }

    /** A source of all that another set holds. */
    record Set(String set) implements NewSource {
      @Override
      public Optional<SourceSpec> spec(UnaryOperator<String> resolved) {
        return Optional.of(new SetSource(NOWHERE, set));
      }
    }
  }
}
