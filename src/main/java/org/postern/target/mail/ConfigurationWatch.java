package org.postern.target.mail;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.postern.plan.Effect;
import org.postern.plan.Observation;
import org.postern.plan.Ruleset;
import org.postern.target.HookLines;
import org.postern.target.TargetException;

/**
 * Asks for a configuration only when it may have changed, or the rules did: to read one, programs
 * of the mail server are run. Safe for several threads.
 */
final class ConfigurationWatch {
  private final Optional<Configuration> configuration;
  private Optional<Seen> seen = Optional.empty();
  private Optional<Named> named = Optional.empty();

  /** The effects of a configuration on a ruleset, at a token. */
  private record Seen(
      String token, Ruleset ruleset, List<Effect> effects, List<Observation.Foreign> foreign) {}

  /** The files that a configuration names, at a token. */
  private record Named(String token, Set<String> files) {}

  /** Creates the watch of a mail server; empty where its configuration is not on this host. */
  ConfigurationWatch(Optional<Configuration> configuration) {
    this.configuration = configuration;
  }

  /** Returns a token that differs when the configuration may have changed. */
  String token() {
    return configuration.map(Configuration::token).orElse("");
  }

  /** Returns the effects as {@link Configuration#effects} does. */
  List<Effect> effects(Ruleset ruleset) throws IOException {
    return look(ruleset).map(Seen::effects).orElse(List.of());
  }

  /**
   * Returns what {@link Configuration#foreign} does; nothing where it cannot be read, which the
   * effects tell.
   */
  List<Observation.Foreign> foreign(Ruleset ruleset) {
    try {
      return look(ruleset).map(Seen::foreign).orElse(List.of());
    } catch (IOException e) {
      return List.of();
    }
  }

  /**
   * Returns what {@link Configuration#named} does; nothing where it cannot be read, which the
   * effects tell.
   */
  synchronized Set<String> named() {
    if (configuration.isEmpty()) {
      return Set.of();
    }
    Configuration now = configuration.get();
    String token = now.token();
    try {
      if (named.filter(last -> last.token().equals(token)).isEmpty()) {
        named = Optional.of(new Named(token, new TreeSet<>(now.named())));
      }
      return named.orElseThrow().files();
    } catch (IOException e) {
      return Set.of();
    }
  }

  /** Returns what {@link Configuration#untaken} does. */
  List<String> untaken() throws IOException {
    return configuration.isPresent() ? configuration.get().untaken() : List.of();
  }

  /** Returns what {@link Configuration#hook} does. */
  HookLines hook(Ruleset ruleset) throws TargetException {
    try {
      return configuration
          .orElseThrow(
              () ->
                  new TargetException(
                      TargetException.Kind.UNAVAILABLE, "its configuration is not on this host"))
          .hook(ruleset);
    } catch (TargetException e) {
      throw e;
    } catch (IOException e) {
      throw new TargetException(
          TargetException.Kind.UNAVAILABLE, String.valueOf(e.getMessage()), e);
    }
  }

  private synchronized Optional<Seen> look(Ruleset ruleset) throws IOException {
    if (configuration.isEmpty()) {
      return Optional.empty();
    }
    Configuration now = configuration.get();
    String token = now.token();
    boolean known =
        seen.filter(last -> last.token().equals(token) && last.ruleset().equals(ruleset))
            .isPresent();
    if (!known) {
      seen = Optional.of(new Seen(token, ruleset, now.effects(ruleset), now.foreign(ruleset)));
    }
    return seen;
  }
}
