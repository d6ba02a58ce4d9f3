package org.postern.page.html;

import java.util.ArrayList;
import java.util.List;

/**
 * A table with a caption. The first cell of a row is its head; each cell carries the head of its
 * column, which a narrow screen shows in front of it. A column that is empty in every row is left
 * out.
 */
public final class Table {
  private final String caption;
  private final List<String> heads;
  private final List<List<Field>> rows = new ArrayList<>();
  private final boolean[] used;

  public Table(String caption, String... heads) {
    this.caption = caption;
    this.heads = List.of(heads);
    this.used = new boolean[heads.length];
  }

  /**
   * Adds a row.
   *
   * @param cells one cell for each column
   */
  public Table row(Field... cells) {
    List<Field> row = List.of(cells);
    if (row.size() != heads.size()) {
      throw new IllegalArgumentException(row.size() + " cells in " + heads.size() + " columns");
    }
    rows.add(row);
    for (int column = 0; column < used.length; column++) {
      used[column] |= !isEmpty(row.get(column));
    }
    return this;
  }

  private static boolean isEmpty(Field cell) {
    Html probe = new Html(text -> text);
    int before = probe.length();
    cell.write(probe);
    return probe.length() == before;
  }

  /** Writes the table; nothing when it has no row. */
  public void write(Html html) {
    if (rows.isEmpty()) {
      return;
    }
    html.open(Tag.TABLE).leaf(Tag.CAPTION, caption).line();
    html.open(Tag.THEAD).open(Tag.TR);
    for (int column = 0; column < used.length; column++) {
      if (used[column]) {
        html.leaf(Tag.TH, heads.get(column), Attribute.of("scope", "col"));
      }
    }
    html.close(Tag.TR).close(Tag.THEAD).line().open(Tag.TBODY).line();
    rows.forEach(row -> write(row, html));
    html.close(Tag.TBODY).close(Tag.TABLE).line();
  }

  private void write(List<Field> row, Html html) {
    html.open(Tag.TR);
    for (int column = 0; column < used.length; column++) {
      if (used[column]) {
        boolean first = column == 0;
        Tag tag = first ? Tag.TH : Tag.TD;
        if (first) {
          html.open(tag, Attribute.of("scope", "row"));
        } else {
          html.open(tag, Attribute.of("data-head", heads.get(column)));
        }
        row.get(column).write(html);
        html.close(tag);
      }
    }
    html.close(Tag.TR).line();
  }
}
