package org.postern.target.mail.tcpserver;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.postern.address.AddressSet;
import org.postern.address.text.SpecialPurpose;
import org.postern.plan.AccessRule;
import org.postern.plan.Effect;
import org.postern.plan.Observation;
import org.postern.plan.Ruleset;
import org.postern.target.HookLines;
import org.postern.target.mail.Configuration;
import org.postern.target.mail.FileStamps;
import org.postern.target.mail.PrefixNames;

/** The effects on our rules of the administrator's lines and of the way tcpserver is started. */
final class TcpserverConfiguration implements Configuration {
  /**
   * The time after which processes are looked at again: they come and go without a trace in any
   * file.
   */
  private static final long ASK_AGAIN = Duration.ofMinutes(1).toNanos();

  private final TcpserverOptions options;
  private final Listeners listeners;
  private final boolean root;

  /**
   * Creates the configuration of one tcpserver.
   *
   * @param root whether this process may compile the rules
   */
  TcpserverConfiguration(TcpserverOptions options, Listeners listeners, boolean root) {
    this.options = options;
    this.listeners = listeners;
    this.root = root;
  }

  @Override
  public List<Effect> effects(Ruleset ruleset) throws IOException {
    List<Effect> found = new ArrayList<>();
    for (AccessRule rule : ruleset.rules()) {
      if (rule.otherwise().isPresent()) {
        started(rule).ifPresent(found::add);
        compiled(rule).ifPresent(found::add);
        lines(rule, found);
      }
    }
    return found;
  }

  private Optional<Effect> started(AccessRule rule) throws IOException {
    List<String> files = listeners.files();
    if (files.contains(options.cdb().toString())) {
      return Optional.empty();
    }
    String hook = "postern hook " + options.target();
    return Optional.of(
        files.isEmpty()
            ? effect(rule, Effect.Kind.UNTOLD, "tcpserver", "is not seen to run here", hook)
            : effect(
                rule, Effect.Kind.NONE, "tcpserver", "runs without -x " + options.cdb(), hook));
  }

  private Optional<Effect> compiled(AccessRule rule) throws IOException {
    String prove = "postern prove " + options.target();
    if (!Files.exists(options.cdb())) {
      return Optional.of(
          effect(
              rule,
              Effect.Kind.UNTOLD,
              options.cdb().toString(),
              "is missing, and tcpserver denies all clients without it",
              prove));
    }
    return isSourceNewer()
        ? Optional.of(
            effect(
                rule,
                Effect.Kind.UNTOLD,
                options.source().toString(),
                "was changed after %s was made of it".formatted(options.cdb()),
                prove))
        : Optional.empty();
  }

  private void lines(AccessRule rule, List<Effect> found) {
    String where = options.source().toString();
    SourceLines source;
    try {
      source = SourceLines.read(options.sourceText());
    } catch (IOException e) {
      found.add(effect(rule, Effect.Kind.UNTOLD, where, "cannot be read: " + e.getMessage()));
      return;
    }
    Optional<SourceLines.CatchAll> all = source.otherwise().filter(SourceLines.CatchAll::allows);
    if (all.isPresent()) {
      found.add(
          effect(
              rule,
              Effect.Kind.NONE,
              where,
              "lets all others in by its line \"%s\"".formatted(all.get().text()),
              "take the line out of %s; what variables it sets, the script that starts tcpserver can"
                      .formatted(where)
                  + " export, then postern prove "
                  + options.target()));
      return;
    }
    AddressSet past = source.allowed().subtract(rule.peers().asSet());
    if (!past.subtract(SpecialPurpose.LOOPBACK).isEmpty()) {
      found.add(effect(rule, Effect.Kind.PART, where, "lets past " + PrefixNames.some(past)));
    }
    for (String name : source.names()) {
      found.add(
          effect(
              rule,
              Effect.Kind.UNTOLD,
              where,
              "has \"%s\", which lets in by a name that is not known before the client calls, and"
                      .formatted(name)
                  + " has no variable set for a client whose address the rule accepts"));
    }
  }

  /** Returns the lines of others. Lines that cannot be read are told as an effect. */
  @Override
  public List<Observation.Foreign> foreign(Ruleset ruleset) {
    List<Observation.Foreign> found = new ArrayList<>();
    AddressSet denied;
    try {
      denied = SourceLines.read(options.sourceText()).denied();
    } catch (IOException _) {
      return found;
    }
    for (AccessRule rule : ruleset.rules()) {
      AddressSet both = rule.peers().asSet().intersect(denied);
      if (!both.isEmpty() && rule.otherwise().isPresent()) {
        found.add(
            new Observation.Foreign(
                options.source().toString(),
                "denies %s, which rule %s accepts".formatted(PrefixNames.some(both), rule.name())));
      }
    }
    return found;
  }

  private static Effect effect(
      AccessRule rule, Effect.Kind kind, String where, String why, String... remedies) {
    return new Effect(rule.name(), kind, where, why, List.of(remedies));
  }

  @Override
  public HookLines hook(Ruleset ruleset) throws IOException {
    String file = options.cdb().toString();
    return new HookLines(
        List.of(
            new HookLines.Part(
                "the script that starts tcpserver for port 25, such as"
                    + " /service/qmail-smtpd/run, in the place of its -x FILE",
                "-x %s\n".formatted(file),
                List.of(),
                listeners.files().contains(file))),
        List.of(
            "start tcpserver again after that: svc -t /service/qmail-smtpd",
            "after a change of %s run postern prove %s in the place of tcprules"
                .formatted(options.source(), options.target())));
  }

  /** An apply that ended between writing our files and compiling them is brought to its end. */
  @Override
  public List<String> untaken() throws IOException {
    if (!root || !Files.isDirectory(options.folder())) {
      return List.of();
    }
    boolean any = false;
    FileTime youngest = FileTime.fromMillis(0);
    try (DirectoryStream<Path> files = Files.newDirectoryStream(options.folder(), "*.tcprules")) {
      for (Path file : files) {
        any = true;
        FileTime written = Files.getLastModifiedTime(file);
        youngest = written.compareTo(youngest) > 0 ? written : youngest;
      }
    }
    if (!any) {
      return List.of();
    }
    if (!Files.exists(options.cdb())) {
      return List.of(options.cdb() + " is missing");
    }
    return isSourceNewer() || youngest.compareTo(Files.getLastModifiedTime(options.cdb())) > 0
        ? List.of(
            "%s is older than what it is made of; where it stays so, postern prove %s tells why"
                .formatted(options.cdb(), options.target()))
        : List.of();
  }

  private boolean isSourceNewer() throws IOException {
    return Files.exists(options.source())
        && Files.getAttribute(options.source(), "unix:ctime") instanceof FileTime at
        && at.compareTo(Files.getLastModifiedTime(options.cdb())) > 0;
  }

  /**
   * Returns nothing: the configuration names the compiled file alone, which is not one of the
   * folder's files that are read.
   */
  @Override
  public Set<String> named() {
    return Set.of();
  }

  @Override
  public String token() {
    return FileStamps.of(List.of(options.source(), options.cdb())) + System.nanoTime() / ASK_AGAIN;
  }
}
