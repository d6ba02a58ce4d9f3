package org.postern.target.mail.postfix;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.postern.address.Address;
import org.postern.address.AddressSet;
import org.postern.address.Family;
import org.postern.host.CommandRunner;
import org.postern.plan.AccessRule;
import org.postern.plan.Recipients;
import org.postern.plan.Ruleset;
import org.postern.plan.Scope;
import org.postern.target.mail.AnswerTally;
import org.postern.target.mail.Consumer;
import org.postern.target.mail.Edges;

/**
 * Asks Postfix: postmap(1) reads a table as smtpd(8) does, so that what it answers at each edge is
 * what smtpd does; and where main.cf lets this host say for whom it speaks, smtpd itself is asked.
 */
final class PostfixConsumer implements Consumer {
  /** A table is searched line by line for each question; so many lines take about two seconds. */
  private static final long LINES = 400_000_000L;

  /** The number of questions for an interval: both edges, and what is next to them. */
  private static final int QUESTIONS = 4;

  private static final String NOT_RUNNING = "not running";

  private final PostfixCommands commands;
  private final PostfixOptions options;
  private final SmtpProcesses processes;

  PostfixConsumer(PostfixCommands commands, PostfixOptions options, SmtpProcesses processes) {
    this.commands = commands;
    this.options = options;
    this.processes = processes;
  }

  /** Has Postfix read its files. One that does not run reads them when it starts. */
  @Override
  public void take() throws IOException {
    CommandRunner.Result reloaded = commands.run("", "postfix", "reload");
    if (reloaded.exit() != 0 && !reloaded.error().contains(NOT_RUNNING)) {
      CommandRunner.Result status = commands.run("", "postfix", "status");
      if (status.exit() == 0) {
        throw new IOException(
            "postfix reload ended with %d: %s"
                .formatted(reloaded.exit(), PostfixCommands.first(reloaded.error())));
      }
    }
  }

  @Override
  public Answer ask(Ruleset ruleset) throws IOException {
    AnswerTally tally = new AnswerTally();
    SortedMap<String, Recipients> recipients = new TreeMap<>();
    for (AccessRule rule : ruleset.rules()) {
      clients(rule, tally);
      if (rule.scope() instanceof Scope.Mail mail
          && !(mail.recipients() instanceof Recipients.All)) {
        recipients.put(rule.name(), mail.recipients());
      }
    }
    if (!recipients.isEmpty()) {
      recipients(recipients, tally);
    }
    new Dialogues(commands).ask(ruleset, tally);
    return tally.answer(older());
  }

  private int older() throws IOException {
    Optional<Long> master = options.container().isPresent() ? Optional.empty() : master();
    return master.isPresent() ? processes.older(options, master.get()) : 0;
  }

  /** Returns the process id of master(8); empty where it does not run. */
  private Optional<Long> master() throws IOException {
    String queue = commands.parameters("queue_directory").getOrDefault("queue_directory", "");
    try {
      String process = Files.readString(Path.of(queue).resolve("pid/master.pid")).strip();
      return Optional.of(Long.valueOf(process));
    } catch (NoSuchFileException | NumberFormatException e) {
      return Optional.empty();
    }
  }

  private static void compare(
      AnswerTally tally, String table, Map<String, String> expected, Map<String, String> said) {
    expected.forEach(
        (key, action) -> tally.compare(table, key, action, said.getOrDefault(key, "")));
  }

  private void clients(AccessRule rule, AnswerTally tally) throws IOException {
    Scope.Mail scope = rule.mail();
    ClientMap map = ClientMap.of(rule, scope);
    Edges edges = Edges.of(rule.peers(), intervals(rule.peers().asSet()));
    Map<String, String> expected = new LinkedHashMap<>();
    for (Address outside : edges.outside()) {
      expected.put(
          outside.toString(), rule.peers().contains(outside) ? ClientMap.PASSES : map.action());
    }
    edges.inside().forEach(inside -> expected.put(inside.toString(), ClientMap.PASSES));
    for (String loopback : List.of("127.0.0.1", "127.255.255.255", "::1")) {
      expected.put(loopback, ClientMap.PASSES);
    }
    tally.part(edges.complete());
    String table = options.named("cidr", PostfixSystem.clients(rule.name()));
    compare(tally, table, expected, query(table, expected));
    if (!scope.names().isEmpty()) {
      names(rule.name(), scope.names(), tally);
    }
  }

  /** Names, what is below them, and what only ends like one. */
  private void names(String rule, SortedSet<String> names, AnswerTally tally) throws IOException {
    Map<String, String> expected = new LinkedHashMap<>();
    for (String name : names) {
      for (String word : List.of(name, "x." + name, "x" + name, name + ".x", "unknown")) {
        boolean accepted =
            names.stream().anyMatch(one -> word.equals(one) || word.endsWith("." + one));
        expected.put(word, accepted ? ClientMap.PASSES : "");
      }
    }
    String table = options.named("regexp", PostfixSystem.names(rule));
    compare(tally, table, expected, query(table, expected));
  }

  /** Returns how many intervals are asked for in a table of that length. */
  private static int intervals(AddressSet peers) {
    long lines = 1;
    for (Family family : Family.values()) {
      lines += peers.prefixCount(family);
    }
    return Math.clamp(LINES / lines / QUESTIONS, 1, Integer.MAX_VALUE);
  }

  private void recipients(SortedMap<String, Recipients> recipients, AnswerTally tally)
      throws IOException {
    Map<String, String> expected = new LinkedHashMap<>();
    for (String domain : probes(recipients.values())) {
      recipients.forEach(
          (rule, some) -> {
            if (some.contains(domain)) {
              expected.put("postmaster@" + domain, RecipientMap.restrictionClass(rule));
            }
          });
      expected.putIfAbsent("postmaster@" + domain, RecipientMap.NONE);
    }
    String table = options.named("regexp", PostfixSystem.RECIPIENTS);
    Map<String, String> said = query(table, expected);
    expected.keySet().forEach(key -> said.putIfAbsent(key, RecipientMap.NONE));
    compare(tally, table, expected, said);
  }

  /**
   * Returns a domain of each kind, and beside each the names that a pattern without its anchors
   * would take for it.
   */
  private static SortedSet<String> probes(Collection<Recipients> recipients) {
    SortedSet<String> probes = new TreeSet<>(Recipients.probes(recipients.stream()));
    for (Recipients some : recipients) {
      for (String domain : some.named()) {
        probes.add("x" + domain);
        probes.add(domain + Recipients.OTHER);
      }
    }
    return probes;
  }

  /** Asks a table for many keys at once; what it does not have is not in the answer. */
  private Map<String, String> query(String table, Map<String, String> expected) throws IOException {
    String keys = String.join("\n", expected.keySet()) + "\n";
    CommandRunner.Result result = commands.run(keys, "postmap", "-q", "-", table);
    if (!result.error().isBlank()) {
      throw new IOException("postmap: " + PostfixCommands.first(result.error()));
    }
    Map<String, String> answers = new HashMap<>();
    for (String line : result.output().lines().toList()) {
      int tab = line.indexOf('\t');
      if (tab > 0) {
        answers.put(line.substring(0, tab), line.substring(tab + 1));
      }
    }
    return answers;
  }
}
