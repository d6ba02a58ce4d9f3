package org.postern.state;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
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
    tree.put("findings", write(memory.findings()));
    memory.outline().ifPresent(one -> tree.put("outline", GenerationCodec.write(one)));
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
              Math.toIntExact(sample.number("entries")),
              Math.toIntExact(sample.number(sample.has("grown") ? "grown" : "entries"))));
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
              one.truth("used"),
              one.has("floor") ? Optional.of(readFloor(one.object("floor"))) : Optional.empty()));
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
        pastFilter,
        tree.has("findings") ? readFindings(tree.object("findings")) : Findings.none(),
        tree.has("outline")
            ? Optional.of(GenerationCodec.read(tree.object("outline")))
            : Optional.empty());
  }

  private static Map<String, Object> write(Findings findings) {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("silences", findings.silences().stream().map(MemoryCodec::write).toList());
    tree.put("refused", findings.refused());
    tree.put(
        "unanswered",
        findings.unanswered().stream()
            .map(one -> Map.of("rule", one.rule(), "why", one.why()))
            .toList());
    findings.replaced().ifPresent(why -> tree.put("replaced", why));
    return tree;
  }

  private static Map<String, Object> write(Silence silence) {
    return Map.of(
        "set", silence.key().set(),
        "source", silence.key().source(),
        "family", silence.key().family().text(),
        "since", silence.since().toString(),
        "alarmAt", silence.alarmAt().toString(),
        "why", silence.why());
  }

  private static Findings readFindings(JsonTree tree) throws IOException {
    List<Silence> silences = new ArrayList<>();
    for (JsonTree one : tree.objects("silences")) {
      silences.add(
          new Silence(
              new LastGood.Key(
                  one.string("set"), one.string("source"), Words.family(one.string("family"))),
              Instant.parse(one.string("since")),
              Instant.parse(one.string("alarmAt")),
              one.string("why")));
    }
    List<Findings.Unanswered> unanswered = new ArrayList<>();
    for (JsonTree one : tree.objects("unanswered")) {
      unanswered.add(new Findings.Unanswered(one.string("rule"), one.string("why")));
    }
    return new Findings(
        silences,
        tree.strings("refused"),
        unanswered,
        tree.has("replaced") ? Optional.of(tree.string("replaced")) : Optional.empty());
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
        "entries", sample.entries(),
        "grown", sample.grown());
  }

  private static Map<String, Object> write(Approval approval) {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("digest", approval.digest());
    tree.put("who", approval.who());
    tree.put("why", approval.why());
    tree.put("at", approval.at().toString());
    tree.put("used", approval.used());
    approval
        .floor()
        .ifPresent(one -> tree.put("floor", Map.of("set", one.set(), "entries", one.entries())));
    return tree;
  }

  private static Approval.Floor readFloor(JsonTree tree) throws IOException {
    return new Approval.Floor(tree.string("set"), Math.toIntExact(tree.number("entries")));
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
    tree.put("proposed", held.proposed());
    tree.put("published", held.sizes().published());
    tree.put("publishedInSet", held.sizes().publishedInSet());
    tree.put("inForce", held.sizes().inForce());
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
        tree.has("published")
            ? new Held.Sizes(
                Math.toIntExact(tree.number("published")),
                Math.toIntExact(tree.number("publishedInSet")),
                Math.toIntExact(tree.number("inForce")))
            : new Held.Sizes(0, 0, 0),
        Instant.parse(tree.string("since")),
        tree.has("proposed") && tree.truth("proposed"));
  }
}
