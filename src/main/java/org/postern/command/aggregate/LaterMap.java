package org.postern.command.aggregate;

import java.util.AbstractMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.postern.address.Once;

/** Members that are made when they are first looked at. */
final class LaterMap extends AbstractMap<String, Object> {
  private final Once<Map<String, Object>> members;

  LaterMap(Supplier<Map<String, Object>> maker) {
    members = new Once<>(maker);
  }

  @Override
  public Set<Entry<String, Object>> entrySet() {
    return members.get().entrySet();
  }
}
