package org.postern.command.aggregate;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.postern.address.AddressSet;
import org.postern.address.IntervalSource;
import org.postern.command.Invocation;

/**
 * The lists of one call: the union of some, of which what all of others hold is kept, less what
 * still others hold, and perhaps all the rest in place of it.
 *
 * @param complemented whether the addresses that are left out are meant
 */
record Operands(
    AddressSet.Builder union,
    List<AddressSet.Builder> intersected,
    AddressSet.Builder excepted,
    boolean complemented) {
  Operands {
    intersected = List.copyOf(intersected);
  }

  /** Reads all lists, whatever is wrong with some of them. */
  static Operands read(Invocation invocation, ListInputs lists) throws IOException {
    List<String> names = invocation.words();
    AddressSet.Builder union = lists.read(names.isEmpty() ? ListInputs.STANDARD_INPUT : names);
    List<AddressSet.Builder> intersected = new ArrayList<>();
    for (String file : invocation.values(AggregateCommand.INTERSECT.name())) {
      intersected.add(lists.read(List.of(file)));
    }
    AddressSet.Builder excepted = lists.read(invocation.values(AggregateCommand.EXCEPT.name()));
    return new Operands(
        union, intersected, excepted, invocation.has(AggregateCommand.COMPLEMENT.name()));
  }

  /** Returns the result; of a plain union without a set in between. */
  IntervalSource result() {
    boolean plain = intersected.isEmpty() && excepted.isEmpty() && !complemented;
    return plain ? union : set();
  }

  /** Returns the result as a set. */
  AddressSet set() {
    AddressSet set = union.build();
    for (AddressSet.Builder other : intersected) {
      set = set.intersect(other.build());
    }
    set = set.subtract(excepted.build());
    return complemented ? set.complement() : set;
  }
}
