package org.postern.policy;

import org.postern.diagnostic.Span;

/** A source of the domains of a set. */
public sealed interface DomainSource {
  /** Returns the place where it is written. */
  Span span();

  /** Returns a copy that is written elsewhere. */
  DomainSource withSpan(Span other);

  /** Returns how a person and the state name this source; equal sources have equal names. */
  String id();

  /**
   * A domain written into the policy.
   *
   * @param domain the domain from {@link MailDomain}
   */
  record Name(Span span, String domain) implements DomainSource {
    @Override
    public Name withSpan(Span other) {
      return new Name(other, domain);
    }

    @Override
    public String id() {
      return "domain " + domain;
    }
  }

  /**
   * A list on this host: one domain a line, {@code #} starts a comment. That is the form of
   * cPanel's {@code /etc/localdomains} and of DirectAdmin's {@code /etc/virtual/domains}.
   *
   * @param path the path as written
   * @param resolvedPath the path to open
   */
  record ListFile(Span span, String path, String resolvedPath) implements DomainSource {
    @Override
    public ListFile withSpan(Span other) {
      return new ListFile(other, path, resolvedPath);
    }

    @Override
    public String id() {
      return "file " + path;
    }
  }
}
