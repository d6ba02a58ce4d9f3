package org.postern.daemon.follow;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.postern.address.Family;
import org.postern.address.Interval;
import org.postern.address.text.AddressText;
import org.postern.daemon.loop.SteadyClock;
import org.postern.diagnostic.Report;
import org.postern.pipeline.Accepted;
import org.postern.pipeline.Assembly;
import org.postern.plan.Ruleset;
import org.postern.policy.Policy;
import org.postern.source.Answer;
import org.postern.source.Entry;
import org.postern.source.EntryTable;
import org.postern.source.Heard;
import org.postern.source.HeardDomains;
import org.postern.source.Question;
import org.postern.state.Contents;
import org.postern.state.Generation;

class FollowingTest {
  private static final String POLICY =
      """
      sets:
        filter: {sources: [dns: mx.example, file: list]}
      rules: [{name: smtp, port: tcp/25, accept: [filter], otherwise: drop}]
      """;

  @TempDir private Path folder;
  private static final Instant BEGIN = Instant.parse("2026-12-06T12:00:00Z");
  private Instant now = BEGIN;
  private Instant steady = BEGIN;
  private final List<Set<Question>> asked = new ArrayList<>();
  private final List<Consumer<Map<Question, Answer>>> waiting = new ArrayList<>();

  private Following following() throws IOException {
    return following(POLICY);
  }

  private Following following(String text) throws IOException {
    Path file = Files.writeString(folder.resolve("policy.yaml"), text);
    Report report = new Report();
    Policy policy =
        Assembly.policyFiles()
            .parse(file, report)
            .orElseThrow(() -> new AssertionError(report.diagnostics()));
    Following following =
        new Following(
            (accepted, questions, then) -> {
              asked.add(questions);
              waiting.add(then);
            },
            (_, _) -> HeardDomains.nothing(),
            () -> now,
            new SteadyClock(() -> Duration.between(BEGIN, steady).toNanos(), now),
            new SplittableRandom(1));
    following.follow(new Accepted(generation(policy), contents(policy), policy));
    return following;
  }

  @Test
  void aListThatChangedIsReadAtOnceAndAnAnswerFromBeforeCountsForNothing() throws IOException {
    Path list = folder.resolve("list");
    Following following = following();
    assertEquals(Set.of(list), following.lists());
    following.ask();
    int before = asked.size();
    following.changed(Set.of(folder.resolve("another")));
    following.ask();
    assertEquals(before, asked.size());
    following.changed(Set.of(list));
    following.ask();
    assertEquals(before + 1, asked.size());
    assertEquals(
        Set.of("file list"),
        asked.getLast().stream().map(Question::source).collect(Collectors.toSet()));
    following.stop();
    assertEquals(Set.of(), following.lists());
  }

  @Test
  void aSourceThatHasLearnedIsAskedAtOnceAndAgainAfterAnAnswerThatIsOnItsWay() throws IOException {
    Following following =
        following(
            """
            sets: {named: {sources: [{ptr: filter.example, family: ip}]}}
            rules: [{name: smtp, port: tcp/25, accept: [named], otherwise: drop}]
            """);
    Question question = new Question("ptr filter.example", Family.IP);
    following.ask();
    assertEquals(List.of(Set.of(question)), asked);
    following.learned("ptr filter.example");
    following.ask();
    assertEquals(1, asked.size(), "one is on its way");
    answer(question);
    assertTrue(following.takeNews());
    assertTrue(following.takeUrgent());
    following.ask();
    assertEquals(2, asked.size(), "it may not know of the address");
    answer(question);
    following.ask();
    assertEquals(2, asked.size());
    following.learned("ptr other.example");
    following.ask();
    assertEquals(2, asked.size());
    following.learned("ptr filter.example");
    following.ask();
    assertEquals(3, asked.size());
  }

  private void answer(Question question) {
    Answer none =
        new Answer.Data(EntryTable.none(Family.IP), Duration.ofMinutes(5), List.of(), "test");
    waiting.removeLast().accept(Map.of(question, none));
  }

  private Generation generation(Policy policy) {
    return new Generation(
        1,
        Generation.Kind.APPLIED,
        now,
        now,
        "uid 0",
        "",
        "0123456789abcdef",
        List.of(),
        policy.file(),
        Optional.empty(),
        Generation.Outcome.PROVEN,
        Optional.empty());
  }

  private static Contents contents(Policy policy) {
    return new Contents(policy.texts(), Optional.empty(), Ruleset.empty());
  }

  @Test
  void namesDoNotWaitForListsThatHang() throws IOException {
    following().ask();
    assertEquals(2, asked.size());
    for (Set<Question> questions : asked) {
      long names = questions.stream().filter(one -> one.source().startsWith("dns")).count();
      assertTrue(names == 0 || names == questions.size(), questions::toString);
    }
  }

  @Test
  void aQuestionThatNeverComesBackIsNoInformationAndIsNotAskedTwice() throws IOException {
    Following following = following();
    following.ask();
    pass(Duration.ofMinutes(11));
    following.ask();
    assertEquals(2, asked.size(), "it is not asked again");
    for (Heard heard : following.heard().values()) {
      Answer.NoInformation none = assertInstanceOf(Answer.NoInformation.class, heard.answer());
      assertTrue(none.detail().contains("no answer for 10 minutes"), none::detail);
    }
    assertEquals(4, following.heard().size());

    waiting.getFirst().accept(Map.of());
    pass(Duration.ofHours(2));
    following.ask();
    assertEquals(3, asked.size(), "a source that came back is asked again");
  }

  /** Real time: both clocks go. */
  private void pass(Duration time) {
    now = now.plus(time);
    steady = steady.plus(time);
  }

  private static Answer data(String... addresses) {
    List<Entry> entries = new ArrayList<>();
    for (String one : addresses) {
      Interval interval =
          AddressText.parse(one) instanceof AddressText.Ok ok ? ok.interval() : null;
      entries.add(new Entry(Objects.requireNonNull(interval), ""));
    }
    return new Answer.Data(
        EntryTable.of(Family.IP, entries), Duration.ofMinutes(5), List.of(), "test");
  }

  private void answerAll(Answer answer) {
    for (int i = 0; i < waiting.size(); i++) {
      Map<Question, Answer> answers = new HashMap<>();
      asked.get(i).forEach(question -> answers.put(question, answer));
      waiting.get(i).accept(answers);
    }
    asked.clear();
    waiting.clear();
  }

  @ParameterizedTest
  @ValueSource(longs = {-630_720_000, -90_000, 90_000, 630_720_000})
  void aClockThatIsSetMakesNoQuestionLater(long seconds) throws IOException {
    Following following = following();
    following.ask();
    // The clock is set before the answers are handled, and that it was is noticed later.
    now = now.plusSeconds(seconds);
    answerAll(data("192.0.2.1"));
    for (Instant due : following.turns().values()) {
      assertTrue(Duration.between(now, due).compareTo(Duration.ofMinutes(5)) <= 0, due::toString);
    }
    SteadyClock.Jump jump =
        new SteadyClock.Jump(
            Duration.ofSeconds(seconds), new SteadyClock.Moment(BEGIN, Duration.ZERO));
    following.shift(jump);
    for (Instant due : following.turns().values()) {
      assertTrue(Duration.between(now, due).compareTo(Duration.ofMinutes(5)) <= 0, due::toString);
    }
    following.heard().values().forEach(heard -> assertEquals(now, heard.at()));
  }

  @Test
  void anAnswerThatAnotherRunHasSettledSinceIsAskedForAgainAtOnce() throws IOException {
    Following following = following();
    following.ask();
    answerAll(data("192.0.2.1"));
    assertTrue(following.takeNews());
    Question list = new Question("file list", Family.IP);
    pass(Duration.ofMillis(1));
    assertTrue(following.forgetOlderThan(Map.of(list, now)));
    assertEquals(false, following.isComplete(), "nothing is settled until it was asked again");
    following.ask();
    assertEquals(List.of(Set.of(list)), asked);
    answerAll(data("192.0.2.2"));
    assertTrue(following.takeNews());
    assertEquals(data("192.0.2.2"), answered(following, list));
    assertEquals(false, following.forgetOlderThan(Map.of(list, now)));
  }

  @Test
  void anAnswerOnItsWayThatWasAskedForEarlierIsPassedOver() throws IOException {
    Following following = following();
    following.ask();
    answerAll(data("192.0.2.1"));
    Question list = new Question("file list", Family.IP);
    pass(Duration.ofHours(2));
    following.ask();
    List<Consumer<Map<Question, Answer>>> early = List.copyOf(waiting);
    pass(Duration.ofMillis(1));
    following.forgetOlderThan(Map.of(list, now));
    waiting.clear();
    asked.clear();
    following.ask();
    answerAll(data("192.0.2.2"));
    early.forEach(one -> one.accept(Map.of(list, data("192.0.2.1"))));
    assertEquals(data("192.0.2.2"), answered(following, list));
  }

  @Test
  void whatAnotherRunHasHeardIsTakenOver() throws IOException {
    Following following = following();
    following.ask();
    answerAll(data("192.0.2.1"));
    following.takeNews();
    Question list = new Question("file list", Family.IP);
    pass(Duration.ofSeconds(1));
    following.learn(Map.of(list, new Heard(data("192.0.2.2"), now)));
    assertEquals(data("192.0.2.2"), answered(following, list));
    following.learn(Map.of(list, new Heard(data("192.0.2.3"), now.minusSeconds(1))));
    assertEquals(data("192.0.2.2"), answered(following, list), "an older one is not");
    following.learn(
        Map.of(new Question("file other", Family.IP), new Heard(data("192.0.2.3"), now)));
    assertEquals(4, following.heard().size(), "nor that of a source of another policy");
  }

  private static Answer answered(Following following, Question question) {
    return Objects.requireNonNull(following.heard().get(question), question::toString).answer();
  }
}
