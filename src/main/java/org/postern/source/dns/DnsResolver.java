package org.postern.source.dns;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.postern.address.Family;
import org.postern.diagnostic.Report;
import org.postern.policy.DnsSource;
import org.postern.source.Answer;
import org.postern.source.Question;
import org.postern.source.Resolver;

/** The names of a policy, all asked at once. */
public final class DnsResolver implements Resolver<DnsSource> {
  private final DnsClient client;

  public DnsResolver(DnsClient client) {
    this.client = client;
  }

  @Override
  public Map<Question, Answer> resolve(List<DnsSource> sources, Report report) {
    Map<Question, DnsQuestion> questions = new LinkedHashMap<>();
    for (DnsSource source : sources) {
      for (Family family : source.families()) {
        questions.put(new Question(source.id(), family), new DnsQuestion(source.name(), family));
      }
    }
    Map<DnsQuestion, Answer> told = client.askAll(questions.values());
    Map<Question, Answer> answers = new LinkedHashMap<>(questions.size());
    for (Map.Entry<Question, DnsQuestion> each : questions.entrySet()) {
      answers.put(each.getKey(), Objects.requireNonNull(told.get(each.getValue())));
    }
    return answers;
  }
}
