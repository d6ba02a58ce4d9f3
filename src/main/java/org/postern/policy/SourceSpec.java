package org.postern.policy;

import java.time.LocalDate;
import java.util.Optional;
import java.util.Set;
import org.postern.address.Family;
import org.postern.address.Interval;
import org.postern.diagnostic.Span;

/** Where addresses of a set come from. */
public sealed interface SourceSpec {
  /** Where it is written. */
  Span span();

  /** How a person and the state name this source; equal sources have equal names. */
  String id();

  /** Whether it is outside of this host and the policy, so that its answers are guarded. */
  boolean outside();

  /** The families that it is asked for; none where nothing is asked. */
  Set<Family> families();

  /**
   * Addresses written into the policy.
   *
   * @param text as written
   * @param label why it is there, empty when not said
   * @param until the last day on which it counts
   */
  record Literal(Span span, Interval interval, String text, String label, Optional<LocalDate> until)
      implements SourceSpec {
    /** What its id begins with, and that of no other source. */
    public static final String ID = "literal ";

    @Override
    public String id() {
      return ID + interval;
    }

    @Override
    public Set<Family> families() {
      return Set.of(interval.first().family());
    }

    @Override
    public boolean outside() {
      return false;
    }
  }

  /**
   * The A and AAAA records of a name.
   *
   * @param name absolute, lower case, without the final dot
   * @param families which of the two are asked
   */
  record Dns(Span span, String name, Set<Family> families) implements SourceSpec {
    public Dns {
      families = Set.copyOf(families);
    }

    @Override
    public String id() {
      return "dns " + name;
    }

    @Override
    public boolean outside() {
      return true;
    }
  }

  /**
   * A list on this host: one address, prefix or range a line, text after it is its label, {@code #}
   * starts a comment.
   *
   * @param path relative to the policy file, even where an include names it, or absolute
   * @param resolvedPath the path to open
   */
  record ListFile(Span span, String path, String resolvedPath) implements SourceSpec {
    @Override
    public String id() {
      return "file " + path;
    }

    @Override
    public Set<Family> families() {
      return Set.of(Family.values());
    }

    @Override
    public boolean outside() {
      return false;
    }
  }

  /** All that another set holds, after its own {@code never}. */
  record Reference(Span span, String set) implements SourceSpec {
    @Override
    public String id() {
      return "set " + set;
    }

    @Override
    public Set<Family> families() {
      return Set.of();
    }

    @Override
    public boolean outside() {
      return false;
    }
  }
}
