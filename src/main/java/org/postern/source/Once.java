package org.postern.source;

import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A value that is made when it is first asked for, and kept. Safe for several threads. */
final class Once<T> implements Supplier<T> {
  private volatile @Nullable T value;
  private @Nullable Supplier<T> maker;

  Once(Supplier<T> maker) {
    this.maker = maker;
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
