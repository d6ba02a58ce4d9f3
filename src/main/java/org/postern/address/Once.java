package org.postern.address;

import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A value that is computed on the first call and kept; the supplier is released then. Thread-safe:
 * all threads get the same instance.
 */
public final class Once<T> implements Supplier<T> {
  private volatile @Nullable T value;
  private @Nullable Supplier<T> maker;

  private Once(@Nullable T value, @Nullable Supplier<T> maker) {
    this.value = value;
    this.maker = maker;
  }

  /**
   * Holds a value that is computed later.
   *
   * @param maker computes the value; what it throws reaches the caller, and the next call asks it
   *     again
   */
  public Once(Supplier<T> maker) {
    this(null, maker);
  }

  /** Returns the holder of a value that is known already. */
  public static <T> Once<T> of(T value) {
    return new Once<>(value, null);
  }

  @Override
  public T get() {
    T known = value;
    return known == null ? make() : known;
  }

  private synchronized T make() {
    T known = value;
    if (known == null) {
      known = Objects.requireNonNull(maker).get();
      maker = null;
      value = known;
    }
    return known;
  }
}
