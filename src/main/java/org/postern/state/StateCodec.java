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
import org.postern.address.AddressText;
import org.postern.address.Family;
import org.postern.address.Interval;
import org.postern.host.JsonTree;
import org.postern.host.MappedList;
import org.postern.policy.PolicyText;

/** The state's records as JSON trees; writer and reader side by side. */
final class StateCodec {
  /** Stands for an entry that answers still name; no answer is that old. */
  private static final long NOT_MISSING = 0;

  private StateCodec() {}

  static Map<String, Object> write(Memory memory) {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("generation", memory.generation());
    tree.put("lastGood", memory.lastGood().stream().map(StateCodec::write).toList());
    tree.put("samples", memory.samples().stream().map(StateCodec::write).toList());
    tree.put("held", memory.held().stream().map(StateCodec::write).toList());
    tree.put("approvals", memory.approvals().stream().map(StateCodec::write).toList());
    return tree;
  }

  static Memory readMemory(JsonTree tree) throws IOException {
    List<SizeSample> samples = new ArrayList<>();
    for (JsonTree sample : tree.objects("samples")) {
      samples.add(
          new SizeSample(
              sample.string("set"),
              family(sample),
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
    return new Memory(
        Math.toIntExact(tree.number("generation")), readLastGood(tree), samples, held, approvals);
  }

  static Map<String, Object> write(Generation generation) {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("number", generation.number());
    tree.put("at", generation.at().toString());
    tree.put("who", generation.who());
    tree.put("why", generation.why());
    tree.put("digest", generation.digest());
    tree.put("outcome", generation.outcome().name().toLowerCase(Locale.ROOT));
    tree.put("targets", generation.targets());
    tree.put(
        "texts",
        generation.texts().stream()
            .map(text -> Map.of("name", text.name(), "text", text.text()))
            .toList());
    tree.put("ruleset", generation.ruleset());
    tree.put("lastGood", generation.lastGood().stream().map(StateCodec::write).toList());
    return tree;
  }

  static Generation readGeneration(JsonTree tree) throws IOException {
    List<PolicyText> texts = new ArrayList<>();
    for (JsonTree text : tree.objects("texts")) {
      texts.add(new PolicyText(text.string("name"), text.string("text")));
    }
    return new Generation(
        Math.toIntExact(tree.number("number")),
        Instant.parse(tree.string("at")),
        tree.string("who"),
        tree.string("why"),
        tree.string("digest"),
        tree.strings("targets"),
        texts,
        readLastGood(tree),
        tree.object("ruleset").members(),
        Generation.Outcome.valueOf(tree.string("outcome").toUpperCase(Locale.ROOT)));
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

  private static Map<String, Object> write(LastGood good) {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("set", good.key().set());
    tree.put("source", good.key().source());
    tree.put("family", good.key().family().text());
    tree.put("at", good.at().toString());
    tree.put("ttl", good.ttl().toSeconds());
    tree.put("via", good.via());
    tree.put("server", good.server());
    tree.put("entries", new MappedList<>(good.entries(), StateCodec::write));
    return tree;
  }

  /** A short list instead of an object: there may be hundreds of thousands. */
  private static List<Object> write(KeptEntry entry) {
    return List.of(
        entry.interval().toString(),
        entry.firstSeen().getEpochSecond(),
        entry.lastConfirmed().getEpochSecond(),
        entry.missingSince().map(Instant::getEpochSecond).orElse(NOT_MISSING),
        entry.line(),
        entry.label());
  }

  private static List<LastGood> readLastGood(JsonTree tree) throws IOException {
    List<LastGood> found = new ArrayList<>();
    for (JsonTree one : tree.objects("lastGood")) {
      List<KeptEntry> entries = new ArrayList<>();
      for (Object entry : one.list("entries")) {
        entries.add(readEntry(entry));
      }
      found.add(
          new LastGood(
              new LastGood.Key(one.string("set"), one.string("source"), family(one)),
              Instant.parse(one.string("at")),
              Duration.ofSeconds(one.number("ttl")),
              one.strings("via"),
              one.string("server"),
              entries));
    }
    return found;
  }

  private static KeptEntry readEntry(Object tree) throws IOException {
    if (tree instanceof List<?> list
        && list.size() == 6
        && list.get(0) instanceof String interval
        && list.get(1) instanceof Number first
        && list.get(2) instanceof Number last
        && list.get(3) instanceof Number missing
        && list.get(4) instanceof Number line
        && list.get(5) instanceof String label) {
      return new KeptEntry(
          interval(interval),
          label,
          line.intValue(),
          Instant.ofEpochSecond(first.longValue()),
          Instant.ofEpochSecond(last.longValue()),
          Optional.of(missing.longValue())
              .filter(since -> since != NOT_MISSING)
              .map(Instant::ofEpochSecond));
    }
    throw new IOException("an entry is not [net, first, last, missing, line, label]");
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
      what.add(interval(text));
    }
    return new Held(
        tree.string("digest"),
        tree.string("set"),
        family(tree),
        Half.valueOf(tree.string("half").toUpperCase(Locale.ROOT)),
        tree.strings("guards"),
        tree.string("message"),
        what,
        Instant.parse(tree.string("since")));
  }

  private static Family family(JsonTree tree) throws IOException {
    String text = tree.string("family");
    for (Family family : Family.values()) {
      if (family.text().equals(text)) {
        return family;
      }
    }
    throw new IOException("no such family: " + text);
  }

  private static Interval interval(String text) throws IOException {
    return switch (AddressText.parse(text)) {
      case AddressText.Ok ok -> ok.interval();
      case AddressText.Wrong wrong -> throw new IOException(text + ": " + wrong.reason());
    };
  }
}
