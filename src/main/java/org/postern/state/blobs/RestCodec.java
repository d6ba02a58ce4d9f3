package org.postern.state.blobs;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.postern.address.text.AddressText;
import org.postern.host.JsonTree;
import org.postern.plan.memory.Approval;
import org.postern.plan.memory.ChangeSide;
import org.postern.plan.memory.DomainMemory;
import org.postern.plan.memory.GuardMemory;
import org.postern.plan.memory.HeldMembers;
import org.postern.plan.memory.MemberKind;
import org.postern.plan.memory.PendingChange;
import org.postern.plan.memory.SizeSample;
import org.postern.source.DatedTable;
import org.postern.source.EntryTable;
import org.postern.source.LastGood;
import org.postern.state.Findings;
import org.postern.state.MxWatch;
import org.postern.state.PastFilter;
import org.postern.state.RunState;
import org.postern.state.Silence;

/**
 * The memory that one run leaves for the next, without the generation in force, as a JSON tree that
 * names its tables; writer and reader side by side.
 */
public final class RestCodec {
  private RestCodec() {}

  static Map<String, Object> write(RunState state, TableWriter tables, NameWriter names) {
    GuardMemory guards = state.guards();
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("answers", LastGoodCodec.write(guards.lastGood(), tables));
    tree.put("samples", guards.samples().stream().map(RestCodec::write).toList());
    tree.put("held", guards.pending().stream().map(one -> write(one, tables)).toList());
    tree.put("approvals", guards.approvals().stream().map(RestCodec::write).toList());
    tree.put("pastFilter", state.pastFilter().stream().map(RestCodec::write).toList());
    tree.put("watched", state.watched().stream().map(RestCodec::write).toList());
    tree.put("findings", write(state.findings()));
    if (!guards.domains().isEmpty()) {
      tree.put("domains", DomainCodec.write(guards.domains(), names));
    }
    return tree;
  }

  static RunState read(JsonTree tree, TableReader tables, NameReader names) throws IOException {
    return read(
        tree,
        LastGoodCodec.read(tree, tables),
        one -> readHeld(one, tables),
        tree.has("domains")
            ? DomainCodec.read(tree.object("domains"), names)
            : DomainMemory.empty());
  }

  private static HeldMembers readHeld(JsonTree tree, TableReader tables) throws IOException {
    if (readKind(tree) == MemberKind.DOMAIN) {
      return new HeldMembers.Domains(new TreeSet<>(tree.strings("domains")));
    }
    return new HeldMembers.Addresses(
        tree.has("what")
            ? tables.read(new Slot.Pending(tree.string("digest")), tree.string("what"), 0).table()
            : EntryTable.none(LastGoodCodec.readFamily(tree)));
  }

  /** Reads it without answers, and what waits without its entries. */
  static RunState readWithoutTables(JsonTree tree) throws IOException {
    return read(
        tree,
        List.of(),
        one ->
            readKind(one) == MemberKind.DOMAIN
                ? new HeldMembers.Domains(new TreeSet<>(one.strings("domains")))
                : new HeldMembers.Addresses(EntryTable.none(LastGoodCodec.readFamily(one))),
        tree.has("domains")
            ? DomainCodec.readWithoutNames(tree.object("domains"))
            : DomainMemory.empty());
  }

  private static MemberKind readKind(JsonTree tree) throws IOException {
    String text = tree.string("family");
    return MemberKind.of(text).orElseThrow(() -> new IOException("no such family: " + text));
  }

  /** Reads the members of a change that waits. */
  private interface Members {
    HeldMembers of(JsonTree change) throws IOException;
  }

  private static RunState read(
      JsonTree tree, List<LastGood> answers, Members members, DomainMemory domains)
      throws IOException {
    List<PendingChange> pending = new ArrayList<>();
    for (JsonTree one : tree.objects("held")) {
      pending.add(readPending(one, members.of(one)));
    }
    return new RunState(
        0,
        new GuardMemory(answers, readSamples(tree), pending, readApprovals(tree), domains),
        readPastFilter(tree),
        tree.has("watched") ? readWatched(tree) : List.of(),
        tree.has("findings") ? readFindings(tree.object("findings")) : Findings.none(),
        List.of());
  }

  private static Map<String, Object> write(SizeSample sample) {
    return Map.of(
        "set", sample.set(),
        "family", sample.kind().text(),
        "at", sample.at().toString(),
        "entries", sample.entries(),
        "grown", sample.grown());
  }

  /** Reads the sizes of sets, which both formats have alike. */
  public static List<SizeSample> readSamples(JsonTree tree) throws IOException {
    List<SizeSample> samples = new ArrayList<>();
    for (JsonTree sample : tree.objects("samples")) {
      samples.add(
          new SizeSample(
              sample.string("set"),
              readKind(sample),
              Instant.parse(sample.string("at")),
              number(sample, "entries"),
              number(sample, sample.has("grown") ? "grown" : "entries")));
    }
    return samples;
  }

  private static Map<String, Object> write(PendingChange change, TableWriter tables) {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("digest", change.digest());
    tree.put("set", change.set());
    tree.put("family", change.kind().text());
    tree.put("half", change.side().text());
    tree.put("guards", change.guards());
    tree.put("message", change.message());
    switch (change.what()) {
      case HeldMembers.Addresses held -> {
        if (!held.entries().isEmpty()) {
          Slot slot = new Slot.Pending(change.digest());
          tree.put("what", tables.write(slot, DatedTable.of(held.entries())));
        }
      }
      case HeldMembers.Domains held -> tree.put("domains", List.copyOf(held.names()));
    }
    tree.put("since", change.since().toString());
    tree.put("proposed", change.proposed());
    tree.put("published", change.sizes().published());
    tree.put("publishedInSet", change.sizes().publishedInSet());
    tree.put("inForce", change.sizes().inForce());
    return tree;
  }

  /** A change that waits, as both formats have it but for its members. */
  public static PendingChange readPending(JsonTree tree, HeldMembers what) throws IOException {
    return new PendingChange(
        tree.string("digest"),
        tree.string("set"),
        ChangeSide.valueOf(tree.string("half").toUpperCase(Locale.ROOT)),
        tree.strings("guards"),
        tree.string("message"),
        what,
        tree.has("published")
            ? new PendingChange.Sizes(
                number(tree, "published"), number(tree, "publishedInSet"), number(tree, "inForce"))
            : new PendingChange.Sizes(0, 0, 0),
        Instant.parse(tree.string("since")),
        tree.has("proposed") && tree.truth("proposed"));
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

  /** Reads the approvals, which both formats have alike. */
  public static List<Approval> readApprovals(JsonTree tree) throws IOException {
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
    return approvals;
  }

  private static Approval.Floor readFloor(JsonTree tree) throws IOException {
    return new Approval.Floor(tree.string("set"), number(tree, "entries"));
  }

  private static Map<String, Object> write(PastFilter way) {
    return Map.of(
        "domain", way.domain(),
        "exchanger", way.exchanger(),
        "address", way.address().toString(),
        "lastSeen", way.lastSeen().toString(),
        "ttl", way.ttl().toSeconds());
  }

  /** Reads the ways past the filter, which both formats have alike. */
  public static List<PastFilter> readPastFilter(JsonTree tree) throws IOException {
    List<PastFilter> ways = new ArrayList<>();
    for (JsonTree one : tree.objects("pastFilter")) {
      String text = one.string("address");
      ways.add(
          switch (AddressText.parse(text)) {
            case AddressText.Ok ok ->
                new PastFilter(
                    one.string("domain"),
                    one.string("exchanger"),
                    ok.interval().first(),
                    Instant.parse(one.string("lastSeen")),
                    Duration.ofSeconds(one.number("ttl")));
            case AddressText.Wrong wrong -> throw new IOException(text + ": " + wrong.reason());
          });
    }
    return ways;
  }

  private static Map<String, Object> write(MxWatch watch) {
    return Map.of("domain", watch.domain(), "since", watch.since().toString());
  }

  private static List<MxWatch> readWatched(JsonTree tree) throws IOException {
    List<MxWatch> watched = new ArrayList<>();
    for (JsonTree one : tree.objects("watched")) {
      watched.add(new MxWatch(one.string("domain"), Instant.parse(one.string("since"))));
    }
    return watched;
  }

  private static Map<String, Object> write(Findings findings) {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("silences", findings.silences().stream().map(RestCodec::write).toList());
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
    Map<String, Object> tree = new LinkedHashMap<>();
    LastGoodCodec.write(silence.key(), tree);
    tree.put("since", silence.since().toString());
    tree.put("alarmAt", silence.alarmAt().toString());
    tree.put("why", silence.why());
    return tree;
  }

  /** Reads the findings, which both formats have alike. */
  public static Findings readFindings(JsonTree tree) throws IOException {
    List<Silence> silences = new ArrayList<>();
    for (JsonTree one : tree.objects("silences")) {
      silences.add(
          new Silence(
              LastGoodCodec.readKey(one),
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

  private static int number(JsonTree tree, String name) throws IOException {
    return Math.toIntExact(tree.number(name));
  }
}
