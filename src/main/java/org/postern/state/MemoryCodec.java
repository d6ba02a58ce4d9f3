package org.postern.state;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.postern.address.Interval;
import org.postern.host.JsonTree;

/** The memory and the records of proofs as JSON trees; writer and reader side by side. */
final class MemoryCodec {
  private MemoryCodec() {}

  static Map<String, Object> write(Memory memory) {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("generation", memory.generation());
    tree.put("samples", memory.samples().stream().map(MemoryCodec::write).toList());
    tree.put("held", memory.held().stream().map(MemoryCodec::write).toList());
    tree.put("approvals", memory.approvals().stream().map(MemoryCodec::write).toList());
    tree.put("pastFilter", memory.pastFilter().stream().map(MemoryCodec::write).toList());
    tree.put("lastGood", LastGoodCodec.write(memory.lastGood()));
    return tree;
  }

  static Memory readMemory(JsonTree tree) throws IOException {
    List<SizeSample> samples = new ArrayList<>();
    for (JsonTree sample : tree.objects("samples")) {
      samples.add(
          new SizeSample(
              sample.string("set"),
              Words.family(sample.string("family")),
              Instant.parse(sample.string("at")),
              Math.toIntExact(sample.number("entries"))));
    }
    List<Held> held = new ArrayList<>();
    for (JsonTree one : tree.objects("held")) {
      held.add(readHeld(one));
    }
    List<Approval> approvals = new ArrayList<>();
    for (JsonTree one : tree.objects("approvals")) {
      approvals.add(
          new Approval(
              one.string("digest"),
              one.string("who"),
              one.string("why"),
              Instant.parse(one.string("at")),
              one.truth("used")));
    }
    List<PastFilter> pastFilter = new ArrayList<>();
    for (JsonTree one : tree.objects("pastFilter")) {
      pastFilter.add(
          new PastFilter(
              one.string("domain"),
              one.string("exchanger"),
              Words.interval(one.string("address")).first(),
              Instant.parse(one.string("lastSeen")),
              Duration.ofSeconds(one.number("ttl"))));
    }
    return new Memory(
        Math.toIntExact(tree.number("generation")),
        LastGoodCodec.read(tree, "lastGood"),
        samples,
        held,
        approvals,
        pastFilter);
  }

  static Map<String, Object> write(ProofRecord proof) {
    return Map.of(
        "target", proof.target(),
        "generation", proof.generation(),
        "digest", proof.digest(),
        "precondition", proof.precondition(),
        "at", proof.at().toString());
  }

  static ProofRecord readProof(JsonTree tree) throws IOException {
    return new ProofRecord(
        tree.string("target"),
        Math.toIntExact(tree.number("generation")),
        tree.string("digest"),
        tree.string("precondition"),
        Instant.parse(tree.string("at")));
  }

  private static Map<String, Object> write(SizeSample sample) {
    return Map.of(
        "set", sample.set(),
        "family", sample.family().text(),
        "at", sample.at().toString(),
        "entries", sample.entries());
  }

  private static Map<String, Object> write(Approval approval) {
    return Map.of(
        "digest", approval.digest(),
        "who", approval.who(),
        "why", approval.why(),
        "at", approval.at().toString(),
        "used", approval.used());
  }

  private static Map<String, Object> write(PastFilter way) {
    return Map.of(
        "domain", way.domain(),
        "exchanger", way.exchanger(),
        "address", way.address().toString(),
        "lastSeen", way.lastSeen().toString(),
        "ttl", way.ttl().toSeconds());
  }

  private static Map<String, Object> write(Held held) {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("digest", held.digest());
    tree.put("set", held.set());
    tree.put("family", held.family().text());
    tree.put("half", held.half().text());
    tree.put("guards", held.guards());
    tree.put("message", held.message());
    tree.put("what", held.what().stream().map(Interval::toString).toList());
    tree.put("since", held.since().toString());
    return tree;
  }

  private static Held readHeld(JsonTree tree) throws IOException {
    List<Interval> what = new ArrayList<>();
    for (String text : tree.strings("what")) {
      what.add(Words.interval(text));
    }
    return new Held(
        tree.string("digest"),
        tree.string("set"),
        Words.family(tree.string("family")),
        Half.valueOf(tree.string("half").toUpperCase(Locale.ROOT)),
        tree.strings("guards"),
        tree.string("message"),
        what,
        Instant.parse(tree.string("since")));
  }
}
