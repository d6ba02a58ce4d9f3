package org.postern.daemon;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postern.diagnostic.Report;
import org.postern.pipeline.Accepted;
import org.postern.pipeline.Assembly;
import org.postern.pipeline.PolicyFiles;
import org.postern.policy.Policy;
import org.postern.source.Answer;
import org.postern.source.Heard;
import org.postern.source.Question;
import org.postern.state.Generation;

class FollowingTest {
  private static final String POLICY =
      """
      sets:
        filter: {sources: [dns: mx.example, file: list]}
      rules: [{name: smtp, port: tcp/25, accept: [filter], otherwise: drop}]
      """;

  @TempDir private Path folder;
  private Instant now = Instant.parse("2026-12-06T12:00:00Z");
  private final List<Set<Question>> asked = new ArrayList<>();
  private final List<Consumer<Map<Question, Answer>>> waiting = new ArrayList<>();

  private Following following() throws IOException {
    Path file = Files.writeString(folder.resolve("policy.yaml"), POLICY);
    Report report = new Report();
    Policy policy =
        new PolicyFiles(Assembly.targetOptions())
            .parse(file, report)
            .orElseThrow(() -> new AssertionError(report.diagnostics()));
    Following following =
        new Following(
            (accepted, questions, then) -> {
              asked.add(questions);
              waiting.add(then);
            },
            () -> now,
            new SplittableRandom(1));
    following.follow(new Accepted(generation(policy), policy));
    return following;
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
        policy.texts(),
        Optional.empty(),
        List.of(),
        Map.of(),
        Generation.Outcome.PROVEN,
        Optional.empty());
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
    now = now.plus(Duration.ofMinutes(11));
    following.ask();
    assertEquals(2, asked.size(), "it is not asked again");
    for (Heard heard : following.heard().values()) {
      Answer.NoInformation none = assertInstanceOf(Answer.NoInformation.class, heard.answer());
      assertTrue(none.detail().contains("no answer for 10 minutes"), none::detail);
    }
    assertEquals(4, following.heard().size());

    waiting.getFirst().accept(Map.of());
    now = now.plus(Duration.ofHours(2));
    following.ask();
    assertEquals(3, asked.size(), "whoever came back is asked again");
  }
}
