package org.postern.target.nftables;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;
import org.postern.host.Progress;
import org.postern.plan.Ruleset;
import org.postern.policy.TargetBinding;
import org.postern.target.FixedKind;
import org.postern.target.Secrets;
import org.postern.target.Target;
import org.postern.target.TargetConformance;
import org.postern.target.TargetKind;

/** The packet filters of Linux, in a network namespace of their own. */
@ParameterizedClass
@MethodSource("org.postern.target.nftables.Filter#withLegacy")
class PacketFilterConformanceIT extends TargetConformance {
  private final Filter filter;

  PacketFilterConformanceIT(Filter filter) {
    this.filter = filter;
  }

  @Override
  protected Bench bench() {
    return new Namespace(filter);
  }

  /** A namespace of one host. */
  private static final class Namespace implements Bench {
    private final World world = new World();
    private final Filter filter;
    private final Host host;
    private final TargetKind kind;

    Namespace(Filter filter) {
      this.filter = filter;
      this.host = world.host("server", filter);
      this.kind = kind(filter);
    }

    /** The variant of iptables is that of the test, and not that of the host. */
    private static TargetKind kind(Filter filter) {
      return filter == Filter.NFTABLES
          ? new NftablesKind(Progress.SILENT)
          : new FixedKind(filter.target()) {
            @Override
            public Target open(TargetBinding binding, Secrets secrets) {
              return filter.target();
            }
          };
    }

    @Override
    public TargetKind kind() {
      return kind;
    }

    @Override
    public Ruleset ruleset(Random random) {
      return new RandomRulesets(random.nextLong()).next();
    }

    @Override
    public <T> T run(Callable<T> action) {
      return host.run(action);
    }

    @Override
    public void others() {
      host.disturb(
          filter == Filter.NFTABLES
              ? """
              table inet other {
                set s { type ipv4_addr; elements = { 10.0.0.1 } }
                chain c { type filter hook input priority 0; tcp dport 25 drop; }
              }
              """
              : """
              iptables -A INPUT -p tcp --dport 25 -j DROP
              ipset create other hash:ip
              ipset add other 10.0.0.1
              """);
    }

    @Override
    public void damage() {
      host.disturb(
          filter == Filter.NFTABLES
              ? "flush chain inet postern input"
              : "iptables -F POSTERN-INPUT");
    }

    @Override
    public List<String> contents() {
      List<String> lines = new ArrayList<>();
      if (filter == Filter.NFTABLES) {
        add(lines, host.nft("list ruleset"));
        return lines;
      }
      for (String tool : List.of("iptables-", "ip6tables-")) {
        add(lines, host.exec(tool + filter.variant() + "-save -t filter"));
      }
      add(lines, host.exec("ipset save"));
      return lines;
    }

    private static void add(List<String> lines, String text) {
      text.lines()
          .filter(line -> !line.startsWith("#"))
          .map(line -> line.replaceAll("packets [0-9]+ bytes [0-9]+|\\[[0-9]+:[0-9]+]", ""))
          .forEach(lines::add);
    }

    @Override
    public void close() {
      world.close();
    }
  }
}
