package org.postern.pipeline;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.postern.target.DryRun;
import org.postern.target.Target;

class TargetWrappersTest {
  /** A default of {@link Target} in place of the answer of the target behind it would be wrong. */
  @ParameterizedTest
  @ValueSource(classes = {DryRun.class, BoundedTarget.class, MaskedTarget.class})
  void everythingIsAskedOfTheTargetBehind(Class<?> wrapper) {
    Set<String> asked = signatures(Target.class);
    asked.remove("observe[]");
    Set<String> answered = signatures(wrapper);
    answered.retainAll(asked);
    assertEquals(asked, answered);
  }

  private static Set<String> signatures(Class<?> type) {
    return Arrays.stream(type.getDeclaredMethods())
        .filter(method -> !method.isSynthetic())
        .map(TargetWrappersTest::signature)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static String signature(Method method) {
    return method.getName() + List.of(method.getParameterTypes());
  }
}
