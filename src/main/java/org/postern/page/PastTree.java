package org.postern.page;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.postern.page.html.Words;
import org.postern.plan.memory.Approval;
import org.postern.plan.memory.SizeSample;
import org.postern.state.AuditEntry;

/** What was accepted, ordered, approved and how large sets were, for programs. */
final class PastTree {
  private PastTree() {}

  static Map<String, Object> of(Subject subject) {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("inForce", subject.past().inForce());
    tree.put(
        "generations", subject.past().generations().stream().map(PastTree::generation).toList());
    tree.put("orders", subject.past().orders().stream().map(PastTree::order).toList());
    tree.put(
        "approvals",
        subject.prepared().memory().guards().approvals().stream().map(PastTree::approval).toList());
    tree.put(
        "sizes",
        SizeSection.samples(subject).values().stream()
            .flatMap(List::stream)
            .map(PastTree::sample)
            .toList());
    return tree;
  }

  private static Map<String, Object> generation(PastGeneration one) {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("number", one.number());
    tree.put("kind", Words.of(one.kind()));
    tree.put("at", one.at().toString());
    tree.put("accepted", one.accepted().toString());
    tree.put("who", one.who());
    tree.put("why", one.why());
    tree.put("digest", one.digest());
    tree.put("outcome", Words.of(one.outcome()));
    tree.put("targets", one.targets());
    tree.put("prefixes", one.prefixes());
    return tree;
  }

  private static Map<String, Object> order(AuditEntry one) {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("at", one.at().toString());
    tree.put("what", one.what());
    tree.put("who", one.who());
    tree.put("why", one.why());
    tree.put("digest", one.digest());
    return tree;
  }

  private static Map<String, Object> approval(Approval one) {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("digest", one.digest());
    tree.put("at", one.at().toString());
    tree.put("who", one.who());
    tree.put("why", one.why());
    tree.put("used", one.used());
    return tree;
  }

  private static Map<String, Object> sample(SizeSample one) {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("set", one.set());
    tree.put("family", one.kind().text());
    tree.put("at", one.at().toString());
    tree.put("entries", one.entries());
    return tree;
  }
}
