package org.postern.target.mail.opensmtpd;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.postern.plan.AccessRule;
import org.postern.plan.Effect;
import org.postern.plan.Observation;
import org.postern.plan.Ruleset;
import org.postern.target.HookLines;
import org.postern.target.mail.Configuration;
import org.postern.target.mail.FileStamps;
import org.postern.target.mail.HookBlock;

/** The configuration of one OpenSMTPD: smtpd.conf(5), with what it includes. */
final class OpensmtpdConfiguration implements Configuration {
  private static final List<String> RESTART = List.of("service", "opensmtpd", "restart");

  private final SmtpdCommands commands;
  private final OpensmtpdOptions options;
  private final Path socket;
  private final boolean root;

  /**
   * Creates the configuration of one OpenSMTPD.
   *
   * @param socket the socket that smtpd makes when it starts
   * @param root whether this process may read all that smtpd does
   */
  OpensmtpdConfiguration(
      SmtpdCommands commands, OpensmtpdOptions options, Path socket, boolean root) {
    this.commands = commands;
    this.options = options;
    this.socket = socket;
    this.root = root;
  }

  @Override
  public List<Effect> effects(Ruleset ruleset) {
    List<Effect> found = new ArrayList<>();
    if (ruleset.rules().isEmpty()) {
      return found;
    }
    AccessRule first = ruleset.rules().getFirst();
    SmtpdConf conf;
    try {
      conf = SmtpdConf.read(options.config());
    } catch (IOException e) {
      return List.of(untold(first, "cannot be read: " + e));
    }
    for (AccessRule rule : ruleset.rules()) {
      if (rule.otherwise().isPresent()) {
        found.addAll(new OpensmtpdEffects(options, conf, rule).find());
      }
    }
    if (isOlder(conf) && found.stream().noneMatch(Effect::isNone)) {
      found.add(untold(first, "was changed after smtpd started", String.join(" ", RESTART)));
    }
    return found;
  }

  private Effect untold(AccessRule rule, String why, String... remedies) {
    return new Effect(
        rule.name(), Effect.Kind.UNTOLD, options.config().toString(), why, List.of(remedies));
  }

  /** Tells whether smtpd has started before its configuration was changed. */
  private boolean isOlder(SmtpdConf conf) {
    try {
      FileTime started = Files.getLastModifiedTime(socket);
      for (Path file : conf.files()) {
        if (Files.getAttribute(file, "unix:ctime") instanceof FileTime changed
            && changed.compareTo(started) > 0) {
          return true;
        }
      }
      return false;
    } catch (IOException _) {
      return false;
    }
  }

  /** A configuration that cannot be read is told as an effect. */
  @Override
  public List<Observation.Foreign> foreign(Ruleset ruleset) {
    try {
      SmtpdConf conf = SmtpdConf.read(options.config());
      return new Refusing(new MatchLines(options), conf, ruleset).find();
    } catch (IOException _) {
      return List.of();
    }
  }

  @Override
  public Set<String> named() throws IOException {
    SmtpdConf conf = SmtpdConf.read(options.config());
    Map<String, Path> files = conf.tableFiles();
    Set<String> named = new TreeSet<>();
    for (String table : new MatchLines(options).tablesIn(conf)) {
      Optional.ofNullable(files.get(table))
          .map(path -> Objects.requireNonNull(path.getFileName()).toString())
          .filter(name -> TableFile.rule(name).isPresent())
          .ifPresent(named::add);
    }
    return named;
  }

  /** Returns the lines to add. They come before whatever is in the file, which stays as it is. */
  @Override
  public HookLines hook(Ruleset ruleset) throws IOException {
    String text = HookBlock.of(options.target(), new MatchLines(options).text(ruleset));
    Path file = options.config().toRealPath();
    String now = Files.readString(file, StandardCharsets.ISO_8859_1);
    String content = text + HookBlock.without(now);
    List<String> notes = new ArrayList<>();
    Optional<HookLines.Content> whole = Optional.of(new HookLines.Content(file, content));
    List<String> command = RESTART;
    boolean done = content.equals(now);
    Optional<String> fault = done || !root ? Optional.empty() : commands.faultOf(content);
    if (fault.isPresent()) {
      notes.add("smtpd does not take %s with these lines: %s".formatted(file, fault.get()));
      whole = Optional.empty();
      command = List.of();
    }
    notes.add("smtpd reads its configuration when it starts: " + String.join(" ", RESTART));
    return new HookLines(
        List.of(
            new HookLines.Part(
                options.config() + ", at its beginning", text, command, done, whole)),
        notes);
  }

  @Override
  public String token() {
    List<Path> files = new ArrayList<>(List.of(socket, options.config()));
    try {
      files.addAll(SmtpdConf.read(options.config()).files());
      return FileStamps.of(files);
    } catch (IOException e) {
      return FileStamps.of(files) + e;
    }
  }
}
