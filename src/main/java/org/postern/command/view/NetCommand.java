package org.postern.command.view;

import java.io.IOException;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.postern.address.Address;
import org.postern.address.AddressSet;
import org.postern.address.Interval;
import org.postern.address.Prefix;
import org.postern.address.text.AddressText;
import org.postern.address.text.NetworkFacts;
import org.postern.command.Command;
import org.postern.command.Invocation;
import org.postern.command.Line;
import org.postern.command.Parameter;
import org.postern.command.Pipelines;
import org.postern.command.PolicyWords;
import org.postern.command.Reply;
import org.postern.command.Requests;
import org.postern.command.Surroundings;
import org.postern.command.UsageException;
import org.postern.diagnostic.Counted;
import org.postern.plan.AccessRule;
import org.postern.plan.EffectiveSet;

/** Explains an address, a prefix, a mask or a range: {@code net TEXT...}. */
public final class NetCommand {
  private static final int LISTED = 8;

  private final Subjects subjects;

  public NetCommand(Pipelines pipelines, Surroundings surroundings) {
    this.subjects = new Subjects(pipelines, surroundings);
  }

  /** What a text names, and what is said about how it is written. */
  private record Named(Interval interval, Optional<AddressText.Wrong> mistake) {}

  public List<Command> commands() {
    return List.of(
        new Command(
            "net",
            "explain an address, mask or range: bounds, masks, zones, neighbours, who holds it",
            List.of(
                Parameter.several(
                    "TEXT", "address, prefix, range or address and mask, as anybody writes it")),
            Command.options(Requests.reading(), PolicyWords.OPTION, Subjects.RUNNING),
            "postern net 185.201.16.0 0.0.3.255",
            Command.Reach.READS_RUNNING,
            this::net));
  }

  private Reply net(Invocation invocation) throws IOException {
    String text = String.join(" ", invocation.words());
    Named named = named(text);
    Reply.Builder reply = new Reply.Builder("net").put("text", text);
    named
        .mistake()
        .ifPresent(
            wrong -> {
              reply.line(Line.Style.CAUTION, text + ": " + wrong.reason());
              reply.line("  read as " + wrong.fix());
              reply.put("mistake", wrong.reason()).put("readAs", wrong.fix());
            });
    describe(new NetworkFacts(named.interval()), reply);
    Optional<String> policy = invocation.value(PolicyWords.OPTION.name());
    if (policy.isPresent() || invocation.has(Subjects.RUNNING.name())) {
      subjects
          .of(invocation, Requests.of(invocation, policy), policy.isPresent(), reply)
          .ifPresent(subject -> holders(subject, named.interval(), reply));
    }
    return reply.build();
  }

  private static Named named(String text) {
    return switch (AddressText.parse(text)) {
      case AddressText.Ok ok -> new Named(ok.interval(), Optional.empty());
      case AddressText.Wrong wrong -> {
        if (AddressText.parse(wrong.fix()) instanceof AddressText.Ok meant) {
          yield new Named(meant.interval(), Optional.of(wrong));
        }
        throw new UsageException(text + ": " + wrong.reason());
      }
    };
  }

  private static void describe(NetworkFacts facts, Reply.Builder reply) {
    Interval interval = facts.interval();
    List<String> prefixes = facts.prefixes().stream().map(Prefix::toString).toList();
    line(reply, "family", interval.family().label());
    reply.put("family", interval.family().text());
    both(reply, "first", interval.first().toString());
    both(reply, "last", interval.last().toString());
    line(reply, "addresses", Counted.grouped(facts.size(), "address"));
    reply.put("addresses", facts.size().toString());
    line(reply, "prefixes", listed(prefixes, BigInteger.ZERO));
    reply.put("prefixes", prefixes);
    facts
        .masks()
        .ifPresent(
            masks -> {
              both(reply, "netmask", masks.netmask().toString());
              both(reply, "wildcard", masks.wildcard().toString());
            });
    facts.reverseName().ifPresent(name -> both(reply, "reverse", name));
    NetworkFacts.Zones zones = facts.zones(LISTED);
    line(reply, "zones", listed(zones.names(), zones.more()));
    reply.put("zones", zones.names()).put("moreZones", zones.more().toString());
    facts.around().ifPresent(around -> both(reply, "around", around.toString()));
    facts.before().ifPresent(before -> both(reply, "before", text(before)));
    facts.after().ifPresent(after -> both(reply, "after", text(after)));
  }

  /** A neighbour: an address or a prefix. */
  private static String text(Interval interval) {
    return interval.prefix().map(Prefix::text).orElseGet(interval::toString);
  }

  private static void both(Reply.Builder reply, String name, String value) {
    line(reply, name, value);
    reply.put(name, value);
  }

  private static void line(Reply.Builder reply, String name, String value) {
    reply.line("%-10s %s".formatted(name, value));
  }

  private static String listed(List<String> names, BigInteger more) {
    int left = Math.max(0, names.size() - LISTED);
    BigInteger hidden = more.add(BigInteger.valueOf(left));
    String shown = String.join(", ", names.subList(0, names.size() - left));
    return hidden.signum() == 0 ? shown : shown + " and %,d more".formatted(hidden);
  }

  private static void holders(Subject subject, Interval interval, Reply.Builder reply) {
    AddressSet asked = AddressSet.of(interval);
    List<Map<String, Object>> sets = new ArrayList<>();
    for (EffectiveSet set : subject.prepared().meaning().sets()) {
      holder("set", set.name(), asked, set.addresses(), reply).ifPresent(sets::add);
    }
    List<Map<String, Object>> rules = new ArrayList<>();
    for (AccessRule rule : subject.prepared().wanted().rules()) {
      holder("rule", rule.name(), asked, rule.peers().asSet(), reply).ifPresent(rules::add);
    }
    if (sets.isEmpty() && rules.isEmpty()) {
      line(reply, "held by", "no set and no rule");
    }
    reply.put("sets", sets).put("rules", rules);
  }

  private static Optional<Map<String, Object>> holder(
      String kind, String name, AddressSet asked, AddressSet held, Reply.Builder reply) {
    AddressSet common = asked.intersect(held);
    if (common.isEmpty()) {
      return Optional.empty();
    }
    boolean whole = common.equals(asked);
    Address first = common.first().orElseThrow();
    String part =
        whole
            ? ""
            : ", %s of it, from %s on".formatted(Counted.grouped(common.size(), "address"), first);
    line(reply, kind.equals("set") ? "held by" : "accepts", kind + " " + name + part);
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put(kind, name);
    tree.put("whole", whole);
    tree.put("addresses", common.size().toString());
    return Optional.of(tree);
  }
}
