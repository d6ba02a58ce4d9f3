package org.postern.pipeline;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.postern.diagnostic.Report;
import org.postern.policy.Policy;
import org.postern.policy.SetDefinition;
import org.postern.policy.SourceSpec;
import org.postern.source.Answer;
import org.postern.source.Question;
import org.postern.source.Resolver;

/**
 * Sorts the sources of a policy by kind and asks each kind's resolver once.
 *
 * @param literals for addresses in the policy
 * @param files makes the resolver for list files, which depends on where the policy lies
 * @param dns makes the resolver for names, which depends on the policy's settings
 */
public record SourceAsker(
    Resolver<SourceSpec.Literal> literals,
    Factory<SourceSpec.ListFile> files,
    Factory<SourceSpec.Dns> dns)
    implements Asker {

  /** Makes the resolver for the sources of a policy. */
  public interface Factory<S extends SourceSpec> {
    Resolver<S> forPolicy(Policy policy);
  }

  @Override
  public Map<Question, Answer> ask(Policy policy, Report report) {
    List<SourceSpec.Literal> ofLiteral = new ArrayList<>();
    List<SourceSpec.ListFile> ofFile = new ArrayList<>();
    List<SourceSpec.Dns> ofDns = new ArrayList<>();
    for (SetDefinition set : policy.sets()) {
      for (SourceSpec source : set.sources()) {
        switch (source) {
          case SourceSpec.Literal literal -> ofLiteral.add(literal);
          case SourceSpec.ListFile file -> ofFile.add(file);
          case SourceSpec.Dns name -> ofDns.add(name);
          case SourceSpec.Reference reference -> {
            // Another set's sources are asked for that set.
          }
        }
      }
    }
    Map<Question, Answer> answers = new LinkedHashMap<>();
    answers.putAll(literals.resolve(ofLiteral, report));
    answers.putAll(files.forPolicy(policy).resolve(ofFile, report));
    if (!ofDns.isEmpty() && !report.hasErrors()) {
      answers.putAll(dns.forPolicy(policy).resolve(ofDns, report));
    }
    return answers;
  }
}
