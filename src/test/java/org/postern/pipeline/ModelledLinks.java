package org.postern.pipeline;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.postern.host.Link;
import org.postern.host.Links;

/** Interfaces of a host in memory: every name is one, unless a test says otherwise. */
public final class ModelledLinks implements Links {
  private final Set<String> missing = new HashSet<>();
  private final Map<String, String> masters = new HashMap<>();
  private final List<String> numbers = new ArrayList<>();

  /** From now on there is no such interface. */
  public void remove(String name) {
    missing.add(name);
    masters.remove(name);
  }

  /** From now on there is, by itself. */
  public void add(String name) {
    missing.remove(name);
    masters.remove(name);
  }

  /** From now on one is a port of another, of that kind. */
  public void enslave(String name, String kind, String master) {
    add(name);
    masters.put(name, kind + " " + master);
  }

  @Override
  public Optional<Link> named(String name) {
    if (missing.contains(name)) {
      return Optional.empty();
    }
    Optional<String[]> master = Optional.ofNullable(masters.get(name)).map(one -> one.split(" "));
    return Optional.of(
        new Link(
            name,
            number(name),
            master.map(one -> number(one[1])),
            master.map(one -> one[0]).orElse("")));
  }

  @Override
  public Optional<Link> numbered(int number) {
    return named(numbers.get(number - 1));
  }

  private int number(String name) {
    if (!numbers.contains(name)) {
      numbers.add(name);
    }
    return numbers.indexOf(name) + 1;
  }
}
