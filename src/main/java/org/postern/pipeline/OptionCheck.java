package org.postern.pipeline;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.postern.diagnostic.Code;
import org.postern.diagnostic.Report;
import org.postern.diagnostic.Span;
import org.postern.plan.TargetOption;
import org.postern.policy.Policy;
import org.postern.policy.Rule;
import org.postern.policy.SecretReference;
import org.postern.policy.TargetBinding;
import org.postern.policy.parse.text.Words;
import org.postern.target.TargetKind;

/** Compares the options that a policy gives one of its targets with those that its kind has. */
final class OptionCheck {
  /** Words of options whose values are not repeated. */
  private static final Pattern SECRETIVE = Pattern.compile("pass|secret|token|key|credential");

  private final TargetBinding target;
  private final Map<String, TargetOption> options;
  private final Report report;

  /**
   * Creates the check of one target.
   *
   * @param options the options of its kind
   */
  OptionCheck(TargetBinding target, Map<String, TargetOption> options, Report report) {
    this.target = target;
    this.options = options;
    this.report = report;
  }

  /**
   * Checks that written options are right, and that required ones are written.
   *
   * @param required the options without which a target of the kind cannot be opened
   */
  void check(Policy policy, Set<String> required) {
    for (String option : new TreeSet<>(required)) {
      if (!target.options().containsKey(option)) {
        report.add(
            Code.MISSING_KEY,
            target.span(),
            "%s needs \"%s\"".formatted(target.kind(), option),
            "write %s: %s".formatted(option, describe(option)));
      }
    }
    new TreeMap<>(target.options()).forEach((option, value) -> check(policy, option, value));
  }

  /** Reports mistakes that are in no option alone. */
  void report(List<TargetKind.Fault> faults) {
    for (TargetKind.Fault fault : faults) {
      report.add(
          target.options().containsKey(fault.option()) ? Code.BAD_OPTION : Code.MISSING_KEY,
          place(fault.option()),
          "%s: %s".formatted(target.name(), fault.message()),
          fault.fix());
    }
  }

  private void check(Policy policy, String option, String value) {
    switch (options.getOrDefault(option, new TargetOption.OpenedRules())) {
      case TargetOption.OneOf one -> {
        if (!one.words().contains(value)) {
          add(
              option,
              cannotBe(option, value),
              meant(value, one.words()) + "it may be " + one.describe());
        }
      }
      case TargetOption.SomeOf some -> {
        for (String word : value.split(",", -1)) {
          if (!some.words().contains(word)) {
            add(
                option,
                cannotBe(option, word),
                meant(word, some.words()) + "it may be " + some.describe());
          }
        }
      }
      case TargetOption.RuleNames _ -> checkRules(policy, option, value);
      case TargetOption.FilePath path -> {
        if (!value.startsWith("/")) {
          add(option, cannotBe(option, value), "write " + path.describe());
        }
      }
      case TargetOption.Name name -> {
        if (!name.matches(value)) {
          add(option, cannotBe(option, value), "write " + name.describe());
        }
      }
      case TargetOption.Text text -> {
        if (!text.matches(value)) {
          add(option, cannotBe(option, value), "write " + text.describe());
        }
      }
      case TargetOption.Url url -> checkUrl(url, option, value);
      case TargetOption.Pin pin -> {
        if (!pin.matches(value)) {
          add(option, cannotBe(option, value), "write " + pin.describe());
        }
      }
      case TargetOption.Endpoint end -> {
        if (TargetOption.Endpoint.parse(value).isEmpty()) {
          add(option, cannotBe(option, value), "write " + end.describe());
        }
      }
      case TargetOption.Addresses addresses -> {
        for (String text : value.split(",", -1)) {
          if (!addresses.matches(text)) {
            add(option, cannotBe(option, text), "write " + addresses.describe());
          }
        }
      }
      case TargetOption.Secret _ -> checkSecret(option, value);
      case TargetOption.OpenedRules _ -> addUnknown(option, value);
    }
  }

  private String cannotBe(String option, String value) {
    return "option %s of %s cannot be %s".formatted(option, target.name(), Words.quoted(value));
  }

  private String describe(String option) {
    return options.getOrDefault(option, new TargetOption.OpenedRules()).describe();
  }

  private static String meant(String word, Collection<String> known) {
    return Words.nearest(word, known).map("write %s; "::formatted).orElse("");
  }

  private void addUnknown(String option, String value) {
    Map<String, TargetOption> known = new TreeMap<>(options);
    known.values().removeIf(TargetOption.OpenedRules.class::isInstance);
    boolean hides = SECRETIVE.matcher(option).find() || SecretReference.isMeant(value);
    report.add(
        Code.BAD_OPTION,
        hides ? target.span().withoutExcerpt() : target.span(),
        "%s has no option %s".formatted(target.kind(), option)
            + (hides ? "" : ": " + Words.clip(value)),
        known.isEmpty()
            ? "write the name alone: it has no options"
            : meant(option, known.keySet()) + "its options are " + listed(known));
  }

  private static String listed(Map<String, TargetOption> known) {
    return known.entrySet().stream()
        .map(one -> one.getKey() + " (" + one.getValue().describe() + ")")
        .collect(Collectors.joining(", "));
  }

  private void checkRules(Policy policy, String option, String value) {
    List<String> rules = policy.rules().stream().map(Rule::name).toList();
    for (String name : value.split(",", -1)) {
      if (!rules.contains(name)) {
        add(
            option,
            "%s: there is no rule %s for option %s".formatted(target.name(), name, option),
            meant(name, rules) + "rules are " + String.join(", ", rules));
      }
    }
  }

  /**
   * Checks an address. What stands before the name of a server may be a password, and is not
   * repeated.
   */
  private void checkUrl(TargetOption.Url url, String option, String value) {
    if (url.tells(value)) {
      report.add(
          Code.LITERAL_SECRET,
          place(option).withoutExcerpt(),
          "a user or password does not stand in an address",
          "write %s, and the user and the secret as options of their own"
              .formatted(url.describe()));
    } else if (!url.matches(value)) {
      add(option, cannotBe(option, value), "write " + url.describe());
    }
  }

  /**
   * Checks a reference to a secret. A text that is no place of a secret may be one, and is not
   * repeated.
   */
  private void checkSecret(String option, String value) {
    if (SecretReference.of(value).isPresent()) {
      return;
    }
    boolean meant = SecretReference.isMeant(value);
    report.add(
        meant ? Code.BAD_OPTION : Code.LITERAL_SECRET,
        meant ? place(option) : place(option).withoutExcerpt(),
        meant
            ? cannotBe(option, value)
            : "a secret does not stand in a policy, which is copied, logged and stored",
        "write where it is kept: " + SecretReference.FORMS);
  }

  private Span place(String option) {
    return target.places().getOrDefault(option, target.span());
  }

  private void add(String option, String message, String fix) {
    report.add(Code.BAD_OPTION, place(option), message, fix);
  }
}
