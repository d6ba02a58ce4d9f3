package org.postern.target.api.smartermail;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.postern.address.AddressSet;
import org.postern.address.Interval;
import org.postern.plan.AccessRule;
import org.postern.plan.Capabilities;
import org.postern.plan.Observation;
import org.postern.plan.Plan;
import org.postern.plan.Proof;
import org.postern.plan.Ruleset;
import org.postern.target.Applied;
import org.postern.target.Artifact;
import org.postern.target.Complement;
import org.postern.target.Facets;
import org.postern.target.Target;
import org.postern.target.TargetException;

/** A server with SmarterMail: its blacklist, by its API. */
final class SmarterMailTarget implements Target {
  /** A look is a login and the pages of two lists. */
  private static final Duration LOOK_EVERY = Duration.ofMinutes(5);

  /** The number of others' entries that are named. */
  private static final int NAMED = 5;

  private final SmarterMailOptions options;
  private final Session.Opener sessions;

  SmarterMailTarget(SmarterMailOptions options, Session.Opener sessions) {
    this.options = options;
    this.sessions = sessions;
  }

  @Override
  public Capabilities capabilities() {
    return SmarterMailKind.CAPABILITIES;
  }

  @Override
  public Observation observe(Observation last) throws TargetException {
    try (Session session = sessions.open()) {
      Held held = new Lists(session).read(options.name());
      AddressSet listed = Held.listed(held.ours());
      boolean nothing = listed.isEmpty();
      AddressSet accepted = Complement.accepted(listed);
      Ruleset owned =
          nothing
              ? Ruleset.empty()
              : new Ruleset(
                  List.of(
                      SmarterMailProjection.meaning(
                          held.rules().stream().findFirst().orElseThrow(), accepted)));
      return new Observation(
          owned,
          held,
          held.digest(),
          Map.of(),
          nothing ? List.of() : foreign(held, accepted, session.name()),
          held.anomalies(),
          Proof.EXACT);
    }
  }

  /** Returns what the entries of others do to the peers of the rule. */
  private static List<Observation.Foreign> foreign(Held held, AddressSet accepted, String server) {
    List<Observation.Foreign> foreign = new ArrayList<>();
    for (Entry entry : held.others()) {
      Optional<Interval> part = entry.interval().filter(_ -> entry.smtp());
      if (part.filter(one -> AddressSet.of(one).intersects(accepted)).isPresent()) {
        foreign.add(
            new Observation.Foreign(
                "the blacklist of " + server,
                "refuses %s, which others have listed, and with it peers that the rule accepts"
                    .formatted(part.get())));
      }
    }
    for (Entry entry : held.whitelist()) {
      Optional<Interval> part = entry.interval();
      if (part.filter(one -> !accepted.containsAll(AddressSet.of(one))).isPresent()) {
        foreign.add(
            new Observation.Foreign(
                "the whitelist of " + server,
                "has %s, and may let in peers that the rule does not accept"
                    .formatted(part.get())));
      }
    }
    return foreign.size() > NAMED ? shortened(foreign) : foreign;
  }

  private static List<Observation.Foreign> shortened(List<Observation.Foreign> foreign) {
    List<Observation.Foreign> named = new ArrayList<>(foreign.subList(0, NAMED));
    named.add(
        new Observation.Foreign(
            named.getLast().where(), "and %d more of others".formatted(foreign.size() - NAMED)));
    return named;
  }

  @Override
  public Artifact compile(Plan plan) {
    Observation before = plan.before();
    Held held = before.layout() instanceof Held found ? found : Held.none();
    List<Call> calls =
        plan.isEmpty()
            ? List.of()
            : new Calls(options.name(), options.spelling()).between(held, plan.after());
    boolean begins = !calls.isEmpty() && before.owned().rules().isEmpty();
    return new Artifact(
        before.precondition(),
        begins ? notes(held, plan.after()) : List.of(),
        calls,
        before.leadingTo(plan.after(), Observation.Layout.NOTHING));
  }

  /** Returns what is to be known before hosts are listed for the first time. */
  private List<String> notes(Held held, Ruleset after) {
    List<String> notes = new ArrayList<>();
    for (AccessRule rule : after.rules()) {
      notes.add(options.users());
      foreign(held, rule.peers().asSet(), "the server")
          .forEach(one -> notes.add(one.where() + " " + one.effect()));
    }
    return notes;
  }

  @Override
  public Applied apply(Artifact artifact) throws TargetException {
    int done = 0;
    try (Session session = sessions.open()) {
      Lists lists = new Lists(session);
      Held now = lists.read(options.name());
      if (!isAsPlanned(now, artifact)) {
        return new Applied.Unchanged(
            "the blacklist of %s was changed".formatted(session.name()), true);
      }
      boolean looked = false;
      for (Artifact.Step step : artifact.steps()) {
        Call call = (Call) step;
        if (call instanceof Call.Unlisting && !looked) {
          looked = true;
          requireSafe(artifact, done == 0 ? now : lists.read(options.name()), session.name());
        }
        lists.carryOut(call);
        done++;
      }
      return new Applied.Done(Observation.nothing());
    } catch (TargetException e) {
      if (done == 0) {
        throw e;
      }
      return new Applied.Partial(done, e.sentence());
    }
  }

  /** A text that others have taken since would overwrite their entry. */
  private static boolean isAsPlanned(Held now, Artifact artifact) {
    Set<String> taken = now.taken();
    return now.digest().equals(artifact.precondition())
        && artifact.steps().stream()
            .noneMatch(
                step -> step instanceof Call.Listing listing && taken.contains(listing.address()));
  }

  /**
   * Checks that entries may be taken off the list: not before all that is to be listed was read
   * back, nor where another entry has the same text, which may go instead.
   */
  private static void requireSafe(Artifact artifact, Held now, String server)
      throws TargetException {
    Set<Interval> there = new HashSet<>();
    now.ours().stream()
        .filter(Entry::smtp)
        .forEach(entry -> entry.interval().ifPresent(there::add));
    Set<String> taken = now.taken();
    for (Artifact.Step step : artifact.steps()) {
      switch ((Call) step) {
        case Call.Listing listing -> {
          Optional<Interval> part = new Entry(listing.address(), "", true).interval();
          if (part.filter(there::contains).isEmpty()) {
            throw new TargetException(
                TargetException.Kind.UNAVAILABLE,
                "%s has taken %s and does not list it".formatted(server, listing.address()),
                "look at its blacklist, and write form: prefixes if it takes no ranges");
          }
        }
        case Call.Unlisting unlisting -> {
          if (taken.contains(Entry.plain(unlisting.address()))) {
            throw new TargetException(
                TargetException.Kind.UNAVAILABLE,
                "%s has %s on a list of others too, and deletes by the address alone"
                    .formatted(server, unlisting.address()),
                "delete the entry of the description Postern there");
          }
        }
      }
    }
  }

  @Override
  public Facets facets() {
    return Facets.NONE.withLookEvery(LOOK_EVERY);
  }
}
