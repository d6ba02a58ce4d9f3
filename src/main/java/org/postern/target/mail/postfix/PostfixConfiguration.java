package org.postern.target.mail.postfix;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.postern.address.AddressSet;
import org.postern.plan.AccessRule;
import org.postern.plan.Effect;
import org.postern.plan.Observation;
import org.postern.plan.Ruleset;
import org.postern.target.HookLines;
import org.postern.target.mail.Configuration;
import org.postern.target.mail.PrefixNames;

/** The configuration of one Postfix, main.cf and master.cf. */
final class PostfixConfiguration implements Configuration {
  private static final String STAMP = "unix:ino,size,lastModifiedTime,ctime";

  /**
   * The time after which a container's programs are asked again, as its files are not seen from
   * here.
   */
  private static final long ASK_AGAIN = Duration.ofMinutes(5).toNanos();

  private final PostfixCommands commands;
  private final PostfixOptions options;

  PostfixConfiguration(PostfixCommands commands, PostfixOptions options) {
    this.commands = commands;
    this.options = options;
  }

  /** Returns this configuration, where there is a Postfix. */
  Optional<Configuration> present() {
    return Optional.<Configuration>of(this).filter(_ -> commands.isHere());
  }

  private boolean isContained() {
    return options.container().isPresent();
  }

  private Settings settings(Ruleset ruleset) throws IOException {
    List<String> classes =
        ruleset.rules().stream()
            .map(rule -> Place.of(rule, options))
            .filter(place -> !place.all())
            .map(Place::restrictionClass)
            .toList();
    return Settings.read(commands, classes);
  }

  @Override
  public List<Effect> effects(Ruleset ruleset) throws IOException {
    List<Effect> found = new ArrayList<>();
    if (ruleset.rules().isEmpty()) {
      return found;
    }
    Settings settings = settings(ruleset);
    for (AccessRule rule : ruleset.rules()) {
      if (rule.otherwise().isPresent()) {
        found.addAll(new EffectFinder(options, settings, new Tables(!isContained()), rule).find());
      }
    }
    return found;
  }

  /** Returns nothing: all that others do is told as effects. */
  @Override
  public List<Observation.Foreign> foreign(Ruleset ruleset) {
    return List.of();
  }

  @Override
  public Set<String> named() throws IOException {
    Pattern file = Pattern.compile(Pattern.quote(options.inside().toString()) + "/([a-z0-9.-]+)");
    Set<String> named = new TreeSet<>();
    for (String source : List.of("-n", "-P")) {
      for (String value : commands.parameters(source).values()) {
        Matcher found = file.matcher(value);
        while (found.find()) {
          named.add(String.valueOf(found.group(1)));
        }
      }
    }
    return named;
  }

  @Override
  public HookLines hook(Ruleset ruleset) throws IOException {
    Settings settings = settings(ruleset);
    Map<String, String> lines = new LinkedHashMap<>();
    List<String> notes = new ArrayList<>();
    for (AccessRule rule : ruleset.rules()) {
      Place place = Place.of(rule, options);
      if (!place.all()) {
        lines.put(place.restrictionClass(), place.definition());
        classes(place, settings, lines);
      }
      Restrictions now =
          place.withoutOther(
              Restrictions.of(
                  lines.getOrDefault(place.parameter(), settings.written(place.parameter()))));
      skipped(place, now).ifPresent(notes::add);
      lines.put(place.parameter(), now.merged(place.ours(), place.leading()));
      unaccepted(rule, settings).ifPresent(notes::add);
    }
    List<HookLines.Part> parts = new ArrayList<>();
    lines.forEach((name, value) -> parts.add(part(name, value, settings)));
    return new HookLines(parts, notes);
  }

  /**
   * Returns the restrictions that authenticated users skip: they are let past by ending the list,
   * as nothing else spares them.
   */
  private static Optional<String> skipped(Place place, Restrictions now) {
    Restrictions rest = now.without(place.ours());
    boolean skips =
        place.spares()
            && !rest.words().isEmpty()
            && !rest.words().getFirst().equals(Place.AUTHENTICATED)
            && !rest.words().stream().allMatch(word -> word.startsWith("permit"));
    return skips
        ? Optional.of(
            "authenticated users will not be held to what stands behind in %s any more; put what"
                    .formatted(place.parameter())
                + " has to hold for them into another list, such as smtpd_sender_restrictions")
        : Optional.empty();
  }

  private static void classes(Place place, Settings settings, Map<String, String> lines) {
    List<String> all =
        new ArrayList<>(
            Restrictions.of(
                    lines.getOrDefault(Settings.CLASSES, settings.written(Settings.CLASSES)))
                .words());
    if (!all.contains(place.restrictionClass())) {
      all.addFirst(place.restrictionClass());
    }
    lines.remove(Settings.CLASSES);
    lines.put(Settings.CLASSES, String.join(", ", all));
  }

  private HookLines.Part part(String name, String value, Settings settings) {
    String line = name + " = " + value;
    boolean done = Restrictions.of(settings.written(name)).equals(Restrictions.of(value));
    return new HookLines.Part(
        options.config() + "/main.cf", line + "\n", commands.command("postconf", "-e", line), done);
  }

  /** Returns the part of mynetworks that is refused when ours stands before permit_mynetworks. */
  private Optional<String> unaccepted(AccessRule rule, Settings settings) {
    AddressSet past = MyNetworks.of(settings).past(rule);
    return past.isEmpty()
        ? Optional.empty()
        : Optional.of(
            "mynetworks has %s, which rule %s does not accept: it is judged like any other host;"
                    .formatted(PrefixNames.some(past), rule.name())
                + " add it to a set that the rule accepts if it delivers here");
  }

  @Override
  public String token() {
    if (isContained()) {
      return Long.toString(System.nanoTime() / ASK_AGAIN);
    }
    StringBuilder token = new StringBuilder();
    for (String name : List.of("main.cf", "master.cf")) {
      Path file = options.config().resolve(name);
      try {
        token.append(Files.readAttributes(file, STAMP)).append('\n');
      } catch (IOException e) {
        token.append(name).append(" is not there\n");
      }
    }
    return token.toString();
  }
}
