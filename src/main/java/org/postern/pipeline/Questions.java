package org.postern.pipeline;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.postern.address.Family;
import org.postern.policy.Policy;
import org.postern.policy.SetDefinition;
import org.postern.policy.SourceSpec;
import org.postern.source.Question;

/** What there is to ask about a policy, and policies that ask for less. */
public final class Questions {
  private Questions() {}

  /** The same policy with only the sources that some question is about. */
  static Policy only(Set<Question> questions, Policy policy) {
    List<SetDefinition> sets = new ArrayList<>();
    for (SetDefinition set : policy.sets()) {
      List<SourceSpec> sources = new ArrayList<>();
      for (SourceSpec source : set.sources()) {
        Set<Family> families = new LinkedHashSet<>();
        for (Family family : Family.values()) {
          if (questions.contains(new Question(source.id(), family))) {
            families.add(family);
          }
        }
        if (!families.isEmpty()) {
          sources.add(narrowed(source, families));
        }
      }
      if (!sources.isEmpty()) {
        sets.add(set.withSources(sources));
      }
    }
    return policy.withSets(sets);
  }

  private static SourceSpec narrowed(SourceSpec source, Set<Family> families) {
    return switch (source) {
      case SourceSpec.Dns name -> new SourceSpec.Dns(name.span(), name.name(), families);
      case SourceSpec.ListFile file -> file;
      case SourceSpec.Literal literal -> literal;
      case SourceSpec.Reference reference -> reference;
    };
  }
}
