package org.postern.target;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class ForwardingTargetTest {
  /** A default of {@link Target} in place of the answer of the target behind it would be wrong. */
  @Test
  void everythingIsAskedOfTheTargetBehind() {
    Set<String> asked = signatures(Target.class);
    asked.remove("observe[]");
    Set<String> answered = signatures(ForwardingTarget.class);
    answered.remove("target[]");
    assertEquals(asked, answered);
  }

  private static Set<String> signatures(Class<?> type) {
    return Arrays.stream(type.getDeclaredMethods())
        .filter(method -> !method.isSynthetic())
        .map(ForwardingTargetTest::signature)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static String signature(Method method) {
    return method.getName() + List.of(method.getParameterTypes());
  }
}
