package org.postern.state;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.postern.address.Family;
import org.postern.address.Interval;
import org.postern.address.text.AddressText;
import org.postern.plan.Ruleset;
import org.postern.plan.memory.Approval;
import org.postern.plan.memory.ChangeSide;
import org.postern.plan.memory.GuardMemory;
import org.postern.plan.memory.HeldMembers;
import org.postern.plan.memory.MemberKind;
import org.postern.plan.memory.PendingChange;
import org.postern.plan.memory.SizeSample;
import org.postern.policy.PolicyText;
import org.postern.source.Absence;
import org.postern.source.DateColumn;
import org.postern.source.DatedTable;
import org.postern.source.Entry;
import org.postern.source.EntryTable;
import org.postern.source.LastGood;

/** Small states with something in every corner. */
final class Memories {
  private static final Instant AT = Instant.parse("2026-03-01T12:00:00Z");

  private Memories() {}

  static RunState small(int generation) {
    return new RunState(
        generation,
        new GuardMemory(
            List.of(lastGood()),
            List.of(new SizeSample("filter", MemberKind.IP6, AT, 3, 2)),
            List.of(
                new PendingChange(
                    "3f9c0a71b2d4",
                    "filter",
                    ChangeSide.REMOVALS,
                    List.of("shrink", "at-least"),
                    "1 entry is published, \u20ac",
                    new HeldMembers.Addresses(
                        EntryTable.of(
                            Family.IP,
                            List.of(
                                new Entry(interval("192.0.2.1"), ""),
                                new Entry(interval("192.0.2.5-192.0.2.9"), "")))),
                    new PendingChange.Sizes(1, 3, 4),
                    AT,
                    true)),
            List.of(
                new Approval("aaaaaaaaaaaa", "uid 0 (login 1000)", "they said so", AT),
                new Approval(
                    "bbbbbbbbbbbb",
                    "uid 0",
                    "",
                    AT,
                    true,
                    Optional.of(new Approval.Floor("filter", 2))))),
        List.of(
            new PastFilter(
                "example.com",
                "mail.example.com",
                interval("192.0.2.1").first(),
                AT,
                Duration.ofHours(1))),
        List.of(new MxWatch("example.com", AT)),
        new Findings(
            List.of(
                new Silence(
                    new LastGood.Key("filter", "dns a.example", Family.IP6),
                    AT,
                    AT.plusSeconds(7),
                    "SERVFAIL \u20ac")),
            List.of("set filter: 10.0.0.1"),
            List.of(new Findings.Unanswered("smtp", "never answered")),
            Optional.of("generation 1 stands in")),
        List.of(generation(generation, Generation.Outcome.PROVEN)));
  }

  static Orders orders() {
    Orders.Given given = new Orders.Given(AT, "uid 0 (login 1000)", "\"why\" \u20ac");
    return Orders.none()
        .with(new Orders.Pin(3, given))
        .with(new Orders.Pause(Optional.of(AT.plusSeconds(60)), given))
        .with(new Orders.Opening("smtp", AT.plusSeconds(3_600), given));
  }

  static LastGood lastGood() {
    return new LastGood(
        new LastGood.Key("filter", "dns a.example", Family.IP),
        AT,
        Duration.ofMinutes(5),
        List.of("b.example"),
        "192.0.2.53:53/udp",
        new DatedTable(
            EntryTable.of(Family.IP, List.of(new Entry(interval("192.0.2.1"), "a \"label\"\n"))),
            List.of(DateColumn.of(AT.minusSeconds(99), 1))),
        new DatedTable(
            EntryTable.of(Family.IP, List.of(new Entry(interval("192.0.2.5-192.0.2.9"), ""))),
            List.of(
                DateColumn.of(AT, 1), DateColumn.of(AT, 1), DateColumn.of(AT.plusSeconds(5), 1))),
        Optional.of(new Absence(AT, AT.plusSeconds(60), Duration.ofMinutes(1), 2)));
  }

  static Generation generation(int number, Generation.Outcome outcome) {
    return generation(number, Generation.Kind.APPLIED, outcome);
  }

  static Generation generation(int number, Generation.Kind kind, Generation.Outcome outcome) {
    return new Generation(
        number,
        kind,
        AT,
        AT.minusSeconds(7),
        "uid 0",
        "why not",
        "0123456789abcdef",
        List.of(new Generation.TargetUse("nftables", "nftables", Map.of("owner", "true"))),
        "policy.yaml",
        Optional.empty(),
        outcome,
        Optional.of(new Generation.Confirmation(AT, "a-boot", 7)));
  }

  static Contents contents() {
    return new Contents(
        List.of(new PolicyText("policy.yaml", "rules: []\n")),
        Optional.of(new PolicyText("policy.lock", "{}")),
        new Ruleset(List.of()));
  }

  private static Interval interval(String text) {
    if (AddressText.parse(text) instanceof AddressText.Ok ok) {
      return ok.interval();
    }
    throw new IllegalArgumentException(text);
  }
}
