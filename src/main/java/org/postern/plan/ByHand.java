package org.postern.plan;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The knowledge of a system that a person changes by a sheet.
 *
 * @param attested the sheet that was attested last; empty when nothing ever was, and for a system
 *     that is changed without a person
 * @param waiting the sheet that is not attested yet
 */
public record ByHand(Optional<Attested> attested, Optional<Waiting> waiting) {
  /** The knowledge of a system that is changed without a person. */
  public static final ByHand NONE = new ByHand(Optional.empty(), Optional.empty());

  /**
   * A sheet that is carried out.
   *
   * @param digest the digest of the sheet
   * @param by the person who says so
   * @param at the time when that was said
   */
  public record Attested(String digest, String by, Instant at) {
    /** Returns a text such as {@code sheet 0123456789ab by root at 2026-01-01T00:00:00Z}. */
    public String text() {
      return "sheet %s by %s at %s".formatted(digest, by, at);
    }
  }

  /**
   * A sheet that is to be carried out.
   *
   * @param digest the digest of the sheet
   * @param files the files that hold it, the same in each
   */
  public record Waiting(String digest, List<String> files) {
    public Waiting {
      files = List.copyOf(files);
    }

    /**
     * Returns what there is to do, in words.
     *
     * @param target the name of the target
     */
    public String text(String target) {
      return "sheet %s is not attested: carry out %s, then postern attest %s %s"
          .formatted(digest, files.isEmpty() ? "it" : files.getFirst(), target, digest);
    }
  }
}
