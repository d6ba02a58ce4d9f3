package org.postern.command.check;

import java.util.List;
import java.util.Optional;
import org.postern.host.RecordTree;

/**
 * A log of the Static Analysis Results Interchange Format (OASIS, SARIF 2.1.0), as far as it is
 * written here. Its objects and members are those of the format.
 */
public record SarifLog(@RecordTree.Name("$schema") String schema, String version, List<Run> runs) {
  private static final String SCHEMA =
      "https://docs.oasis-open.org/sarif/sarif/v2.1.0/os/schemas/sarif-schema-2.1.0.json";

  static SarifLog of(List<Rule> rules, List<Result> results) {
    Run run = new Run(new Tool(new Driver("postern", rules)), "unicodeCodePoints", results);
    return new SarifLog(SCHEMA, "2.1.0", List.of(run));
  }

  /** A run of the tool. */
  public record Run(Tool tool, String columnKind, List<Result> results) {}

  /** The tool that ran. */
  public record Tool(Driver driver) {}

  /** The program, and the kinds of remarks that it made. */
  public record Driver(String name, List<Rule> rules) {}

  /** A kind of remark. */
  public record Rule(String id, Text shortDescription) {}

  /** Plain text. */
  public record Text(String text) {}

  /** A remark. */
  public record Result(String ruleId, String level, Text message, List<Location> locations) {}

  /** The location that a remark belongs to. */
  public record Location(Place physicalLocation) {}

  /** A place of a file; without a region the whole file. */
  public record Place(File artifactLocation, Optional<Region> region) {}

  /** A file by its URI. */
  public record File(String uri) {}

  /** A part of a line; without columns all of it. */
  public record Region(int startLine, Optional<Integer> startColumn, Optional<Integer> endColumn) {}
}
