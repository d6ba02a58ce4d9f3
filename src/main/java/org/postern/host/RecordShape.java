package org.postern.host;

import java.lang.reflect.Constructor;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * The components and the constructor of a record.
 *
 * @param parts the components in their order
 */
record RecordShape(List<Part> parts, Constructor<?> constructor) {
  private static final ClassValue<RecordShape> SHAPES =
      new ClassValue<>() {
        @Override
        protected RecordShape computeValue(Class<?> type) {
          return shape(type);
        }
      };

  /** Returns that of a class. */
  static RecordShape of(Class<?> type) {
    return SHAPES.get(type);
  }

  private static RecordShape shape(Class<?> type) {
    RecordComponent[] components = type.getRecordComponents();
    Class<?>[] types =
        Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
    try {
      return new RecordShape(
          Arrays.stream(components).map(Part::of).toList(), type.getDeclaredConstructor(types));
    } catch (NoSuchMethodException e) {
      throw new IllegalArgumentException(type + " is no record", e);
    }
  }

  /**
   * A component.
   *
   * @param name the name of its member
   * @param inline whether its members stand in its place
   */
  record Part(String name, Type type, Method accessor, boolean inline) {
    private static Part of(RecordComponent one) {
      String name =
          Optional.ofNullable(one.getAnnotation(RecordTree.Name.class))
              .map(RecordTree.Name::value)
              .orElse(one.getName());
      boolean inline = one.isAnnotationPresent(RecordTree.Inline.class);
      return new Part(name, one.getGenericType(), one.getAccessor(), inline);
    }

    /** Returns its value in a record. */
    Object of(Object record) {
      try {
        return accessor.invoke(record);
      } catch (ReflectiveOperationException e) {
        throw new IllegalArgumentException(accessor + " cannot be called", e);
      }
    }
  }
}
