package org.postern.policy.parse;

import java.time.LocalDate;
import java.util.Optional;
import org.postern.policy.Verdict;

/** One change of a policy that a person asks for; what it names is as he typed it. */
public sealed interface PolicyEdit {
  /** Has a set take addresses from one more source. */
  record AddSource(String set, NewSource source) implements PolicyEdit {}

  /**
   * Takes a source out of a set.
   *
   * @param set the set; without it, the only one that has the source
   * @param source its id, as written, or the bare address, name or path
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
  record SetOtherwise(String rule, Verdict verdict) implements PolicyEdit {}

  /** Where a set is to take addresses from. */
  sealed interface NewSource {
    /**
     * Addresses themselves.
     *
     * @param text an address, prefix or range
     * @param label why it is there, empty when not said
     * @param until the last day on which it counts
     */
    record Addresses(String text, String label, Optional<LocalDate> until) implements NewSource {
      /** Without more words. */
      public static Addresses of(String text) {
        return new Addresses(text, "", Optional.empty());
      }
    }

    /** The A and AAAA records of a name. */
    record Name(String name) implements NewSource {}

    /** A list on this host; a relative path is seen from the policy file. */
    record ListFile(String path) implements NewSource {}

    /** All that another set holds. */
    record Set(String set) implements NewSource {}
  }
}
