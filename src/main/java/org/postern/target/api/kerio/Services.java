package org.postern.target.api.kerio;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.postern.diagnostic.Visible;
import org.postern.host.JsonTree;
import org.postern.plan.AccessRule;
import org.postern.plan.Effect;
import org.postern.plan.Ruleset;
import org.postern.target.HookLines;
import org.postern.target.TargetException;
import org.postern.target.api.ApiAnswer;

/**
 * The services of the server that listen at port 25, and the group that each of them asks.
 *
 * @param all the services
 */
record Services(List<Service> all) {
  private static final long SMTP = 25;

  Services {
    all = List.copyOf(all);
  }

  /**
   * A service that listens at port 25.
   *
   * @param name the name as the administration shows it
   * @param group the group whose members alone may connect; empty where all may
   */
  record Service(String name, Optional<String> group) {}

  /** Asks the server. */
  static Services read(Session session) throws TargetException {
    JsonTree result = session.call("Services.get", Map.of());
    try {
      List<Service> found = new ArrayList<>();
      for (JsonTree one : ApiAnswer.objects(result, "services")) {
        if (listens(one)) {
          found.add(new Service(Visible.text(one.string("name")), group(one)));
        }
      }
      return new Services(found);
    } catch (IOException e) {
      throw session.nonsense(e);
    }
  }

  private static boolean listens(JsonTree service) throws IOException {
    for (JsonTree listener : ApiAnswer.objects(service, "listeners")) {
      if (listener.number("port") == SMTP) {
        return true;
      }
    }
    return false;
  }

  private static Optional<String> group(JsonTree service) throws IOException {
    JsonTree group = service.object("group");
    return group.truth("isUsed")
        ? Optional.of(group.object("ipGroup").string("name"))
        : Optional.empty();
  }

  private List<String> withoutGroup(String group) {
    return all.stream()
        .filter(service -> !service.group().equals(Optional.of(group)))
        .map(Service::name)
        .toList();
  }

  /** Returns the effects that the services have on the rules. */
  List<Effect> effects(Ruleset ruleset, KerioOptions options) {
    List<Effect> found = new ArrayList<>();
    String hook = "postern hook " + options.target();
    for (AccessRule rule : ruleset.rules()) {
      if (all.isEmpty()) {
        found.add(
            new Effect(
                rule.name(),
                Effect.Kind.UNTOLD,
                "Kerio Connect",
                "has no service at port 25",
                List.of(hook)));
      }
      for (String name : withoutGroup(options.group())) {
        found.add(
            new Effect(
                rule.name(),
                Effect.Kind.NONE,
                "service " + name,
                "does not ask group " + options.group(),
                List.of(hook)));
      }
    }
    return found;
  }

  /** Returns what the administrator chooses once. */
  HookLines hook(KerioOptions options) {
    return new HookLines(
        List.of(
            new HookLines.Part(
                "the administration of Kerio Connect: Configuration, Services, SMTP, Edit, Access",
                "Allow access only from selected IP address group: %s\n".formatted(options.group()),
                List.of(),
                !all.isEmpty() && withoutGroup(options.group()).isEmpty())),
        List.of(
            "the group is there after the first postern apply, and can be chosen then",
            "do not choose it in SMTP Server, Relay Control: there its members may relay mail to"
                + " any domain"));
  }
}
