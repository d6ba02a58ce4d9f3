package org.postern.policy.parse.read;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.postern.address.widening.Tradeoff;
import org.postern.address.widening.WideningTask;
import org.postern.diagnostic.Code;
import org.postern.diagnostic.Span;
import org.postern.policy.GuardSpec;
import org.postern.policy.KeepSpec;
import org.postern.policy.WidenSpec;
import org.postern.policy.parse.yaml.Node;

/** Reads what a set says about its changes: guard, keep and widen. */
final class SetSettings {
  static final Fields.Keys GUARD =
      Fields.Keys.of("a guard", "at-least", "at-most", "shrink", "grow", "widest", "special");
  static final Fields.Keys WIDEST = Fields.Keys.of("widest by family", "ip", "ip6");
  static final Fields.Keys KEEP = Fields.Keys.of("keep", "removed", "alarm-after");
  static final Fields.Keys WIDEN =
      Fields.Keys.of("widen", "prefix", "prefix6", "entries", "extra", "form");

  private static final Map<String, Boolean> SPECIAL = Map.of("allow", true, "refuse", false);
  private static final int MOST_ENTRIES = 10_000_000;
  private static final Map<String, Tradeoff.Form> FORMS =
      Map.of("prefixes", Tradeoff.Form.PREFIXES, "ranges", Tradeoff.Form.RANGES);
  private static final int MOST_EXTRA = 999_999_999;
  private static final int MOST_GROWTH = 100_000;

  private final Values values;
  private final Quantities quantities;

  SetSettings(Values values) {
    this.values = values;
    this.quantities = new Quantities(values);
  }

  /**
   * Reads the guard of a set.
   *
   * @param usual the limits where none are written
   */
  GuardSpec guard(Node node, GuardSpec usual) {
    return Fields.open(values.scope(), GUARD, node)
        .map(fields -> guard(fields, usual))
        .orElse(usual);
  }

  private GuardSpec guard(Fields fields, GuardSpec usual) {
    int atLeast = fields.get("at-least").flatMap(n -> number(n, 0)).orElse(usual.atLeast());
    int atMost = fields.get("at-most").flatMap(n -> number(n, 1)).orElse(usual.atMost());
    if (atLeast > atMost) {
      addCrossed(
          fields.key("at-least").or(() -> fields.key("at-most")).orElseThrow().span(),
          "at-least %d is above at-most %d".formatted(atLeast, atMost));
    }
    Widest widest =
        fields
            .get("widest")
            .map(this::widest)
            .orElseGet(() -> new Widest(usual.widestIp(), usual.widestIp6()));
    return new GuardSpec(
        atLeast,
        atMost,
        fields.get("shrink").flatMap(n -> quantities.percent(n, 100)).orElse(usual.shrink()),
        fields.get("grow").flatMap(n -> quantities.percent(n, MOST_GROWTH)).orElse(usual.grow()),
        widest.ip(),
        widest.ip6(),
        fields
            .get("special")
            .flatMap(n -> values.word(n, "allow or refuse", SPECIAL))
            .orElse(usual.allowSpecial()),
        fields.key("widest").isPresent(),
        fields.key("special").isPresent());
  }

  private Optional<Integer> number(Node node, int least) {
    return quantities.number(node, least, MOST_ENTRIES);
  }

  private void addCrossed(Span span, String message) {
    values.add(Code.BOUNDS_CROSSED, span, message, "swap them, or change one");
  }

  private record Widest(int ip, int ip6) {}

  private Widest widest(Node node) {
    GuardSpec usual = GuardSpec.DEFAULT;
    if (!(node instanceof Node.Mapping)) {
      return new Widest(
          quantities.slashLength(node, 1, 32).orElse(usual.widestIp()), usual.widestIp6());
    }
    Optional<Fields> fields = Fields.open(values.scope(), WIDEST, node);
    return new Widest(
        fields
            .flatMap(f -> f.get("ip"))
            .flatMap(n -> quantities.slashLength(n, 1, 32))
            .orElse(usual.widestIp()),
        fields
            .flatMap(f -> f.get("ip6"))
            .flatMap(n -> quantities.slashLength(n, 1, 128))
            .orElse(usual.widestIp6()));
  }

  /** Returns how long addresses outlive their source. */
  KeepSpec keep(Node node) {
    Optional<Fields> fields = Fields.open(values.scope(), KEEP, node);
    Optional<Duration> removed =
        fields.flatMap(f -> f.get("removed")).flatMap(n -> quantities.duration(n, "0s", "366d"));
    Duration alarmAfter =
        fields
            .flatMap(f -> f.get("alarm-after"))
            .flatMap(n -> quantities.duration(n, "1m", "366d"))
            .orElse(KeepSpec.DEFAULT.alarmAfter());
    return new KeepSpec(
        removed.orElse(KeepSpec.DEFAULT.removed()),
        alarmAfter,
        removed.orElse(KeepSpec.DEFAULT.removedFromLists()));
  }

  /** Returns how far the set may be widened. */
  Optional<WidenSpec> widen(Node node) {
    Optional<Fields> fields = Fields.open(values.scope(), WIDEN, node);
    int before = values.scope().errors();
    Optional<WidenSpec> read = fields.flatMap(found -> widen(found, node));
    return values.scope().errors() == before ? read : Optional.empty();
  }

  private Optional<WidenSpec> widen(Fields fields, Node node) {
    Optional<Integer> ip = fields.get("prefix").flatMap(n -> quantities.bareLength(n, 8, 32));
    Optional<Integer> ip6 = fields.get("prefix6").flatMap(n -> quantities.bareLength(n, 19, 128));
    Optional<Integer> entries =
        fields.get("entries").flatMap(n -> quantities.number(n, 1, MOST_ENTRIES));
    Optional<Integer> extra = fields.get("extra").flatMap(n -> quantities.number(n, 0, MOST_EXTRA));
    Tradeoff.Form form =
        fields
            .get("form")
            .flatMap(n -> values.word(n, "prefixes or ranges", FORMS))
            .orElse(Tradeoff.Form.PREFIXES);
    if (entries.isPresent() || extra.isPresent()) {
      int ip6Length = ip6.orElse(WideningTask.IP6_LENGTH);
      return Optional.of(new WidenSpec.Budget(entries, extra, ip.orElse(0), ip6Length, form));
    }
    if (fields.key("form").isPresent() || nothingWritten(fields)) {
      fields.require("entries", node.span(), "entries: 64, or extra: 1024, or prefix: 24 alone");
    }
    return Optional.of(new WidenSpec.Blocks(ip.orElse(32), ip6.orElse(128)));
  }

  private static boolean nothingWritten(Fields fields) {
    return WIDEN.known().stream().noneMatch(key -> fields.key(key).isPresent());
  }
}
