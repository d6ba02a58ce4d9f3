package org.postern.daemon;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.postern.daemon.alarm.Condition;
import org.postern.daemon.journal.EventKind;
import org.postern.pipeline.Recall;
import org.postern.pipeline.ShippedRuleset;
import org.postern.policy.PolicyText;

/** The files of the policy that differ from what was accepted of them. */
final class EditedFiles {
  private Optional<Instant> comparedAt = Optional.empty();
  private List<String> names = List.of();
  private int compared;

  /** Returns the files that differ from what was accepted, as of the last look. */
  List<String> names() {
    return names;
  }

  /** Tells whether a file differs from what was accepted, looked at anew when it is time. */
  Optional<Condition> look(Recall recall, Instant now) {
    int generation = recall.generation().map(one -> one.number()).orElse(0);
    if (generation != compared || EachMinute.isDue(comparedAt, now)) {
      compared = generation;
      comparedAt = Optional.of(now);
      names = edited(recall.contents().texts());
    }
    return names.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new Condition(
                EventKind.POLICY_EDITED,
                "policy",
                "edited, not applied: " + String.join(", ", names)));
  }

  private static List<String> edited(List<PolicyText> texts) {
    List<String> found = new ArrayList<>();
    for (PolicyText text : texts) {
      if (differs(text)) {
        found.add(text.name());
      }
    }
    return found;
  }

  /** A file that the daemon may not read says nothing; a ruleset changes with the program. */
  private static boolean differs(PolicyText text) {
    if (text.isShipped()) {
      return ShippedRuleset.isOther(text);
    }
    try {
      byte[] now = Files.readAllBytes(Path.of(text.name()));
      return !new String(now, StandardCharsets.UTF_8).equals(text.text());
    } catch (NoSuchFileException e) {
      return true;
    } catch (IOException e) {
      return false;
    }
  }
}
