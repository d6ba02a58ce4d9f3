package org.postern.plan.memory;

import java.util.Collections;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.postern.address.AddressSet;
import org.postern.address.Interval;
import org.postern.source.EntryTable;

/** The members of a set that wait for an approval. */
public sealed interface HeldMembers {
  /** Returns the kind of the members. */
  MemberKind kind();

  /** Returns the number of members. */
  int size();

  /** Returns the members, each in its canonical form. */
  Stream<String> texts();

  /** Returns the addresses among the members. */
  AddressSet addresses();

  /** Held entries of one family. */
  record Addresses(EntryTable entries) implements HeldMembers {
    @Override
    public MemberKind kind() {
      return MemberKind.of(entries.family());
    }

    @Override
    public int size() {
      return entries.size();
    }

    @Override
    public Stream<String> texts() {
      return entries.intervals().stream().map(Interval::toString);
    }

    @Override
    public AddressSet addresses() {
      return entries.addresses();
    }
  }

  /** Held mail domains. */
  record Domains(SortedSet<String> names) implements HeldMembers {
    public Domains {
      names = Collections.unmodifiableSortedSet(new TreeSet<>(names));
    }

    @Override
    public MemberKind kind() {
      return MemberKind.DOMAIN;
    }

    @Override
    public int size() {
      return names.size();
    }

    @Override
    public Stream<String> texts() {
      return names.stream();
    }

    @Override
    public AddressSet addresses() {
      return AddressSet.none();
    }
  }
}
