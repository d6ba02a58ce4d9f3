package org.postern.target.sheet;

import java.util.List;
import org.postern.target.Artifact;

/**
 * A sheet, handed on as a whole.
 *
 * @param task what it asks for
 */
record SheetStep(Task task) implements Artifact.Step {
  /**
   * One form of the sheet.
   *
   * @param digest of the sheet
   * @param ending of the file
   * @param text all of it, ASCII
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

  /** All forms, the one for people first. */
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
