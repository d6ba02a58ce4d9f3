package org.postern.policy;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.postern.address.Family;
import org.postern.address.widening.Tradeoff;
import org.postern.diagnostic.Counted;

/** How far a set may cover addresses that no source named. */
public sealed interface WidenSpec {
  /** Returns the words that follow "widened" in a message. */
  String words();

  /**
   * A widening to whole blocks of a prefix length instead of single members.
   *
   * @param ipLength IPv4 block length, 32 leaves IPv4 exact
   * @param ip6Length IPv6 block length, 128 leaves IPv6 exact
   */
  record Blocks(int ipLength, int ip6Length) implements WidenSpec {
    @Override
    public String words() {
      List<String> words = new ArrayList<>();
      if (ipLength < Family.IP.bits()) {
        words.add("IPv4 to /" + ipLength);
      }
      if (ip6Length < Family.IP6.bits()) {
        words.add("IPv6 to /" + ip6Length);
      }
      return words.isEmpty() ? "by nothing" : String.join(", ", words);
    }
  }

  /**
   * A widening that covers as little as a budget asks for. At least one of the two budgets is
   * given.
   *
   * @param entries how many entries the set may have, of both families together
   * @param extra how many addresses may be added, of both families together
   * @param ipLength no wider IPv4 block is added, 0 where there is no bound
   * @param ip6Length no wider IPv6 block is added
   * @param form the form of an entry
   */
  record Budget(
      Optional<Integer> entries,
      Optional<Integer> extra,
      int ipLength,
      int ip6Length,
      Tradeoff.Form form)
      implements WidenSpec {
    /**
     * @throws IllegalArgumentException if there is no budget
     */
    public Budget {
      if (entries.isEmpty() && extra.isEmpty()) {
        throw new IllegalArgumentException("neither entries nor extra addresses are bounded");
      }
    }

    @Override
    public String words() {
      List<String> words = new ArrayList<>();
      String kind =
          switch (form) {
            case PREFIXES -> "entry";
            case RANGES -> "range";
          };
      entries.ifPresent(most -> words.add("to " + Counted.grouped(most, kind) + " at most"));
      extra.ifPresent(
          most -> words.add("by " + Counted.grouped(most, "extra address") + " at most"));
      words.add("no block wider than " + caps());
      return String.join(", ", words);
    }

    /** Returns the widest blocks, in words. */
    public String caps() {
      String ip6 = "/%d of IPv6".formatted(ip6Length);
      return ipLength == 0 ? ip6 : "/%d of IPv4 and %s".formatted(ipLength, ip6);
    }
  }
}
