package org.postern.target.nftables;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;
import org.postern.target.nftables.layout.Holders;

/** The same over both variants of iptables. */
@ParameterizedClass
@MethodSource("filters")
class IptablesSeenIT extends Seen {
  /** The kernel counts elements by regions of a set, so a full one still takes some of them. */
  private static final int STRANGERS = 24;

  @TempDir private Path folder;

  static List<Filter> filters() {
    return Filter.iptables(Filter.IPTABLES_LEGACY);
  }

  IptablesSeenIT(Filter filter) {
    super(filter);
  }

  private int elements() {
    return (int) server.exec("ipset save postern_smtp-in_seen_ip").lines().count() - 1;
  }

  /** A flood from all over the world fills the sets; no peer gets in by that. */
  @Test
  void whoFindsTheSetFullIsRefusedAllTheSame() throws IOException {
    StringBuilder lines = new StringBuilder();
    for (int i = 0; i < Holders.SEEN_SIZE; i++) {
      for (String set : new String[] {"seen", "call"}) {
        lines.append(
            "add postern_smtp-in_%s_ip 10.0.%d.%d -exist\n".formatted(set, i >> 8, i & 255));
      }
    }
    Path file = Files.writeString(folder.resolve("sets"), lines);
    server.exec("ipset restore -file " + file);
    Watch watch = Watch.of(server);
    for (int i = 1; i <= STRANGERS; i++) {
      String stranger = "203.0.113." + i;
      assertEquals(Watch.Fate.REFUSED, watch.fate(10_000 + i, () -> send(stranger, 25)), stranger);
    }
    long remembered = words(seen()).lines().filter(one -> one.contains(" 203.0.113.")).count();
    assertTrue(remembered < STRANGERS, "the set was not full");
    assertTrue(elements() < Holders.SEEN_SIZE + STRANGERS, "the set grew");
  }
}
