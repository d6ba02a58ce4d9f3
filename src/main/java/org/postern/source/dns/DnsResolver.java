package org.postern.source.dns;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import org.postern.address.Family;
import org.postern.diagnostic.Report;
import org.postern.policy.DnsSource;
import org.postern.source.Answer;
import org.postern.source.AtOnce;
import org.postern.source.Question;
import org.postern.source.Resolver;

/**
 * Resolves the names of a policy, all at once; those that must be signed with DNSSEC are asked by a
 * client of their own.
 */
public final class DnsResolver implements Resolver<DnsSource> {
  private final DnsClient client;
  private final Supplier<DnsClient> validating;

  /**
   * Makes the resolver of one policy.
   *
   * @param validating makes a client for sources that must be signed; called only where there are
   *     some
   */
  public DnsResolver(DnsClient client, Supplier<DnsClient> validating) {
    this.client = client;
    this.validating = validating;
  }

  @Override
  public Map<Question, Answer> resolve(List<DnsSource> sources, Report report) {
    List<DnsSource> signed = sources.stream().filter(DnsSource::secure).toList();
    List<DnsSource> others = sources.stream().filter(source -> !source.secure()).toList();
    Map<Question, Answer> answers = resolve(others, client);
    if (!signed.isEmpty()) {
      answers.putAll(resolve(signed, validating.get()));
    }
    return answers;
  }

  private static Map<Question, Answer> resolve(List<DnsSource> sources, DnsClient client) {
    Map<Question, Answer> answers =
        named(
            sources.stream().filter(one -> one.hosts() == DnsSource.Hosts.NAMED).toList(), client);
    List<DnsSource> relays =
        sources.stream().filter(one -> one.hosts() == DnsSource.Hosts.EXCHANGERS).toList();
    if (!relays.isEmpty()) {
      answers.putAll(relays(relays, new RelayAddresses(client.records())));
    }
    return answers;
  }

  private static Map<Question, Answer> named(List<DnsSource> sources, DnsClient client) {
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

  private static Map<Question, Answer> relays(List<DnsSource> sources, RelayAddresses relays) {
    Map<DnsSource, Map<Family, Answer>> told =
        AtOnce.map(
            new LinkedHashSet<>(sources), source -> relays.of(source.name(), source.families()));
    Map<Question, Answer> answers = new LinkedHashMap<>();
    told.forEach(
        (source, halves) ->
            halves.forEach(
                (family, answer) -> answers.put(new Question(source.id(), family), answer)));
    return answers;
  }
}
