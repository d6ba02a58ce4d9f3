package org.postern.state.legacy;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.postern.address.Family;
import org.postern.address.Interval;
import org.postern.address.text.AddressText;
import org.postern.host.JsonTree;
import org.postern.plan.memory.GuardMemory;
import org.postern.plan.memory.HeldMembers;
import org.postern.plan.memory.PendingChange;
import org.postern.plan.tree.RulesetTree;
import org.postern.policy.PolicyText;
import org.postern.source.EntryTable;
import org.postern.source.EntryTableBuilder;
import org.postern.source.LastGood;
import org.postern.state.Contents;
import org.postern.state.Findings;
import org.postern.state.Generation;
import org.postern.state.GenerationCodec;
import org.postern.state.RunState;
import org.postern.state.blobs.RestCodec;

/** The files of the first format as they are today. */
public final class FirstFormat {
  private FirstFormat() {}

  /** A generation without its contents, which its own file holds. */
  public static Generation generation(JsonTree tree) throws IOException {
    List<JsonTree> texts = tree.objects("texts");
    String policy = texts.isEmpty() ? "" : texts.getFirst().string("name");
    return GenerationCodec.read(tree, policy, Optional.empty());
  }

  /** Returns the contents of a generation. */
  public static Contents contents(JsonTree tree) throws IOException {
    List<PolicyText> texts = new ArrayList<>();
    for (JsonTree text : tree.objects("texts")) {
      texts.add(text(text));
    }
    return new Contents(
        texts,
        tree.has("lock") ? Optional.of(text(tree.object("lock"))) : Optional.empty(),
        RulesetTree.read(tree.object("ruleset").members()));
  }

  private static PolicyText text(JsonTree tree) throws IOException {
    return new PolicyText(tree.string("name"), tree.string("text"));
  }

  /** Returns the answers from which a generation came. */
  public static List<LastGood> answers(JsonTree tree) throws IOException {
    return FirstAnswers.read(tree);
  }

  /** Reads what one run left for the next. */
  public static RunState runState(JsonTree tree) throws IOException {
    List<PendingChange> pending = new ArrayList<>();
    for (JsonTree one : tree.objects("held")) {
      pending.add(RestCodec.readPending(one, new HeldMembers.Addresses(what(one))));
    }
    return new RunState(
        Math.toIntExact(tree.number("generation")),
        new GuardMemory(
            FirstAnswers.read(tree),
            RestCodec.readSamples(tree),
            pending,
            RestCodec.readApprovals(tree)),
        RestCodec.readPastFilter(tree),
        List.of(),
        tree.has("findings") ? RestCodec.readFindings(tree.object("findings")) : Findings.none(),
        List.of());
  }

  private static EntryTable what(JsonTree tree) throws IOException {
    EntryTableBuilder entries = EntryTable.builder(family(tree), 0);
    for (String text : tree.strings("what")) {
      entries.add(interval(text), "");
    }
    return entries.build();
  }

  static Family family(JsonTree tree) throws IOException {
    String text = tree.string("family");
    return Family.of(text).orElseThrow(() -> new IOException("no such family: " + text));
  }

  static Interval interval(String text) throws IOException {
    return switch (AddressText.parse(text)) {
      case AddressText.Ok ok -> ok.interval();
      case AddressText.Wrong wrong -> throw new IOException(text + ": " + wrong.reason());
    };
  }
}
