package org.postern.pipeline;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.postern.policy.PolicyText;
import org.postern.policy.parse.text.Loader;
import org.postern.policy.parse.text.Words;

/**
 * A policy that comes with the program, for a provider or a situation. Another policy takes its
 * sets by {@code include: [postern:NAME]}. Its head is a comment that tells in lines such as {@code
 * # seen: 2026-11-28} where its facts come from; such a line goes on in lines that are indented.
 *
 * @param name the name of the ruleset
 * @param text the whole policy
 */
public record ShippedRuleset(String name, String text) {
  /** The names, in alphabetical order. */
  public static final List<String> NAMES =
      List.of(
          "appriver",
          "appriver-exchange",
          "barracuda",
          "cloudflare-email-security",
          "gateway-nat",
          "google-workspace",
          "hornetsecurity",
          "hosted-cloud",
          "hosted-cloud-per-domain",
          "microsoft-365",
          "mimecast",
          "observe-first",
          "proofpoint-essentials",
          "provider-page",
          "smartermail-2012",
          "spamtitan",
          "split-delivery",
          "symantec-email-security",
          "two-providers",
          "users-on-25");

  private static final String FOLDER = "/org/postern/rulesets/";
  private static final String COMMENT = "# ";
  private static final String INDENT = "  ";
  private static final Pattern EXCHANGERS = Pattern.compile("#.* mx: \\[([^\\]]+)\\].*");
  private static final Pattern SET = Pattern.compile(INDENT + "([a-z][a-z0-9-]*):.*");

  /** Returns all shipped rulesets. */
  public static List<ShippedRuleset> all() {
    return NAMES.stream().map(ShippedRuleset::read).toList();
  }

  /** Returns the ruleset of that name, without {@link PolicyText#SHIPPED}. */
  public static Optional<ShippedRuleset> named(String name) {
    return NAMES.contains(name) ? Optional.of(read(name)) : Optional.empty();
  }

  /** Returns the name that one was probably meant to be. */
  public static Optional<String> nearest(String name) {
    return Words.nearest(name, NAMES);
  }

  /** Loads what an {@code include} names. */
  public static Loader.Loaded load(String include) {
    String name = include.substring(PolicyText.SHIPPED.length());
    return named(name)
        .<Loader.Loaded>map(found -> new Loader.Loaded.Text(include, found.text()))
        .orElseGet(
            () ->
                new Loader.Loaded.Missing(
                    "no ruleset of that name comes with this version",
                    false,
                    nearest(name)
                        .map(near -> "write " + PolicyText.SHIPPED + near)
                        .orElse("postern rulesets lists them")));
  }

  /** Tells whether what was accepted under a name differs from what comes with this version. */
  public static boolean isOther(PolicyText accepted) {
    return named(accepted.name().substring(PolicyText.SHIPPED.length()))
        .filter(found -> found.text().equals(accepted.text()))
        .isEmpty();
  }

  /** Returns the first paragraph of its head: what it is for. */
  public String title() {
    return String.join(
        " ", head().stream().takeWhile(line -> !line.isEmpty()).map(String::strip).toList());
  }

  /** Returns the provider whose addresses it holds. */
  public String provider() {
    return fact("provider");
  }

  /** Returns the source of its addresses. */
  public String source() {
    return fact("source");
  }

  /** Returns the day as of which they are, or on which the source was found to hold them. */
  public String seen() {
    return fact("seen");
  }

  /** Tells whether it follows the provider by itself, {@code live}, or is a list with a date. */
  public String status() {
    return fact("status");
  }

  /**
   * Returns the names of the sets that it brings itself, in their order; none of one for a
   * situation, which takes those of others.
   */
  public List<String> sets() {
    return text.lines()
        .dropWhile(line -> !line.equals("sets:"))
        .skip(1)
        .takeWhile(line -> line.isBlank() || line.startsWith(INDENT) || line.startsWith("#"))
        .map(SET::matcher)
        .filter(Matcher::matches)
        .map(found -> found.group(1))
        .toList();
  }

  /**
   * Returns the names in the MX records of domains behind the provider, where its text says them.
   */
  public List<String> exchangers() {
    return text.lines()
        .map(EXCHANGERS::matcher)
        .filter(Matcher::matches)
        .flatMap(found -> Arrays.stream(found.group(1).split(", *", -1)))
        .toList();
  }

  private String fact(String key) {
    List<String> head = head();
    int at = 0;
    while (!head.get(at).startsWith(key + ": ")) {
      at++;
    }
    List<String> words = new ArrayList<>();
    words.add(head.get(at).substring(key.length() + 2));
    head.stream()
        .skip(at + 1)
        .takeWhile(line -> line.startsWith(INDENT))
        .forEach(line -> words.add(line.strip()));
    return String.join(" ", words);
  }

  private List<String> head() {
    return text.lines()
        .takeWhile(line -> line.startsWith("#"))
        .map(line -> line.startsWith(COMMENT) ? line.substring(COMMENT.length()) : "")
        .toList();
  }

  private static ShippedRuleset read(String name) {
    String file = FOLDER + name + ".yaml";
    try (InputStream in =
        Objects.requireNonNull(ShippedRuleset.class.getResourceAsStream(file), file)) {
      return new ShippedRuleset(name, new String(in.readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(file, e);
    }
  }
}
