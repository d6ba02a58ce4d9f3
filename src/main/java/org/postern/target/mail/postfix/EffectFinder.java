package org.postern.target.mail.postfix;

import java.util.ArrayList;
import java.util.List;
import org.postern.address.AddressSet;
import org.postern.plan.AccessRule;
import org.postern.plan.Effect;
import org.postern.plan.Judgement;
import org.postern.target.mail.PrefixNames;

/** Finds what main.cf and master.cf make of one rule. */
final class EffectFinder {
  private final PostfixOptions options;
  private final Settings settings;
  private final Tables tables;
  private final AccessRule rule;
  private final Place place;
  private final List<Effect> found = new ArrayList<>();

  EffectFinder(PostfixOptions options, Settings settings, Tables tables, AccessRule rule) {
    this.options = options;
    this.settings = settings;
    this.tables = tables;
    this.rule = rule;
    this.place = Place.of(rule, options);
  }

  /** Returns all effects. */
  List<Effect> find() {
    for (Settings.Service service : settings.services()) {
      if (service.isForServers()) {
        forServers(service);
      } else {
        forUsers(service);
      }
    }
    if (settings.services().stream().noneMatch(Settings.Service::isForServers)) {
      add(
          Effect.Kind.NONE,
          options.config() + "/master.cf",
          "has no smtpd at port 25, so nothing asks it");
    }
    if (rule.refusal() == Judgement.REFUSED && settings.isOn("soft_bounce")) {
      add(Effect.Kind.PART, main("soft_bounce = yes"), "makes every refusal temporary");
    }
    return found.stream().distinct().toList();
  }

  private void forServers(Settings.Service service) {
    Restrictions list = settings.restrictions(service, place.parameter());
    int index = place.indexIn(list);
    if (index < 0) {
      boolean overrides = service.overrides().containsKey(place.parameter());
      add(
          Effect.Kind.NONE,
          overrides ? master(service) : options.config() + "/main.cf",
          overrides
              ? "has a %s of its own without %s"
                  .formatted(place.parameter(), place.ours().getLast())
              : "does not name %s in %s".formatted(place.ours().getLast(), place.parameter()),
          "postern hook " + options.target());
      return;
    }
    if (!place.isDefined(settings)) {
      add(
          Effect.Kind.NONE,
          options.config() + "/main.cf",
          "does not define the class " + place.restrictionClass(),
          "postern hook " + options.target());
      return;
    }
    named(service, list);
    Restrictions before = list.before(index);
    voided(before);
    users(service, before);
  }

  /** Whether clients are accepted by name where the rule says so. */
  private void named(Settings.Service service, Restrictions list) {
    if (!place.isNamed(settings, list)) {
      add(
          Effect.Kind.PART,
          main(place.parameter()),
          "does not name %s: no client is accepted by its name".formatted(place.names()),
          "postern hook " + options.target());
    }
    if (place.byName() && !settings.isOn(service, Settings.LOOKUP)) {
      add(
          Effect.Kind.PART,
          main(Settings.LOOKUP + " = no"),
          "has no names looked up: no client is accepted by its name",
          "postconf -e %s=yes".formatted(Settings.LOOKUP));
    }
  }

  /** Adds an effect for each restriction before ours that permits, and so ends the list. */
  private void voided(Restrictions before) {
    for (String word : before.permitting()) {
      add(
          Effect.Kind.NONE,
          main(place.parameter()),
          "has %s before it".formatted(word),
          "postern hook " + options.target());
    }
    if (!before.words().isEmpty() && before.words().getLast().equals("warn_if_reject")) {
      add(Effect.Kind.NONE, main(place.parameter()), "has warn_if_reject before it");
    }
    for (String table : before.tables()) {
      switch (tables.permits(table)) {
        case ALL ->
            add(
                Effect.Kind.NONE,
                main(place.parameter()),
                "has %s before it, which has OK for everything".formatted(table));
        case SOME ->
            add(
                Effect.Kind.PART,
                main(place.parameter()),
                "has %s before it, which has OK for some: %s"
                    .formatted(table, tables.permitted(table)));
        case UNTOLD ->
            add(
                Effect.Kind.UNTOLD,
                main(place.parameter()),
                "has %s before it, which cannot be read".formatted(table));
        case NONE -> {}
      }
    }
    if (before.contains("permit_mynetworks")) {
      networks();
    }
  }

  private void networks() {
    MyNetworks networks = MyNetworks.of(settings);
    AddressSet past = networks.past(rule);
    if (!past.isEmpty()) {
      add(
          Effect.Kind.PART,
          main(place.parameter()),
          "has permit_mynetworks before it, which lets past %s".formatted(PrefixNames.some(past)));
    }
    if (!networks.untold().isEmpty()) {
      add(
          Effect.Kind.UNTOLD,
          main(Settings.NETWORKS),
          "has %s, which cannot be told".formatted(String.join(", ", networks.untold())));
    }
  }

  /** Finds effects on users who log in at port 25. */
  private void users(Settings.Service service, Restrictions before) {
    boolean sparing = place.isSparing(settings, before);
    if (!place.spares()) {
      if (sparing) {
        add(
            Effect.Kind.PART,
            main(place.parameter()),
            "lets authenticated users past, which the rule does not spare",
            "postern hook " + options.target());
      }
      return;
    }
    if (!settings.isOn(service, Settings.SASL)) {
      return;
    }
    if (!sparing) {
      add(
          Effect.Kind.HARM,
          main(place.parameter()),
          "does not let authenticated users past, so that users at port 25 are refused",
          "postern hook " + options.target());
    } else if (place.all() && !settings.isOn(service, Settings.DELAY)) {
      add(
          Effect.Kind.HARM,
          main(Settings.DELAY + " = no"),
          "has clients refused before they can log in, so that users at port 25 are refused",
          "postconf -e " + Settings.DELAY + "=yes");
    }
  }

  /** A service for users that takes its restrictions from main.cf has ours too. */
  private void forUsers(Settings.Service service) {
    if (!service.type().equals("inet")
        || place.indexIn(settings.restrictions(service, place.parameter())) < 0) {
      return;
    }
    boolean harm = !place.spares() || !settings.isOn(service, Settings.SASL);
    add(
        harm ? Effect.Kind.HARM : Effect.Kind.PART,
        master(service),
        "has no %s of its own, so that the rule judges there too".formatted(place.parameter()),
        "postconf -P '%s/inet/%s=%s'".formatted(service.name(), place.parameter(), instead()));
  }

  private String instead() {
    return place.all() ? "permit_sasl_authenticated,reject" : "";
  }

  private String main(String parameter) {
    return "%s of %s/main.cf".formatted(parameter, options.config());
  }

  private String master(Settings.Service service) {
    return "service %s of %s/master.cf".formatted(service.name(), options.config());
  }

  private void add(Effect.Kind kind, String where, String why, String... remedies) {
    found.add(new Effect(rule.name(), kind, where, why, List.of(remedies)));
  }
}
