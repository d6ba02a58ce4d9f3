package org.postern.host.log;

import java.util.List;
import java.util.function.UnaryOperator;
import org.postern.host.log.line.Entry;
import org.postern.host.log.line.Header;
import org.postern.host.log.line.Stamp;

/** Reads entries of the systemd journal from their fields, systemd.journal-fields(7). */
final class Journal {
  private static final String TIME = "__REALTIME_TIMESTAMP";
  static final String MESSAGE = "MESSAGE";

  /** The fields that are read, of some thirty in an entry. */
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
   * Returns an entry.
   *
   * @param fields gives the value of a field by its name, empty where there is none
   * @param outer gives the host and the time where no field does
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
