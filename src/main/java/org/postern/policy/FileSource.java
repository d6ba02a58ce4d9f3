package org.postern.policy;

import java.util.List;
import java.util.Set;
import org.postern.address.Family;
import org.postern.diagnostic.Span;

/**
 * A list on this host: one address, prefix or range a line, text after it is its label, {@code #}
 * starts a comment.
 *
 * @param path relative to the policy file, even where an include names it, or absolute
 * @param resolvedPath the path to open
 */
public record FileSource(Span span, String path, String resolvedPath) implements SourceSpec {
  @Override
  public FileSource withSpan(Span other) {
    return new FileSource(other, path, resolvedPath);
  }

  @Override
  public String kindWord() {
    return "file";
  }

  @Override
  public String value() {
    return path;
  }

  @Override
  public Origin origin() {
    return Origin.HOST;
  }

  @Override
  public Set<Family> families() {
    return Set.of(Family.values());
  }

  @Override
  public List<String> texts() {
    return List.of(path, resolvedPath);
  }
}
