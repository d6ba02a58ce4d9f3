package org.postern.source.dns.spf;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import org.postern.address.Family;
import org.postern.diagnostic.Report;
import org.postern.policy.SpfSource;
import org.postern.source.Answer;
import org.postern.source.AtOnce;
import org.postern.source.Question;
import org.postern.source.Resolver;
import org.postern.source.dns.DnsClient;
import org.postern.source.dns.RecordLookup;

/** The SPF records of a policy, all expanded at once within one deadline. */
public final class SpfResolver implements Resolver<SpfSource> {
  private final DnsClient client;

  public SpfResolver(DnsClient client) {
    this.client = client;
  }

  @Override
  public Map<Question, Answer> resolve(List<SpfSource> sources, Report report) {
    RecordLookup records = client.records();
    Map<SpfSource, Map<Family, Answer>> told =
        AtOnce.map(
            new LinkedHashSet<>(sources), source -> new SpfExpansion(records, source).answers());
    Map<Question, Answer> answers = new LinkedHashMap<>();
    told.forEach(
        (source, halves) ->
            halves.forEach(
                (family, answer) -> answers.put(new Question(source.id(), family), answer)));
    return answers;
  }
}
