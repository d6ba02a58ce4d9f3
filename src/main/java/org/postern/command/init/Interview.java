package org.postern.command.init;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.postern.command.Asker;
import org.postern.command.Invocation;
import org.postern.command.UsageException;
import org.postern.pipeline.ShippedRuleset;

/** Finds out all answers: by the options, else by asking, else by what is proposed. */
final class Interview {
  /** The word that is typed for no network at all. */
  private static final String NONE = "-";

  private final Invocation invocation;
  private final Proposal proposal;
  private final Optional<Asker> asker;

  /**
   * An interview.
   *
   * @param asker empty where what is proposed is taken
   */
  Interview(Invocation invocation, Proposal proposal, Optional<Asker> asker) {
    this.invocation = invocation;
    this.proposal = proposal;
    this.asker = asker;
  }

  /** Thrown when the user leaves. */
  static final class LeftException extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }

  Answers answers() {
    String target =
        invocation.value(InitOptions.TARGET.name()).map(Choices::target).orElse(Answers.AUTO);
    List<ShippedRuleset> providers = providers();
    Role role =
        invocation
            .value(InitOptions.ROLE.name())
            .map(Choices::role)
            .orElseGet(
                () ->
                    asked(
                        "This host is the mail server's host, or a gateway in front of it",
                        proposal.role().word(),
                        Choices::role));
    boolean published = role == Role.HOST && proposal.published();
    List<String> servers = servers(role, published);
    return new Answers(
        providers,
        role,
        published,
        servers,
        own(),
        domains(),
        target,
        role == Role.HOST ? mailServer() : "");
  }

  private String mailServer() {
    return proposal.situation().mailServers().stream().findFirst().orElse("");
  }

  private List<ShippedRuleset> providers() {
    List<String> named = invocation.values(InitOptions.PROVIDER.name());
    if (!named.isEmpty()) {
      return Choices.providers(named);
    }
    asker.ifPresent(one -> one.tell(offered()));
    if (asker.isEmpty()) {
      throw new UsageException(
          "%s NAME is missing: postern rulesets lists them".formatted(InitOptions.PROVIDER.name()));
    }
    return asked(
        "Your filter, by its name in this list (several with blanks between)",
        "",
        line -> Choices.providers(atLeastOne(line)));
  }

  private static List<String> atLeastOne(String line) {
    List<String> words = Choices.words(line);
    if (words.isEmpty()) {
      throw new UsageException("without a filter there is no peer to accept");
    }
    return words;
  }

  private static List<String> offered() {
    List<String> lines = new ArrayList<>();
    for (ShippedRuleset one : ShippedRuleset.all()) {
      if (Choices.isOfProvider(one)) {
        lines.add("  %-25s  %s".formatted(one.name(), one.provider()));
      }
    }
    return lines;
  }

  private List<String> servers(Role role, boolean published) {
    List<String> named = invocation.values(InitOptions.SERVER.name());
    if (!named.isEmpty()) {
      return Choices.servers(named);
    }
    if (role == Role.HOST && !published) {
      return List.of();
    }
    List<String> found =
        asked(
            "The addresses that clients dial",
            String.join(" ", proposal.servers()),
            line -> Choices.servers(Choices.words(line)));
    if (found.isEmpty()) {
      throw new UsageException(
          "%s ADDR is missing: which address of the mail server do clients dial?"
              .formatted(InitOptions.SERVER.name()));
    }
    return found;
  }

  private List<Answers.Own> own() {
    List<String> named = invocation.values(InitOptions.OWN.name());
    if (!named.isEmpty()) {
      return named.equals(List.of(NONE)) ? List.of() : Choices.own(named);
    }
    List<Answers.Own> proposed = proposal.own();
    List<String> nets = proposed.stream().map(Answers.Own::net).toList();
    return asked(
        "Your own networks and servers that connect to port 25 (%s for none)".formatted(NONE),
        nets.isEmpty() ? NONE : String.join(" ", nets),
        line -> own(Choices.words(line), proposed));
  }

  /**
   * Asks for the domains whose MX records are watched, so that none leads past the filter when the
   * rule refuses.
   */
  private List<String> domains() {
    List<String> named = invocation.values(InitOptions.DOMAIN.name());
    if (!named.isEmpty()) {
      return domains(named);
    }
    List<String> proposed = proposal.domains();
    return asked(
        "The mail domains behind the filter, whose MX records are to be watched (%s for none)"
            .formatted(NONE),
        proposed.isEmpty() ? NONE : String.join(" ", proposed),
        line -> domains(Choices.words(line)));
  }

  private static List<String> domains(List<String> words) {
    return words.equals(List.of(NONE)) ? List.of() : Choices.domains(words);
  }

  /** Returns the named hosts; those that were proposed keep what is known of them. */
  private static List<Answers.Own> own(List<String> words, List<Answers.Own> proposed) {
    if (words.equals(List.of(NONE))) {
      return List.of();
    }
    return Choices.own(words).stream()
        .map(
            one ->
                proposed.stream()
                    .filter(known -> known.net().equals(one.net()))
                    .findFirst()
                    .orElse(one))
        .toList();
  }

  /** Asks until the answer makes sense; without an asker what is proposed is the answer. */
  private <T> T asked(String question, String proposed, Function<String, T> meaning) {
    if (asker.isEmpty()) {
      return meaning.apply(proposed);
    }
    while (true) {
      String line = asker.get().ask(question, proposed).orElseThrow(LeftException::new);
      try {
        return meaning.apply(line.isBlank() ? proposed : line.strip());
      } catch (UsageException e) {
        asker.get().tell(List.of("  " + e.getMessage()));
      }
    }
  }
}
