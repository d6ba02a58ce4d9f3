package org.postern.target.nftables.layout;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.postern.target.nftables.netlink.NfTables;
import org.postern.target.nftables.netlink.TableFamily;
import org.postern.target.nftables.wire.Chains;
import org.postern.target.nftables.wire.Counters;
import org.postern.target.nftables.wire.ElementKeys;
import org.postern.target.nftables.wire.Elements;
import org.postern.target.nftables.wire.Ownership;
import org.postern.target.nftables.wire.Request;
import org.postern.target.nftables.wire.Rules;
import org.postern.target.nftables.wire.Sets;
import org.postern.target.nftables.wire.Tables;

/**
 * Writes requests in the words of nft(8): the same changes as a script that a person can read and
 * {@code nft -f} can load. All text in it is ours: names of rules, addresses from numbers.
 */
final class Script {
  /** The most elements on a line, so that lines stay readable. */
  private static final int ELEMENTS_A_LINE = 6;

  private Script() {}

  static String of(List<Request> requests) {
    return requests.stream().map(Script::line).collect(Collectors.joining());
  }

  private static String line(Request request) {
    return switch (request) {
      case Tables.NewTable one ->
          command("add table", one.family(), one.name(), flags(one.tableFlags()));
      case Tables.DelTable one -> command("delete table", one.family(), one.name(), "");
      case Chains.NewChain one ->
          command("add chain", one.family(), one.table(), one.name() + hook(one));
      case Chains.DelChain one -> command("delete chain", one.family(), one.table(), one.name());
      case Rules.NewRule one ->
          command("add rule", one.family(), one.table(), one.chain() + " " + clauses(one));
      case Rules.DelRule one ->
          command(
              "delete rule", one.family(), one.table(), one.chain() + " handle " + one.handle());
      case Rules.FlushChain one -> command("flush chain", one.family(), one.table(), one.chain());
      case Sets.NewSet one -> command("add set", one.family(), one.table(), set(one));
      case Sets.DelSet one -> command("delete set", one.family(), one.table(), one.name());
      case Elements.NewSetElem one ->
          command("add element", one.family(), one.table(), one.set() + " " + elements(one.keys()));
      case Elements.DelSetElem one ->
          command(
              "delete element", one.family(), one.table(), one.set() + " " + elements(one.keys()));
      case Elements.FlushSet one -> command("flush set", one.family(), one.table(), one.set());
      case Counters.NewCounter one -> command("add counter", one.family(), one.table(), one.name());
      case Counters.DelCounter one ->
          command("delete counter", one.family(), one.table(), one.name());
    };
  }

  private static String command(String verb, TableFamily family, String table, String rest) {
    String line = verb + " " + family.word() + " " + table;
    return rest.isEmpty() ? line + "\n" : line + " " + rest + "\n";
  }

  private static String flags(int flags) {
    return flags == Ownership.OWNED.flags() ? "{ flags owner,persist; }" : "";
  }

  private static String hook(Chains.NewChain chain) {
    return chain
        .base()
        .map(
            base ->
                " { type %s hook %s priority %d; policy accept; }"
                    .formatted(base.type(), BaseChains.hookName(base.hook()), base.priority()))
        .orElse("");
  }

  private static String clauses(Rules.NewRule rule) {
    return ClauseReader.read(rule.expressions()).stream()
        .map(Clause::text)
        .collect(Collectors.joining(" "));
  }

  private static String set(Sets.NewSet set) {
    StringBuilder text = new StringBuilder(set.name()).append(" { type ");
    text.append(set.keyType().name().toLowerCase(Locale.ROOT)).append(";");
    if ((set.setFlags() & NfTables.NFT_SET_CONSTANT) != 0) {
      text.append(" flags constant,interval;");
    }
    set.size().ifPresent(size -> text.append(" size ").append(size).append(";"));
    set.timeout()
        .ifPresent(
            time ->
                text.append(" flags dynamic,timeout; timeout ")
                    .append(time.toSeconds())
                    .append("s;"));
    return text.append(set.counted() ? " counter; }" : " }").toString();
  }

  private static String elements(ElementKeys keys) {
    List<String> lines = new ArrayList<>();
    StringBuilder line = new StringBuilder();
    List<String> texts = keys.texts();
    for (int i = 0; i < texts.size(); i++) {
      line.append(texts.get(i)).append(i + 1 < texts.size() ? ", " : "");
      if ((i + 1) % ELEMENTS_A_LINE == 0 || i + 1 == texts.size()) {
        lines.add("    " + line.toString().stripTrailing());
        line.setLength(0);
      }
    }
    return texts.size() <= 2
        ? "{ " + lines.getFirst().strip() + " }"
        : "{\n" + String.join("\n", lines) + "\n}";
  }
}
