package org.postern.source;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.postern.address.Bounds;

/**
 * The columns of a table of entries: bounds and labels. Labels are indices into a dictionary,
 * because most lists repeat a few or have none. Immutable.
 */
final class EntryColumns {
  private static final int[] NO_LABELS = new int[0];

  private final Bounds bounds;
  private final int[] labels;
  private final String[] dictionary;

  /** Takes the arrays over; {@code labels} is empty where no entry has one. */
  private EntryColumns(Bounds bounds, int[] labels, String[] dictionary) {
    this.bounds = bounds;
    this.labels = labels;
    this.dictionary = dictionary;
  }

  /** Returns the columns of intervals without labels. */
  static EntryColumns of(Bounds bounds) {
    return new EntryColumns(bounds, NO_LABELS, new String[0]);
  }

  /**
   * Returns the columns of intervals with labels. The dictionary holds only words that are used, in
   * the order of their first use.
   *
   * @param labels indices into the words; they are changed
   */
  static EntryColumns of(Bounds bounds, int[] labels, String[] words) {
    int[] places = new int[words.length];
    String[] used = new String[words.length];
    int count = 0;
    boolean labelled = false;
    for (int index = 0; index < labels.length; index++) {
      int word = labels[index];
      if (places[word] == 0) {
        used[count] = words[word];
        count++;
        places[word] = count;
      }
      labels[index] = places[word] - 1;
      labelled |= !words[word].isEmpty();
    }
    return labelled ? new EntryColumns(bounds, labels, Arrays.copyOf(used, count)) : of(bounds);
  }

  Bounds bounds() {
    return bounds;
  }

  boolean isLabelled() {
    return labels.length > 0;
  }

  /** Returns the text beside an entry, empty when there is none. */
  String label(int index) {
    return labels.length == 0 ? "" : dictionary[labels[index]];
  }

  /** Returns all labels, each once. */
  List<String> words() {
    return List.of(dictionary);
  }

  /** Returns the entries at so many of these ascending positions. */
  EntryColumns at(int[] positions, int count) {
    Bounds some = bounds.at(positions, count);
    if (labels.length == 0) {
      return of(some);
    }
    int[] picked = new int[count];
    for (int index = 0; index < count; index++) {
      picked[index] = labels[positions[index]];
    }
    return of(some, picked, dictionary);
  }

  /** Returns the same intervals with other labels; each word of the dictionary is asked once. */
  EntryColumns relabelled(UnaryOperator<String> relabel) {
    Map<String, Integer> places = new LinkedHashMap<>();
    int[] moved = new int[dictionary.length];
    for (int word = 0; word < dictionary.length; word++) {
      String other = relabel.apply(dictionary[word]);
      moved[word] = places.computeIfAbsent(other, _ -> places.size());
    }
    int[] picked = Arrays.stream(labels).map(label -> moved[label]).toArray();
    return of(bounds, picked, places.keySet().toArray(String[]::new));
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof EntryColumns columns
        && bounds.equals(columns.bounds)
        && Arrays.equals(labels, columns.labels)
        && Arrays.equals(dictionary, columns.dictionary);
  }

  @Override
  public int hashCode() {
    return 31 * bounds.hashCode() + Arrays.hashCode(dictionary);
  }
}
