package org.postern.target.mail.exim;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.postern.plan.AccessRule;
import org.postern.plan.Effect;
import org.postern.plan.Observation;
import org.postern.plan.Ruleset;
import org.postern.target.HookLines;
import org.postern.target.mail.Configuration;
import org.postern.target.mail.FileStamps;

/** The configuration of one Exim, as Exim itself reads it. */
final class EximConfiguration implements Configuration {
  /** Files and folders that may be part of a configuration, whichever package it is from. */
  private static final List<String> PARTS =
      List.of(
          "etc/exim4",
          "etc/exim4/conf.d",
          "etc/exim4/conf.d/main",
          "etc/exim4/conf.d/acl",
          "var/lib/exim4",
          "etc/exim",
          "usr/local/cpanel/etc/exim/acls/ACL_RECP_VERIFY_BLOCK");

  private static final List<String> FILES =
      List.of("etc/exim.conf", "etc/exim.acl_check_recipient.pre.conf");

  /** The lists by which cPanel lets hosts past its checks of recipients. */
  private static final List<String> CPANEL =
      List.of("etc/domain_remote_mx_ips.cdb", "etc/skipsmtpcheckhosts");

  private final EximProgram program;
  private final EximOptions options;
  private final Path root;

  /**
   * Creates the configuration of one Exim.
   *
   * @param root the root of the file system
   */
  EximConfiguration(EximProgram program, EximOptions options, Path root) {
    this.program = program;
    this.options = options;
    this.root = root;
  }

  @Override
  public List<Effect> effects(Ruleset ruleset) {
    List<Effect> found = new ArrayList<>();
    if (ruleset.rules().isEmpty()) {
      return found;
    }
    AclText text;
    try {
      text = program.configuration();
    } catch (IOException e) {
      return List.of(unreadable(ruleset.rules().getFirst(), e));
    }
    for (AccessRule rule : ruleset.rules()) {
      if (rule.otherwise().isPresent()) {
        found.addAll(new EximEffects(options, text, rule).find());
      }
    }
    return found;
  }

  /** A user without rights runs an Exim without rights, which may not read its own file. */
  private Effect unreadable(AccessRule rule, IOException e) {
    return new Effect(
        rule.name(),
        Effect.Kind.UNTOLD,
        "the configuration of Exim",
        "cannot be read: " + e.getMessage(),
        List.of("postern prove " + options.target()));
  }

  /** Returns what cPanel lets past our rules; all else that others do is told as effects. */
  @Override
  public List<Observation.Foreign> foreign(Ruleset ruleset) throws IOException {
    List<Observation.Foreign> found = new ArrayList<>();
    if (options.layout() == Layout.CPANEL && !ruleset.rules().isEmpty()) {
      for (String list : CPANEL) {
        Path file = root.resolve(list);
        if (Files.exists(file) && Files.size(file) > 0) {
          found.add(
              new Observation.Foreign(
                  file.toString(), "has hosts that cPanel lets past its checks of recipients"));
        }
      }
    }
    return found;
  }

  @Override
  public HookLines hook(Ruleset ruleset) throws IOException {
    HookPlaces places = new HookPlaces(program, options, root);
    AclText now;
    try {
      now = program.configuration();
    } catch (IOException e) {
      HookLines unknown = places.lines(ruleset, AclText.read(""));
      List<String> notes = new ArrayList<>(unknown.notes());
      notes.add("whether the lines are there is not known: " + e.getMessage());
      return new HookLines(unknown.parts(), notes);
    }
    return places.lines(ruleset, now);
  }

  /** Tells whether the statements of a rule are where they judge recipients. */
  boolean isHooked(AccessRule rule) throws IOException {
    AclText text = program.configuration();
    Fragment fragment = new Fragment(options);
    return text.forRecipients()
        .map(text::statements)
        .filter(all -> all.containsAll(fragment.among(all, rule)))
        .isPresent();
  }

  @Override
  public Set<String> named() throws IOException {
    Pattern file = Pattern.compile(Pattern.quote(options.folder() + "/") + "([a-z0-9.-]+)");
    Set<String> named = new TreeSet<>();
    for (List<AclText.Statement> acl : program.configuration().acls().values()) {
      for (AclText.Statement statement : acl) {
        Matcher found = file.matcher(String.join("\n", statement.lines()));
        while (found.find()) {
          named.add(found.group(1));
        }
      }
    }
    return named;
  }

  @Override
  public String token() {
    List<Path> files = new ArrayList<>();
    options.config().ifPresent(files::add);
    FILES.forEach(file -> files.add(root.resolve(file)));
    for (String part : PARTS) {
      Path folder = root.resolve(part);
      if (Files.isDirectory(folder)) {
        files.addAll(files(folder));
      }
    }
    return FileStamps.of(files);
  }

  private static List<Path> files(Path folder) {
    List<Path> files = new ArrayList<>();
    try (DirectoryStream<Path> all = Files.newDirectoryStream(folder)) {
      all.forEach(files::add);
    } catch (IOException | DirectoryIteratorException e) {
      return List.of();
    }
    files.sort(null);
    return files;
  }
}
