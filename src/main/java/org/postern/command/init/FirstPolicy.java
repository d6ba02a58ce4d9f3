package org.postern.command.init;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.postern.address.Sha256;
import org.postern.policy.PolicyText;

/**
 * The text of a first policy. Its first line has the SHA-256 of all others, so that it is known
 * later whether it was edited. Pure.
 */
final class FirstPolicy {
  private static final String MARK =
      "# Written by postern init; the SHA-256 of the lines below is ";
  private static final String PACKAGED =
      "# As it came with the package; the SHA-256 of the lines below is ";
  private static final Pattern REVIEW =
      Pattern.compile("\n    review: ([0-9]{4}-[0-9]{2}-[0-9]{2})\n");

  private final Answers answers;
  private final LocalDate review;
  private final List<String> lines = new ArrayList<>();

  private FirstPolicy(Answers answers, LocalDate review) {
    this.answers = answers;
    this.review = review;
  }

  /**
   * Returns the text of the policy.
   *
   * @param review the day on which it is to be looked at again
   */
  static String text(Answers answers, LocalDate review) {
    String body = new FirstPolicy(answers, review).body();
    return MARK + Sha256.hex(body) + "\n" + body;
  }

  /** Tells whether a text is as this class wrote it, or as the package brings it. */
  static boolean isUnedited(String text) {
    return isWhole(MARK, text) || isPackaged(text);
  }

  /**
   * Tells whether a text is the package's own, which has no rule and waits for a policy in its
   * place.
   */
  static boolean isPackaged(String text) {
    return isWhole(PACKAGED, text);
  }

  private static boolean isWhole(String mark, String text) {
    int end = text.indexOf('\n');
    return end > 0 && text.substring(0, end).equals(mark + Sha256.hex(text.substring(end + 1)));
  }

  /** Tells whether this class wrote a text, which may have been edited since. */
  static boolean isOurs(String text) {
    return text.startsWith(MARK);
  }

  /** Returns the day on which a text is to be looked at again. */
  static Optional<LocalDate> review(String text) {
    Matcher found = REVIEW.matcher(text);
    return found.find() ? Optional.of(LocalDate.parse(found.group(1))) : Optional.empty();
  }

  private String body() {
    head();
    include();
    own();
    rules();
    target();
    return String.join("\n", lines) + "\n";
  }

  private void add(String... more) {
    lines.addAll(List.of(more));
  }

  private void head() {
    add(
        "#",
        "# Only the nodes of the filter are meant to open connections to port 25. This policy"
            + " observes:",
        "# who else connects is counted, remembered and let through. Nothing is refused before the"
            + " rule",
        "# says \"otherwise: drop\".",
        "#",
        "# Until %s look at".formatted(review),
        "#   postern refused             who is on no list, and how often",
        "#   postern rehearse LOGFILE    the same for the weeks before, from the mail log",
        "#   postern doctor              what on this host makes the policy void or costs mail",
        "# Your own servers among them belong into the set own. MX records that lead past the"
            + " filter have",
        "# to go, and a week later caches have forgotten them. Then write \"otherwise: drop\", and",
        "#   postern plan                who would be refused from now on",
        "#   postern apply --confirm 5m  comes back by itself unless \"postern confirm\" follows",
        "");
  }

  private void include() {
    add("# The nodes. The text comes with the program: postern rulesets show NAME.", "include:");
    answers
        .providers()
        .forEach(
            one -> add("  - %s%s  # %s".formatted(PolicyText.SHIPPED, one.name(), one.provider())));
    add("");
  }

  /** Adds the hosts of one's own; examples are of RFC 5737. */
  private void own() {
    add("# Who else may connect: relays, scanners, monitoring, branch offices, the backup MX.");
    String comment = answers.own().isEmpty() ? "# " : "";
    add(comment + "sets:", comment + "  own:", comment + "    sources:");
    answers
        .own()
        .forEach(
            one -> add("      - {net: \"%s\", label: \"%s\"}".formatted(one.net(), one.label())));
    add(
        (answers.own().isEmpty() ? "#       - " : "      # - ")
            + "{net: 198.51.100.7, label: \"monitoring, CHG-812\"}",
        "");
  }

  private void rules() {
    add("rules:", "  - name: smtp");
    if (answers.role() == Role.GATEWAY) {
      add("    # What is sent on to the mail server; the addresses are those that clients dial.");
      add("    hook: forward");
    } else if (answers.published()) {
      add(
          "    # What is sent on to a container is forwarded; the addresses are those of this"
              + " host.");
      add("    hook: [input, forward]");
    }
    if (!answers.servers().isEmpty()) {
      add("    to: " + quoted(answers.servers()));
    }
    List<String> accepted = new ArrayList<>(answers.sets());
    if (!answers.own().isEmpty()) {
      accepted.add("own");
    }
    add(
        "    port: tcp/25",
        "    accept: [%s]".formatted(String.join(", ", accepted)),
        "    otherwise: observe",
        "    # From this day on plan and status remind you; it enforces nothing.",
        "    review: " + review);
    mailServer();
    if (!answers.target().equals(Answers.WINDOWS)) {
      resolver();
    }
  }

  /** Quotes addresses: IPv6 addresses have to be. */
  private static String quoted(List<String> texts) {
    return texts.stream().map(one -> '"' + one + '"').collect(Collectors.joining(", ", "[", "]"));
  }

  /** A resolver that cannot ask over TCP gets half of a long list. */
  private void resolver() {
    add(
        "",
        "  # Long answers of DNS come over TCP. This refuses nothing and opens nothing: it states"
            + " that",
        "  # Postern does not block them, and lets plan tell when another table does.",
        "  - {name: dns, hook: output, port: tcp/53, accept: any}");
  }

  private void mailServer() {
    if (answers.mailServer().isEmpty()) {
      return;
    }
    add(
        "",
        "  # %s is on this host. A rule of packets shuts out users who log in at port 25 too; one of the"
            .formatted(answers.mailServer()),
        "  # mail server spares them. Where there are such users, put it in the place of the one"
            + " above,",
        "  # with targets: [%s], and see: postern hook %s".formatted(kind(), kind()),
        "  # - {name: mta, hook: smtp, accept: [%s], otherwise: %s}"
            .formatted(
                String.join(", ", answers.sets()),
                kind().equals("opensmtpd") ? "reject" : "defer"));
  }

  private String kind() {
    return answers.mailServer().equals("qmail")
        ? "tcpserver"
        : answers.mailServer().toLowerCase(Locale.ROOT);
  }

  private void target() {
    add("");
    if (answers.target().equals(Answers.AUTO)) {
      add("# The packet filter of this host: nftables, or iptables where rules are kept in it.");
    }
    boolean isWindows = answers.target().equals(Answers.WINDOWS);
    String target = isWindows ? "{windows: {mode: block-complement}}" : answers.target();
    add("targets: [%s]".formatted(target));
    protects();
  }

  /** An observing rule starts the watch, so that it has lasted a week when the rule refuses. */
  private void protects() {
    String comment = answers.domains().isEmpty() ? "# " : "";
    List<String> domains = answers.domains().isEmpty() ? List.of("example.com") : answers.domains();
    List<String> exchangers = answers.exchangers();
    add(
        "",
        "# The domains behind the filter: no MX record of theirs may lead past it when the rule"
            + " refuses.",
        "# An exchanger is the filter's where the rule accepts its addresses; those under mx, and"
            + " all below",
        "# them, are too. Put there what the provider tells you to put into your MX records.",
        comment + "protects:",
        comment + "  domains: " + quoted(domains),
        exchangers.isEmpty()
            ? "#   mx: [mx.filter.example]"
            : comment + "  mx: " + quoted(exchangers));
  }
}
