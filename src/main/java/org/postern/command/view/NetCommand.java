package org.postern.command.view;

import java.io.IOException;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.postern.address.AddressSet;
import org.postern.address.Interval;
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

/** The command that explains an address, a prefix, a mask or a range: {@code net TEXT...}. */
public final class NetCommand {
  private static final int LISTED = 8;

  private final Subjects subjects;

  public NetCommand(Pipelines pipelines, Surroundings surroundings) {
    this.subjects = new Subjects(pipelines, surroundings);
  }

  /** The addresses that a text names, and the mistake in how it is written. */
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
    NetDocument document =
        NetDocument.of(text, named.mistake(), new NetworkFacts(named.interval()), LISTED);
    Reply.Builder reply = new Reply.Builder("net").document(document);
    text(document, reply);
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

  private static void text(NetDocument net, Reply.Builder reply) {
    net.mistake().ifPresent(reason -> reply.line(Line.Style.CAUTION, net.text() + ": " + reason));
    net.readAs().ifPresent(fix -> reply.line("  read as " + fix));
    line(reply, "family", net.family().label());
    line(reply, "first", net.first().toString());
    line(reply, "last", net.last().toString());
    line(reply, "addresses", Counted.grouped(net.addresses(), "address"));
    line(reply, "prefixes", listed(net.prefixes(), BigInteger.ZERO));
    net.masks()
        .ifPresent(
            masks -> {
              line(reply, "netmask", masks.netmask().toString());
              line(reply, "wildcard", masks.wildcard().toString());
            });
    net.reverse().ifPresent(name -> line(reply, "reverse", name));
    line(reply, "zones", listed(net.zones(), net.moreZones()));
    net.around().ifPresent(around -> line(reply, "around", around));
    net.before().ifPresent(before -> line(reply, "before", before));
    net.after().ifPresent(after -> line(reply, "after", after));
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
    List<HoldersDocument.Holder> sets = new ArrayList<>();
    for (EffectiveSet set : subject.prepared().meaning().sets()) {
      AddressSet common = asked.intersect(set.addresses());
      if (!common.isEmpty()) {
        line(reply, "held by", "set " + set.name() + part(common, asked));
        sets.add(holder(Optional.of(set.name()), Optional.empty(), common, asked));
      }
    }
    List<HoldersDocument.Holder> rules = new ArrayList<>();
    for (AccessRule rule : subject.prepared().wanted().rules()) {
      AddressSet common = asked.intersect(rule.peers().asSet());
      if (!common.isEmpty()) {
        line(reply, "accepts", "rule " + rule.name() + part(common, asked));
        rules.add(holder(Optional.empty(), Optional.of(rule.name()), common, asked));
      }
    }
    if (sets.isEmpty() && rules.isEmpty()) {
      line(reply, "held by", "no set and no rule");
    }
    reply.document(new HoldersDocument(sets, rules));
  }

  private static String part(AddressSet common, AddressSet asked) {
    return common.equals(asked)
        ? ""
        : ", %s of it, from %s on"
            .formatted(Counted.grouped(common.size(), "address"), common.first().orElseThrow());
  }

  private static HoldersDocument.Holder holder(
      Optional<String> set, Optional<String> rule, AddressSet common, AddressSet asked) {
    return new HoldersDocument.Holder(set, rule, common.equals(asked), common.size());
  }
}
