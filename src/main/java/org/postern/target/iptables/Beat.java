package org.postern.target.iptables;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.postern.address.Family;
import org.postern.address.Sha256;
import org.postern.target.Neighbourhood;
import org.postern.target.TargetException;

/**
 * Tells whether anything has moved, at most once in a second, because it takes processes to ask.
 * Rules of nf_tables have a generation, those of the older iptables are read in whole. Of a set
 * only its size and the mark that each new one gets are looked at: an element that is added while
 * another is deleted is seen by the periodic proof alone.
 */
final class Beat {
  private static final Duration REST = Duration.ofSeconds(1);

  private final Toolbox toolbox;
  private final Neighbourhood neighbourhood;
  private Optional<String> last = Optional.empty();
  private long at;

  Beat(Toolbox toolbox, Neighbourhood neighbourhood) {
    this.toolbox = toolbox;
    this.neighbourhood = neighbourhood;
  }

  synchronized String read(Tools tools) throws TargetException {
    long now = System.nanoTime();
    if (last.isEmpty() || now - at >= REST.toNanos()) {
      last = Optional.of(look(tools));
      at = now;
    }
    return last.get();
  }

  private String look(Tools tools) throws TargetException {
    Observer observer = new Observer(tools, toolbox, neighbourhood);
    List<String> parts = new ArrayList<>();
    Optional<String> generation = neighbourhood.pulse();
    parts.add(generation.orElse(""));
    if (tools.variant() == Tools.Variant.LEGACY || generation.isEmpty()) {
      for (Saved table : observer.tables().values()) {
        parts.add(table.text());
      }
    }
    for (String block : observer.list().split("\n\n", -1)) {
      if (block.startsWith("Name: " + Names.SET)) {
        parts.add(HeldSet.still(block + "\n"));
      }
    }
    parts.add(String.valueOf(tools.families().contains(Family.IP6)));
    return Sha256.hex(String.join("\n", parts));
  }
}
