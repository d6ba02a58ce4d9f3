package org.postern.pipeline;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Clock;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.postern.host.Progress;
import org.postern.pipeline.ask.Recollection;
import org.postern.pipeline.ask.SourceAsker;
import org.postern.policy.SetSource;
import org.postern.policy.SourceSpec;

final class AssemblyTest {
  @Test
  void listsAResolverForEveryKindOfSourceThatIsAsked() {
    Set<Class<?>> kinds = new HashSet<>(Set.of(SourceSpec.class.getPermittedSubclasses()));
    kinds.remove(SetSource.class);

    assertEquals(
        kinds,
        Assembly.sources(Clock.systemUTC(), Recollection.none(), Progress.SILENT).stream()
            .map(SourceAsker.Kind::type)
            .collect(Collectors.toSet()));
  }
}
