package org.postern.host.log;

import java.util.List;
import java.util.function.UnaryOperator;
import org.postern.host.log.line.Entry;
import org.postern.host.log.line.Header;
import org.postern.host.log.line.Stamp;

/** Entries of the systemd journal by their fields, systemd.journal-fields(7). */
final class Journal {
  private static final String TIME = "__REALTIME_TIMESTAMP";
  static final String MESSAGE = "MESSAGE";

  /** Those that are read; an entry has some thirty. */
  static final List<String> FIELDS =
      List.of(
          TIME,
          MESSAGE,
          "_HOSTNAME",
          "CONTAINER_NAME",
          "SYSLOG_IDENTIFIER",
          "_COMM",
          "SYSLOG_PID",
          "_PID");

  private Journal() {}

  /**
   * An entry.
   *
   * @param fields gives each by its name, empty where there is none
   */
  static Entry entry(UnaryOperator<String> fields, Entry outer, Header.Sources sources) {
    String time = fields.apply(TIME);
    Entry.Moment moment =
        time.isEmpty() ? outer.moment() : new Entry.Moment(Stamp.Kind.EXACT, time, sources.times());
    Entry within = outer;
    for (String name : List.of("_HOSTNAME", "CONTAINER_NAME")) {
      within = within.from(fields.apply(name));
    }
    return new Entry(
        within.host(),
        sources.programs().of(first(fields, "SYSLOG_IDENTIFIER", "_COMM")),
        first(fields, "SYSLOG_PID", "_PID"),
        fields.apply(MESSAGE),
        "the journal",
        false,
        moment);
  }

  private static String first(UnaryOperator<String> fields, String one, String other) {
    String value = fields.apply(one);
    return value.isEmpty() ? fields.apply(other) : value;
  }
}
