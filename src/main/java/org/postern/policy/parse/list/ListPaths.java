package org.postern.policy.parse.list;

import java.util.List;
import org.postern.policy.DnsSource;
import org.postern.policy.DomainSetDefinition;
import org.postern.policy.DomainSource;
import org.postern.policy.FileSource;
import org.postern.policy.LiteralSource;
import org.postern.policy.NamedSource;
import org.postern.policy.PtrSource;
import org.postern.policy.SetDefinition;
import org.postern.policy.SetSource;
import org.postern.policy.SourceSpec;
import org.postern.policy.SpfSource;
import org.postern.policy.UrlSource;

/**
 * Names the list files of includes as the policy file would, since equal names are taken for equal
 * sources: two files may each have a list of the same name beside them.
 */
public final class ListPaths {
  private ListPaths() {}

  /** Returns the set as if it stood in the policy file. */
  public static SetDefinition seenFrom(String policyFile, SetDefinition set) {
    List<SourceSpec> sources =
        set.sources().stream().map(source -> seenFrom(policyFile, source)).toList();
    return new SetDefinition(
        set.name(),
        set.span(),
        sources,
        set.never(),
        set.guard(),
        set.keep(),
        set.widen(),
        set.initial());
  }

  /** Returns a set of domains with the paths of its lists as seen from the policy. */
  public static DomainSetDefinition seenFrom(String policyFile, DomainSetDefinition set) {
    return set.withSources(
        set.sources().stream().map(source -> seenFrom(policyFile, source)).toList());
  }

  private static DomainSource seenFrom(String policyFile, DomainSource source) {
    return source instanceof DomainSource.ListFile list
            && !list.span().file().equals(policyFile)
            && !list.path().startsWith("/")
        ? new DomainSource.ListFile(
            list.span(), path(policyFile, list.resolvedPath()), list.resolvedPath())
        : source;
  }

  private static String path(String policyFile, String resolvedPath) {
    String folder = policyFile.substring(0, policyFile.lastIndexOf('/') + 1);
    return resolvedPath.startsWith(folder) ? resolvedPath.substring(folder.length()) : resolvedPath;
  }

  private static SourceSpec seenFrom(String policyFile, SourceSpec source) {
    boolean isOwn = source.span().file().equals(policyFile);
    return switch (source) {
      case FileSource list when !isOwn && !list.path().startsWith("/") ->
          list.withPath(path(policyFile, list.resolvedPath()));
      case NamedSource named -> new NamedSource(seenFrom(policyFile, named.of()), named.below());
      case UrlSource url when !isOwn -> seenFrom(policyFile, url);
      case DnsSource _,
          FileSource _,
          LiteralSource _,
          PtrSource _,
          SetSource _,
          SpfSource _,
          UrlSource _ ->
          source;
    };
  }

  private static UrlSource seenFrom(String policyFile, UrlSource url) {
    return url.server()
        .ca()
        .filter(ca -> !ca.path().startsWith("/"))
        .map(ca -> new UrlSource.Authority(path(policyFile, ca.resolvedPath()), ca.resolvedPath()))
        .map(url::withAuthority)
        .orElse(url);
  }
}
