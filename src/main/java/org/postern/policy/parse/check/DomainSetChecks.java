package org.postern.policy.parse.check;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.postern.diagnostic.Code;
import org.postern.diagnostic.Span;
import org.postern.policy.DomainSetDefinition;
import org.postern.policy.DomainSource;
import org.postern.policy.ProtectSpec;
import org.postern.policy.parse.text.Scope;
import org.postern.policy.parse.text.Words;

/** Checks sets of domains against each other, and against sets of addresses. */
public final class DomainSetChecks {
  private final Scope scope;
  private final Map<String, DomainSetDefinition> sets = new LinkedHashMap<>();

  /**
   * Reports names that are defined twice.
   *
   * @param addresses the sets of addresses, by name and place
   */
  public DomainSetChecks(Scope scope, List<DomainSetDefinition> all, Map<String, Span> addresses) {
    this.scope = scope;
    for (DomainSetDefinition set : all) {
      DomainSetDefinition first = sets.putIfAbsent(set.name(), set);
      Span place = first == null ? addresses.get(set.name()) : first.span();
      if (place != null) {
        scope.add(
            Code.SET_TWICE,
            set.span(),
            "set %s is defined for the second time; first at %s"
                .formatted(Words.quoted(set.name()), place.position()),
            "rename one of the two");
      }
    }
  }

  /**
   * Reports sets that hold no domain whatever their lists say, and those that cannot be told from
   * their MX.
   */
  public void run(ProtectSpec protects) {
    for (DomainSetDefinition set : sets.values()) {
      if (set.filtered()) {
        checkFiltered(set, protects);
      }
      boolean none =
          !set.sources().isEmpty()
              && set.sources().stream()
                  .allMatch(
                      source ->
                          source instanceof DomainSource.Name name && set.excludes(name.domain()));
      if (none) {
        scope.add(
            Code.NEVER_COVERS_ALL,
            set.span(),
            "never takes out all that set %s has".formatted(Words.quoted(set.name())),
            "narrow it, or remove the set");
      }
    }
  }

  private void checkFiltered(DomainSetDefinition set, ProtectSpec protects) {
    if (protects.mx().isEmpty()) {
      scope.add(
          Code.FILTER_UNNAMED,
          set.span(),
          "%s takes domains whose MX are the filter's, and nothing says what those are called"
              .formatted(Words.quoted(set.name())),
          "add protects: {mx: [filter.example]} with the names of the filter");
    }
    if (set.subdomains()) {
      scope.add(
          Code.SUBDOMAINS_UNASKED,
          set.span(),
          "%s is asked for the MX of its domains, and those of their subdomains may be others"
              .formatted(Words.quoted(set.name())),
          "remove subdomains: true, and name those that are meant");
    }
  }

  /** Whether a set of that name is defined; reported if not. */
  void defined(String name, Span span) {
    if (!sets.containsKey(name)) {
      scope.add(
          Code.UNDEFINED_SET,
          span,
          "no set of domains is called " + Words.quoted(name),
          Words.nearest(name, sets.keySet())
              .map(word -> "write " + word)
              .orElse("define it under domains:"));
    }
  }

  /** Warns of the sets of one file that no rule is for. */
  void checkUse(String file, Set<String> used) {
    sets.values().stream()
        .filter(set -> set.span().file().equals(file) && !used.contains(set.name()))
        .forEach(
            set ->
                scope.add(
                    Code.UNUSED_SET,
                    set.span(),
                    "no rule uses the set of domains %s".formatted(Words.quoted(set.name())),
                    "remove it"));
  }
}
