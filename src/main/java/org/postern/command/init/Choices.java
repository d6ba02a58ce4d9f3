package org.postern.command.init;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.postern.address.text.AddressText;
import org.postern.command.UsageException;
import org.postern.pipeline.ShippedRuleset;
import org.postern.policy.MailDomain;
import org.postern.policy.PolicyText;

/** Checks what the user typed; the exception for a rejected word says what to write instead. */
final class Choices {
  private static final List<String> TARGETS =
      List.of(Answers.AUTO, "nftables", "iptables", Answers.WINDOWS);

  private Choices() {}

  /**
   * Returns the shipped rulesets with these names, each once; only those that provide sets.
   *
   * @throws UsageException when there is no such ruleset, or it provides none
   */
  static List<ShippedRuleset> providers(List<String> words) {
    return words.stream().map(Choices::provider).distinct().toList();
  }

  private static ShippedRuleset provider(String word) {
    String name = PolicyText.isShipped(word) ? word.substring(PolicyText.SHIPPED.length()) : word;
    ShippedRuleset found =
        ShippedRuleset.named(name)
            .orElseThrow(
                () ->
                    new UsageException(
                        "%s: no ruleset of that name comes with this version%s"
                            .formatted(
                                name,
                                ShippedRuleset.nearest(name)
                                    .map(near -> "; did you mean " + near + "?")
                                    .orElse("; postern rulesets lists them"))));
    if (!isOfProvider(found)) {
      throw new UsageException(
          "%s is for a situation: postern rulesets copy %s".formatted(name, name));
    }
    return found;
  }

  /**
   * Tells whether a ruleset provides sets that are of use without its rules: not one with {@code
   * domains}, which only its own rules use.
   */
  static boolean isOfProvider(ShippedRuleset one) {
    return !one.sets().isEmpty() && one.text().lines().noneMatch("domains:"::equals);
  }

  static Role role(String word) {
    return Role.of(word)
        .orElseThrow(
            () ->
                new UsageException(
                    "%s is no role: write %s".formatted(word, String.join(" or ", Role.words()))));
  }

  static String target(String word) {
    if (!TARGETS.contains(word)) {
      throw new UsageException(
          "%s: a first policy is for one of %s".formatted(word, String.join(", ", TARGETS)));
    }
    return word;
  }

  /**
   * Returns the addresses in canonical form, each once.
   *
   * @throws UsageException for what is not a single address
   */
  static List<String> servers(List<String> words) {
    List<String> found = new ArrayList<>();
    for (String word : words) {
      AddressText.Ok read = read(word);
      if (read.form() != AddressText.Form.ADDRESS) {
        throw new UsageException(word + ": a server has a single address");
      }
      found.add(read.interval().first().toString());
    }
    return found.stream().distinct().toList();
  }

  static List<Answers.Own> own(List<String> words) {
    return words.stream()
        .distinct()
        .map(
            word -> {
              AddressText.Ok _ = read(word);
              return new Answers.Own(word, "our own");
            })
        .toList();
  }

  /**
   * Returns the mail domains in canonical form, each once.
   *
   * @throws UsageException for what is not a mail domain
   */
  static List<String> domains(List<String> words) {
    return words.stream()
        .map(
            word ->
                switch (MailDomain.read(word)) {
                  case MailDomain.Ok ok -> ok.name();
                  case MailDomain.Wrong wrong ->
                      throw new UsageException(
                          "%s %s: %s".formatted(word, wrong.reason(), wrong.fix()));
                })
        .distinct()
        .toList();
  }

  private static AddressText.Ok read(String word) {
    return switch (AddressText.parse(word)) {
      case AddressText.Ok ok -> ok;
      case AddressText.Wrong wrong ->
          throw new UsageException(
              "%s: %s%s"
                  .formatted(
                      word, wrong.reason(), wrong.fix().isEmpty() ? "" : "; write " + wrong.fix()));
    };
  }

  /** Splits a line at white space and commas. */
  static List<String> words(String line) {
    return Arrays.stream(line.strip().split("[\\s,]+", -1)).filter(one -> !one.isEmpty()).toList();
  }
}
