package org.postern.plan;

import java.util.Collections;
import java.util.SortedSet;
import java.util.TreeSet;

/** The recipients of mail that a rule judges, by their domain. */
public sealed interface Recipients {
  /**
   * Whether mail to that domain is judged.
   *
   * @param domain A-labels in lower case, without the final dot
   */
  boolean contains(String domain);

  /** Every domain. */
  record All() implements Recipients {
    @Override
    public boolean contains(String domain) {
      return true;
    }
  }

  /**
   * Some domains; none of them judges nothing.
   *
   * @param names like the domain above
   * @param withSubdomains whether each stands for all domains below it too
   * @param except those taken out again, in the same way
   */
  record Domains(SortedSet<String> names, boolean withSubdomains, SortedSet<String> except)
      implements Recipients {
    public Domains {
      names = Collections.unmodifiableSortedSet(new TreeSet<>(names));
      except = Collections.unmodifiableSortedSet(new TreeSet<>(except));
    }

    @Override
    public boolean contains(String domain) {
      return holds(names, domain) && !holds(except, domain);
    }

    private boolean holds(SortedSet<String> some, String domain) {
      for (String above = domain; ; above = above.substring(above.indexOf('.') + 1)) {
        if (some.contains(above)) {
          return true;
        }
        if (!withSubdomains || above.indexOf('.') < 0) {
          return false;
        }
      }
    }
  }
}
