package org.postern.pipeline.run;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.postern.pipeline.Prepared;
import org.postern.pipeline.Recall;
import org.postern.pipeline.Targets;
import org.postern.policy.TargetBinding;
import org.postern.state.Generation;
import org.postern.state.StateStore;

/** Finds targets that are not used any more. */
public final class Leaving {
  private Leaving() {}

  /**
   * Returns the targets that what was in force until now has and that neither this run nor its
   * policy has: ours is to be taken out of them when the others are proven.
   *
   * @param names the names of the targets of this run
   */
  public static List<Generation.TargetUse> of(
      StateStore store, Targets targets, Prepared prepared, Collection<String> names)
      throws IOException {
    List<TargetBinding> kept = new ArrayList<>();
    for (String name : names) {
      kept.add(targets.binding(name, prepared.policy()));
    }
    for (TargetBinding binding : prepared.policy().targets()) {
      kept.add(targets.binding(binding.name(), prepared.policy()));
    }
    List<Optional<Generation>> before = new ArrayList<>();
    before.add(Recall.inForce(store, prepared.memory(), new ArrayList<>()));
    if (prepared.orders().pin().isPresent()) {
      before.add(sound(store, prepared.orders().pin().get().generation()));
    }
    Map<String, Generation.TargetUse> leaving = new LinkedHashMap<>();
    before.stream()
        .flatMap(Optional::stream)
        .flatMap(last -> last.targets().stream())
        .filter(use -> kept.stream().noneMatch(one -> isThat(targets, use, one)))
        .forEach(use -> leaving.putIfAbsent(use.kind() + " " + use.name(), use));
    return List.copyOf(leaving.values());
  }

  private static boolean isThat(Targets targets, Generation.TargetUse use, TargetBinding binding) {
    return targets.areSame(use.kind(), use.name(), binding);
  }

  private static Optional<Generation> sound(StateStore store, int number) throws IOException {
    return Recall.sound(store, number, new ArrayList<>());
  }
}
