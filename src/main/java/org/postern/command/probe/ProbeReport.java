package org.postern.command.probe;

import java.util.ArrayList;
import java.util.List;
import org.postern.address.text.SpecialPurpose;
import org.postern.command.ExitCode;
import org.postern.command.Line;
import org.postern.command.Reply;
import org.postern.diagnostic.Counted;
import org.postern.diagnostic.Visible;

/** The findings from outside, and what they prove. */
final class ProbeReport {
  private final String host;
  private final List<Found> met;
  private final List<Found> controls;
  private final List<String> notes = new ArrayList<>();
  private final boolean isOpen;
  private final boolean isProven;

  /**
   * A report.
   *
   * @param met the findings at the addresses of the host that are not those of the filter
   * @param controls met at the filter
   * @param unknown the reason why some addresses were not found
   */
  ProbeReport(String host, List<Found> met, List<Found> controls, List<String> unknown) {
    this.host = host;
    this.met = met;
    this.controls = controls;
    this.isOpen = met.stream().anyMatch(Found::isOpen);
    boolean isUnknown = met.stream().anyMatch(one -> one.door() == Found.Door.UNKNOWN);
    boolean isSilent = met.stream().anyMatch(one -> one.door() == Found.Door.SILENT);
    boolean isAnswered = answered(met) || answered(controls);
    unknown.forEach(why -> notes.add(why + "; addresses may be missing here"));
    if (met.isEmpty()) {
      notes.add("no address was found that is not the filter's");
    }
    if (isSilent && !isAnswered) {
      notes.add(
          "nothing answers on the port, which is also how an access provider looks that lets none"
              + " of its customers reach it; name a host that answers with --filter");
    }
    boolean isForNow = met.stream().anyMatch(Found::isForNow);
    if (isForNow) {
      notes.add(
          "mail is refused for now (4xx), as a greylist does before it takes it; probe"
              + " again in 15 minutes, and take the same answer for a shut gate");
    }
    if (met.stream().anyMatch(one -> SpecialPurpose.all().contains(one.address()))) {
      notes.add("an address is not of the public Internet: this is no stranger's view of it");
    }
    this.isProven =
        unknown.isEmpty() && !met.isEmpty() && !isUnknown && !isForNow && (!isSilent || isAnswered);
  }

  private static boolean answered(List<Found> found) {
    return found.stream()
        .anyMatch(
            one ->
                switch (one.door()) {
                  case OPEN, REFUSED, CLOSED -> true;
                  case SILENT, UNKNOWN -> false;
                });
  }

  Reply reply() {
    Reply.Builder reply = new Reply.Builder("probe");
    met.forEach(one -> lines(one, false, reply));
    controls.forEach(one -> lines(one, true, reply));
    List<Found> telling = met.stream().filter(Found::tellsRecipients).toList();
    if (!telling.isEmpty()) {
      notes.add(
          "a stranger learns which recipients exist at " + Counted.of(telling.size(), "address"));
    }
    notes.forEach(note -> reply.line(Line.Style.CAUTION, "note: " + Visible.text(note)));
    reply.document(
        new ProbeDocument(
            host,
            isOpen,
            isOpen || isProven,
            !telling.isEmpty(),
            met.stream().map(ProbeDocument.Met::of).toList(),
            controls.stream().map(ProbeDocument.Met::of).toList(),
            notes));
    return verdict(reply).build();
  }

  private Reply.Builder verdict(Reply.Builder reply) {
    if (isOpen) {
      return reply
          .line(Line.Style.BAD, host + ": open, a stranger can deliver past the filter")
          .exit(ExitCode.NO);
    }
    if (!isProven) {
      return reply
          .line(Line.Style.CAUTION, host + ": nothing is open, and not all of it is proven")
          .exit(ExitCode.TEMPORARY);
    }
    return reply.line(Line.Style.GOOD, host + ": shut, no address takes mail from here");
  }

  private static void lines(Found one, boolean isFilter, Reply.Builder reply) {
    String name = one.way() == Found.Way.ADDRESS ? "" : " (%s)".formatted(one.host());
    String filter = isFilter ? ", of the filter" : "";
    String detail = one.detail().isEmpty() ? "" : ": " + shown(one.detail());
    reply.line(
        isFilter ? Line.Style.ASIDE : style(one.door()),
        "%s%s%s: %s%s".formatted(one.address(), name, filter, one.door().words(), detail));
    if (isFilter) {
      return;
    }
    for (Found.Asked asked : one.recipients()) {
      String madeUp = asked.isMadeUp() ? " (made up)" : "";
      reply.line(
          "  RCPT %s%s: %s".formatted(asked.recipient(), madeUp, shown(asked.reply().toString())));
    }
    one.verify().ifPresent(answer -> reply.line("  VRFY: " + shown(answer.toString())));
  }

  private static Line.Style style(Found.Door door) {
    return switch (door) {
      case OPEN -> Line.Style.BAD;
      case REFUSED, CLOSED, SILENT -> Line.Style.GOOD;
      case UNKNOWN -> Line.Style.CAUTION;
    };
  }

  /** Returns the server's text, fit for a terminal. */
  private static String shown(String text) {
    return Visible.text(Visible.shortened(text));
  }
}
