package org.postern.address;

import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A value that is made when it is first asked for, and kept; what it is made of is let go then.
 * Safe for several threads, which all get the same.
 */
public final class Once<T> implements Supplier<T> {
  private volatile @Nullable T value;
  private @Nullable Supplier<T> maker;

  private Once(@Nullable T value, @Nullable Supplier<T> maker) {
    this.value = value;
    this.maker = maker;
  }

  /**
   * What is made later.
   *
   * @param maker makes it; what it throws is thrown to the caller, and it is asked again
   */
  public Once(Supplier<T> maker) {
    this(null, maker);
  }

  /** What is at hand. */
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
