package org.postern.target.mail.postfix;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.postern.address.Family;
import org.postern.plan.AccessRule;
import org.postern.plan.Capabilities;
import org.postern.plan.Capabilities.Ability;
import org.postern.plan.MailAbilities;
import org.postern.plan.Recipients;
import org.postern.plan.Ruleset;
import org.postern.plan.Scope;
import org.postern.policy.Refusal;
import org.postern.target.mail.MailFiles;
import org.postern.target.mail.MailSystem;

/** The files of Postfix and their meaning. */
final class PostfixSystem implements MailSystem {
  static final String NAME = "postfix";

  /** The name of the map of recipients. */
  static final String RECIPIENTS = "recipients.regexp";

  /** A table is searched from its begin to its end for each client. */
  private static final int MAX_PREFIXES = 500_000;

  private static final Pattern CLIENTS = Pattern.compile("([a-z][a-z0-9-]{0,31})\\.cidr");

  private static final Pattern NAMES = Pattern.compile("[a-z][a-z0-9-]{0,31}\\.names");

  static final Capabilities CAPABILITIES =
      Capabilities.ofMail(
          NAME,
          EnumSet.allOf(Family.class),
          Refusal.ofMail(),
          MAX_PREFIXES,
          MailAbilities.EACH_RECIPIENT.withNames(MailAbilities.ClientNames.REFUSED_ON_FAILURE),
          Ability.ATOMIC,
          Ability.REMEMBERS);

  private static final Recipients NO_DOMAIN =
      new Recipients.Domains(new TreeSet<>(), false, new TreeSet<>());

  @Override
  public Capabilities capabilities() {
    return CAPABILITIES;
  }

  /** Returns the map of clients of a rule. */
  static String clients(String rule) {
    return rule + ".cidr";
  }

  /** Returns the map of names of a rule. */
  static String names(String rule) {
    return rule + ".names";
  }

  @Override
  public boolean isOurs(String file) {
    return file.equals(RECIPIENTS)
        || CLIENTS.matcher(file).matches()
        || NAMES.matcher(file).matches();
  }

  @Override
  public MailFiles files(Ruleset ruleset, MailFiles present) {
    Map<String, String> files = new LinkedHashMap<>();
    SortedMap<String, Recipients> recipients = new TreeMap<>();
    for (AccessRule rule : ruleset.rules()) {
      Scope.Mail scope = rule.mail();
      if (!scope.names().isEmpty()) {
        files.put(names(rule.name()), NameMap.text(rule.name(), scope.names()));
      }
      files.put(clients(rule.name()), ClientMap.of(rule, scope).text());
      if (!(scope.recipients() instanceof Recipients.All)) {
        recipients.put(rule.name(), scope.recipients());
      }
    }
    if (!recipients.isEmpty() || present.names().contains(RECIPIENTS)) {
      files.put(RECIPIENTS, RecipientMap.text(recipients));
    }
    for (String name : present.names()) {
      if (isOurs(name)) {
        files.putIfAbsent(name, NAMES.matcher(name).matches() ? NameMap.OPEN : ClientMap.OPEN);
      }
    }
    return MailFiles.of(files);
  }

  private static SortedSet<String> names(String rule, MailFiles files) {
    return files.text(names(rule)).map(NameMap::read).orElseGet(TreeSet::new);
  }

  @Override
  public Reading read(MailFiles files) {
    SortedMap<String, Recipients> recipients =
        files.text(RECIPIENTS).map(RecipientMap::read).orElseGet(TreeMap::new);
    List<AccessRule> rules = new ArrayList<>();
    for (String name : files.names()) {
      Matcher clients = CLIENTS.matcher(name);
      if (clients.matches()) {
        String rule = clients.group(1);
        files
            .text(name)
            .flatMap(ClientMap::read)
            .filter(map -> map.name().equals(rule))
            .map(map -> map.rule(recipients.getOrDefault(rule, NO_DOMAIN)))
            .map(one -> one.withNames(names(rule, files)))
            .ifPresent(rules::add);
      }
    }
    Ruleset ruleset = new Ruleset(rules);
    MailFiles meant = files(ruleset, files);
    List<String> altered =
        files.names().stream().filter(name -> !meant.text(name).equals(files.text(name))).toList();
    return new Reading(ruleset, List.of(), altered);
  }
}
