package org.postern.target.mail.tcpwrappers;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.postern.address.AddressSet;
import org.postern.address.Family;
import org.postern.address.text.SpecialPurpose;
import org.postern.plan.AccessRule;
import org.postern.plan.Effect;
import org.postern.plan.Observation;
import org.postern.plan.Ruleset;
import org.postern.target.HookLines;
import org.postern.target.mail.Configuration;
import org.postern.target.mail.FileStamps;
import org.postern.target.mail.PrefixNames;
import org.postern.target.mail.RunningPrograms;
import org.postern.target.mail.tcpwrappers.Decisions.Decision;
import org.postern.target.mail.tcpwrappers.Options.Verdict;

/** The effects of the administrator's lines and of inetd on our rule. */
final class TcpwrappersConfiguration implements Configuration {
  /**
   * The time after which processes are looked at again: they come and go without a trace in any
   * file.
   */
  private static final long ASK_AGAIN = Duration.ofMinutes(1).toNanos();

  private final TcpwrappersOptions options;
  private final RunningPrograms programs;
  private final HostsFiles files;
  private final HookBlock hook;

  TcpwrappersConfiguration(TcpwrappersOptions options, RunningPrograms programs) {
    this.options = options;
    this.programs = programs;
    this.files = new HostsFiles(options);
    this.hook = new HookBlock(options, files);
  }

  /** Returns the effects. Files that cannot be read are told, and hide no other effect. */
  @Override
  public List<Effect> effects(Ruleset ruleset) {
    List<Effect> found = new ArrayList<>();
    for (AccessRule rule : ruleset.rules()) {
      if (rule.otherwise().isPresent()) {
        try {
          readable(rule, found);
          lines(rule, ruleset, found);
          started(rule).ifPresent(found::add);
        } catch (IOException e) {
          found.add(
              effect(
                  rule,
                  Effect.Kind.UNTOLD,
                  "hosts.allow, hosts.deny or inetd.conf",
                  "cannot be read: " + e.getMessage()));
        }
      }
    }
    return found;
  }

  private String command() {
    return "postern hook %s --write".formatted(options.target());
  }

  private Optional<Effect> started(AccessRule rule) throws IOException {
    String where = options.inetd().toString();
    if (!Files.exists(options.inetd())) {
      return Optional.of(
          effect(rule, Effect.Kind.UNTOLD, where, "is missing: what starts tcpd is not seen here"));
    }
    List<List<String>> running = programs.of("inetd");
    boolean wraps =
        running.stream()
            .anyMatch(words -> words.stream().anyMatch(word -> word.matches("-[dEil]*l[dEil]*")));
    List<InetdLines.Service> services =
        InetdLines.read(HostsFiles.text(options.inetd())).stream()
            .filter(service -> service.daemon().equals(options.daemon()))
            .toList();
    if (services.stream().noneMatch(service -> service.wrapped() || wraps)) {
      return Optional.of(
          effect(
              rule,
              Effect.Kind.NONE,
              where,
              services.isEmpty()
                  ? "has no service that starts " + options.daemon()
                  : "starts %s without tcpd".formatted(options.daemon()),
              "postern hook " + options.target()));
    }
    return running.isEmpty()
        ? Optional.of(effect(rule, Effect.Kind.UNTOLD, "inetd", "is not seen to run here"))
        : Optional.empty();
  }

  private void readable(AccessRule rule, List<Effect> found) throws IOException {
    for (Path file : List.of(options.allow(), options.deny())) {
      if (HostsFiles.isHidden(file)) {
        found.add(
            effect(
                rule,
                Effect.Kind.UNTOLD,
                file.toString(),
                "cannot be read by all users, and tcpd runs as the one that inetd gives it",
                "chmod 644 " + file));
      }
    }
  }

  private void lines(AccessRule rule, Ruleset ruleset, List<Effect> found) throws IOException {
    Decisions decisions = files.decisions(ruleset, false);
    if (!hook.isNamed(decisions)) {
      found.add(
          effect(
              rule,
              Effect.Kind.NONE,
              options.allow().toString(),
              "has no line \"%s\"".formatted(hook.allowing().strip()),
              command()));
      return;
    }
    AddressSet others = rule.peers().asSet().union(SpecialPurpose.LOOPBACK).complement();
    for (Decision decision : decisions.all()) {
      if (!decision.line().clients().contains(options.patterns().toString())) {
        found.addAll(new LineEffects(rule, options).of(decision, others));
      }
    }
    AddressSet past = decisions.rest().intersect(others);
    if (!past.isEmpty()) {
      found.add(
          effect(
              rule,
              isMost(past) ? Effect.Kind.NONE : Effect.Kind.PART,
              options.deny().toString(),
              "does not deny %s: a client on whom no line decides is let in"
                  .formatted(isMost(past) ? "all others" : PrefixNames.some(past)),
              command()));
    }
  }

  /** Tells whether it is more than half of each family: that is no list of exceptions. */
  static boolean isMost(AddressSet set) {
    return Stream.of(Family.values())
        .allMatch(
            family -> set.size(family).compareTo(BigInteger.ONE.shiftLeft(family.bits() - 1)) > 0);
  }

  /** Returns the lines of others. Files that cannot be read are told as an effect. */
  @Override
  public List<Observation.Foreign> foreign(Ruleset ruleset) {
    List<Observation.Foreign> found = new ArrayList<>();
    List<Decision> decisions;
    try {
      decisions = files.decisions(ruleset, false).all();
    } catch (IOException _) {
      return found;
    }
    for (AccessRule rule : ruleset.rules()) {
      if (rule.otherwise().isPresent()) {
        for (Decision decision : decisions) {
          AddressSet both = decision.clients().sure().intersect(rule.peers().asSet());
          if (decision.verdict() == Verdict.DENIES && !both.isEmpty()) {
            found.add(
                new Observation.Foreign(
                    file(decision).toString(),
                    "denies %s, which rule %s accepts, by its line \"%s\""
                        .formatted(PrefixNames.some(both), rule.name(), decision.line().text())));
          }
        }
      }
    }
    return found;
  }

  private Path file(Decision decision) {
    return decision.allowing() ? options.allow() : options.deny();
  }

  static Effect effect(
      AccessRule rule, Effect.Kind kind, String where, String why, String... remedies) {
    return new Effect(rule.name(), kind, where, why, List.of(remedies));
  }

  @Override
  public HookLines hook(Ruleset ruleset) throws IOException {
    List<HookLines.Part> parts = List.of(hook.allow(ruleset), hook.deny(ruleset));
    List<String> notes = new ArrayList<>();
    for (AccessRule rule : ruleset.rules()) {
      started(rule)
          .filter(Effect::isNone)
          .ifPresent(
              effect ->
                  notes.add(
                      "%s %s: have its line for smtp start /usr/sbin/tcpd with the path of %s, then"
                              .formatted(effect.where(), effect.why(), options.daemon())
                          + " systemctl reload inetd"));
    }
    for (Path file : List.of(options.allow(), options.deny())) {
      HostsFile.read(HostsFiles.text(file))
          .unread()
          .ifPresent(unread -> notes.add("%s: %s".formatted(file, unread.describe())));
      if (!HostsFiles.isReplaceable(file)) {
        notes.add(file + " is a link: a person has to add the lines where it leads");
      }
    }
    notes.add("tcpd reads both files at each connection: there is nothing to reload");
    return new HookLines(parts, notes);
  }

  @Override
  public Set<String> named() throws IOException {
    return hook.isNamed(files.decisions(Ruleset.empty(), false))
        ? Set.of(TcpwrappersSystem.FILE)
        : Set.of();
  }

  @Override
  public String token() {
    return FileStamps.of(List.of(options.allow(), options.deny(), options.inetd()))
        + System.nanoTime() / ASK_AGAIN;
  }
}
