package org.postern.policy;

import java.util.List;
import java.util.Set;
import org.postern.address.Family;
import org.postern.diagnostic.Span;

/**
 * A list on this host.
 *
 * @param path relative to the policy file, even where an include names it, or absolute
 * @param resolvedPath the path to open
 * @param form the form in which it is written
 */
public record FileSource(Span span, String path, String resolvedPath, ListForm form)
    implements SourceSpec {
  /** Creates a source of a list of one address a line. */
  public FileSource(Span span, String path, String resolvedPath) {
    this(span, path, resolvedPath, ListForm.LINES);
  }

  /** Returns a copy that goes by another path to the same file. */
  public FileSource withPath(String other) {
    return new FileSource(span, other, resolvedPath, form);
  }

  @Override
  public FileSource withSpan(Span other) {
    return new FileSource(other, path, resolvedPath, form);
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
  public String id() {
    return SourceSpec.super.id() + form.text();
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
