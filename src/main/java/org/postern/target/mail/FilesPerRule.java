package org.postern.target.mail;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import org.postern.plan.AccessRule;
import org.postern.plan.Ruleset;

/**
 * A mail system in which each rule has files of its own, whose names begin with that of the rule.
 */
public interface FilesPerRule extends MailSystem {
  /** Returns the rule whose file a name is; empty when it is the name of no such file. */
  Optional<String> rule(String file);

  /** Returns the texts of a rule by the names of its files. Pure. */
  Map<String, String> write(AccessRule rule);

  /**
   * Returns the texts of the files of a rule that is gone: it refuses no peer, and no file is
   * missing.
   */
  Map<String, String> open(String rule);

  /** Reads a rule from its files; empty when it is gone, or nothing of it is understood. Pure. */
  Optional<AccessRule> read(String rule, MailFiles files);

  /**
   * Returns what the mail server does without one of the files, in words that follow "is missing".
   */
  String withoutFile();

  /**
   * Returns the texts that the files of a rule should hold.
   *
   * @param read the meaning of the files
   */
  default Map<String, String> meant(String rule, Optional<AccessRule> read) {
    return read.map(this::write).orElseGet(() -> open(rule));
  }

  /** Returns the rules of which there is a file. */
  default SortedSet<String> rules(MailFiles files) {
    SortedSet<String> rules = new TreeSet<>();
    files.names().forEach(name -> rule(name).ifPresent(rules::add));
    return rules;
  }

  @Override
  default boolean isOurs(String file) {
    return rule(file).isPresent();
  }

  @Override
  default MailFiles files(Ruleset ruleset, MailFiles present) {
    Map<String, String> texts = new LinkedHashMap<>();
    ruleset.rules().forEach(rule -> texts.putAll(write(rule)));
    for (String rule : rules(present)) {
      if (ruleset.rule(rule).isEmpty()) {
        texts.putAll(open(rule));
      }
    }
    return MailFiles.of(texts);
  }

  @Override
  default Reading read(MailFiles files) {
    List<AccessRule> rules = new ArrayList<>();
    List<String> missing = new ArrayList<>();
    List<String> altered = new ArrayList<>();
    for (String name : rules(files)) {
      Optional<AccessRule> rule = read(name, files);
      rule.ifPresent(rules::add);
      for (Map.Entry<String, String> meant : meant(name, rule).entrySet()) {
        String file = meant.getKey();
        Optional<String> found = files.text(file);
        if (found.isEmpty()) {
          missing.add("%s is missing: %s".formatted(file, withoutFile()));
        } else if (!found.get().equals(meant.getValue())) {
          altered.add(file);
        }
      }
    }
    return new Reading(new Ruleset(rules), missing, altered);
  }
}
