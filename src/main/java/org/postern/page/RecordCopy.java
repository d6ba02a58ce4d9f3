package org.postern.page;

import java.lang.reflect.RecordComponent;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.postern.address.Address;
import org.postern.address.AddressSet;
import org.postern.address.Interval;
import org.postern.address.Prefix;
import org.postern.diagnostic.Span;
import org.postern.plan.EffectiveEntries;
import org.postern.plan.Recipients;
import org.postern.policy.LiteralSource;
import org.postern.policy.Rule;
import org.postern.policy.SetDefinition;
import org.postern.policy.SourceSpec;
import org.postern.source.DateColumn;
import org.postern.source.DatedTable;
import org.postern.source.EntryTable;
import org.postern.source.LastGood;
import org.postern.source.Resolution;

/**
 * Copies a subject without what is withheld: each text is cleaned, and addresses are taken out of
 * sets, tables and lists; a withheld set keeps its name, its place and how it is kept. It finds
 * what is in a record by the record's components, so that a new component is cleaned too; a value
 * whose type is not known here is an error.
 *
 * <p>The words of the page itself are no part of a subject and stay as they are: a page that hides
 * one of them tells a reader who knows it from other pages that it is a word of a withheld set.
 */
final class RecordCopy {
  /**
   * The components by which a thing is known, which stay: a withheld set has its name, and what a
   * page tells of one thing in several places has the same name in each.
   */
  private static final Set<String> NAMES =
      Set.of(
          "name",
          "set",
          "rule",
          "file",
          "guards",
          "targets",
          "interfaces",
          "recipients",
          "version");

  private static final String DIGEST = "digest";

  private final Secret secret;

  RecordCopy(Secret secret) {
    this.secret = secret;
  }

  /** Copies a subject. */
  Subject of(Subject whole) {
    return (Subject) copy(whole);
  }

  private Object copy(Record whole) {
    RecordComponent[] parts = whole.getClass().getRecordComponents();
    Class<?>[] types = Arrays.stream(parts).map(RecordComponent::getType).toArray(Class<?>[]::new);
    Object[] values = new Object[parts.length];
    try {
      for (int i = 0; i < parts.length; i++) {
        values[i] = value(parts[i].getAccessor().invoke(whole), parts[i].getName());
      }
      return whole.getClass().getDeclaredConstructor(types).newInstance(values);
    } catch (ReflectiveOperationException e) {
      throw new IllegalArgumentException(whole.getClass() + " cannot be copied", e);
    }
  }

  private Object value(Object value, String part) {
    return switch (value) {
      case String text -> text(text, part);
      case Optional<?> one -> one.filter(this::isTold).map(held -> value(held, part));
      case List<?> list -> list.stream().filter(this::isTold).map(one -> value(one, part)).toList();
      case SortedSet<?> set -> filled(new TreeSet<>(), set, part);
      case Set<?> set -> filled(new LinkedHashSet<>(), set, part);
      case SortedMap<?, ?> map -> filled(new TreeMap<>(), map, part);
      case Map<?, ?> map -> filled(new LinkedHashMap<>(), map, part);
      case AddressSet set -> secret.visible(set);
      case EntryTable table -> table(table);
      case DatedTable table -> table(table);
      case LastGood.Key _, Span _, Recipients _, Rule.Accept _ -> value;
      case SetDefinition set when secret.hides(set.name()) -> copy(set.withSources(List.of()));
      case LiteralSource literal -> copy(literal);
      case SourceSpec _ -> value;
      case Interval one -> told(one);
      case Address _, Prefix _ -> throw new IllegalArgumentException("nothing withholds " + part);
      case Record record -> copy(record);
      case Boolean _, Integer _, Long _, BigInteger _, Enum<?> _ -> value;
      case Instant _, Duration _, LocalDate _, DateColumn _ -> value;
      default -> throw new IllegalArgumentException("nothing withholds a " + value.getClass());
    };
  }

  private String text(String text, String part) {
    if (part.equals(DIGEST)) {
      return secret.digest(text);
    }
    return NAMES.contains(part) ? text : secret.clean(text);
  }

  private boolean isTold(Object one) {
    return switch (one) {
      case LiteralSource literal -> !secret.touches(literal.addresses());
      case LastGood answer -> !secret.hides(answer.key().set());
      case Resolution answer -> !secret.hides(answer.key().set());
      case EffectiveEntries entries -> !secret.hides(entries.key().set());
      default -> true;
    };
  }

  private Interval told(Interval one) {
    if (secret.touches(AddressSet.of(one))) {
      throw new IllegalArgumentException("a withheld address in a record that has to have one");
    }
    return one;
  }

  private Set<Object> filled(Set<Object> copy, Set<?> whole, String part) {
    whole.forEach(one -> copy.add(value(one, part)));
    return copy;
  }

  private Map<Object, Object> filled(Map<Object, Object> copy, Map<?, ?> whole, String part) {
    whole.forEach((key, one) -> copy.put(value(key, part), value(one, part)));
    return copy;
  }

  private DatedTable table(DatedTable whole) {
    DatedTable seen = whole.at(secret.visible(whole.table()));
    return new DatedTable(seen.table().relabelled(secret::clean), seen.dates());
  }

  private EntryTable table(EntryTable whole) {
    return whole.at(secret.visible(whole)).relabelled(secret::clean);
  }
}
