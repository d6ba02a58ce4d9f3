package org.postern.target.sheet;

import java.util.List;
import org.postern.target.Artifact;

/**
 * The step that hands out a sheet.
 *
 * @param task the task that the sheet sets
 */
record SheetStep(Task task) implements Artifact.Step {
  /**
   * The sheet in one file format.
   *
   * @param digest the digest of the sheet
   * @param ending the ending of the file name
   * @param text the content of the file, ASCII
   */
  record Rendered(String digest, String ending, String text) implements Artifact.Step {
    @Override
    public String title() {
      return "sheet " + digest;
    }

    @Override
    public String fileName(int number) {
      return "sheet-%s.%s".formatted(digest, ending);
    }
  }

  /** Returns the sheet in all file formats, the one for people first. */
  List<Rendered> rendered() {
    Page page = Pages.of(task);
    String digest = task.digest();
    return List.of(
        new Rendered(digest, "md", MarkdownPage.of(page)),
        new Rendered(digest, "html", HtmlPage.of(page)),
        new Rendered(digest, "csv", CsvTable.of(task)));
  }

  @Override
  public String title() {
    return "sheet " + task.digest();
  }

  @Override
  public String text() {
    return rendered().getFirst().text();
  }

  @Override
  public String ending() {
    return "md";
  }

  @Override
  public String fileName(int number) {
    return rendered().getFirst().fileName(number);
  }
}
