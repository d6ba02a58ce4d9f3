package org.postern.state.blobs;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.postern.host.JsonTree;
import org.postern.plan.memory.DomainMemory;
import org.postern.policy.PolicyText;
import org.postern.source.LastGood;
import org.postern.state.Contents;

/** The contents of a generation as a JSON tree that names texts and tables, with their reader. */
final class ContentsCodec {
  private ContentsCodec() {}

  /** Puts a text into the pack, or names where it is; answers how the pack names it. */
  interface TextWriter {
    String write(String text);
  }

  static Map<String, Object> write(
      Contents contents,
      List<LastGood> answers,
      DomainMemory domains,
      TextWriter texts,
      TableWriter tables,
      NameWriter names) {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("texts", contents.texts().stream().map(text -> write(text, texts)).toList());
    contents.lock().ifPresent(lock -> tree.put("lock", write(lock, texts)));
    // The addresses of rules are named by the entries that they were made of.
    tree.put("answers", LastGoodCodec.write(answers, tables));
    tree.put("rules", RuleCodec.write(contents.ruleset(), tables, names));
    if (!domains.isEmpty()) {
      tree.put("domains", DomainCodec.write(domains, names));
    }
    return tree;
  }

  private static Map<String, Object> write(PolicyText text, TextWriter texts) {
    return Map.of("name", text.name(), "text", texts.write(text.text()));
  }

  static Contents read(
      JsonTree tree, Blobs.Reading reading, TableReader tables, NameReader names, PackName self)
      throws IOException {
    List<PolicyText> texts = new ArrayList<>();
    for (JsonTree text : tree.objects("texts")) {
      texts.add(readText(text, reading, self));
    }
    return new Contents(
        texts,
        tree.has("lock")
            ? Optional.of(readText(tree.object("lock"), reading, self))
            : Optional.empty(),
        RuleCodec.read(tree, tables, names));
  }

  private static PolicyText readText(JsonTree tree, Blobs.Reading reading, PackName self)
      throws IOException {
    BlobRef ref = BlobRef.parse(tree.string("text"), self);
    return new PolicyText(
        tree.string("name"), new String(reading.record(ref), StandardCharsets.UTF_8));
  }

  /** Returns the places of the texts of the contents, the lockfile last. */
  static List<BlobRef> texts(JsonTree tree, PackName self) throws IOException {
    List<BlobRef> places = new ArrayList<>();
    for (JsonTree text : tree.objects("texts")) {
      places.add(BlobRef.parse(text.string("text"), self));
    }
    if (tree.has("lock")) {
      places.add(BlobRef.parse(tree.object("lock").string("text"), self));
    }
    return places;
  }
}
