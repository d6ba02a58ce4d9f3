package org.postern.command.aggregate;

import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.postern.address.AddressSet;
import org.postern.command.Command;
import org.postern.command.Diagnostics;
import org.postern.command.Invocation;
import org.postern.command.Option;
import org.postern.command.Parameter;
import org.postern.command.Reply;
import org.postern.command.UsageException;
import org.postern.diagnostic.Report;
import org.postern.host.Progress;

/** Set algebra on lists of addresses, as a filter: {@code aggregate [LIST...]}. */
public final class AggregateCommand {
  private static final String NAME = "aggregate";

  static final Option EXCEPT = Option.values("--except", "FILE", "leave out what this list holds");
  static final Option INTERSECT =
      Option.values("--intersect", "FILE", "keep only what this list holds too");
  static final Option COMPLEMENT =
      Option.flag("--complement", "all addresses of both families that are not among them");
  private static final Option DIFF =
      Option.flag("--diff", "of two lists what only one of them holds; exit 2 if there is any");

  private final Progress progress;
  private final Supplier<InputStream> input;

  /** Reads standard input where that is asked for. */
  public AggregateCommand(Progress progress) {
    this(progress, () -> new FileInputStream(FileDescriptor.in));
  }

  /** Creates the command with another standard input. */
  AggregateCommand(Progress progress, Supplier<InputStream> input) {
    this.progress = progress;
    this.input = input;
  }

  /** Returns its line of the table. */
  public Command command() {
    return new Command(
        NAME,
        "merge lists of addresses into the fewest prefixes; subtract, intersect, compare them",
        List.of(
            Parameter.any(
                "LIST", "an address, prefix or range a line; none or - is standard input")),
        options(),
        "postern aggregate list.txt --except own.txt",
        this::run);
  }

  private static List<Option> options() {
    return Stream.of(
            List.of(EXCEPT, INTERSECT, COMPLEMENT, DIFF),
            LossyStep.options(),
            List.of(
                Printing.FAMILY, Printing.COUNT, Printing.PRINT, Printing.SET_NAME, Printing.TABLE))
        .flatMap(List::stream)
        .toList();
  }

  private Reply run(Invocation invocation) throws IOException {
    Printing printing = Printing.of(invocation);
    Report report = new Report();
    ListInputs lists = new ListInputs(input, progress, report);
    return invocation.has(DIFF.name())
        ? difference(invocation, lists, report, printing)
        : algebra(invocation, lists, report, printing);
  }

  private static Reply algebra(
      Invocation invocation, ListInputs lists, Report report, Printing printing)
      throws IOException {
    Operands operands = Operands.read(invocation, lists);
    if (LossyStep.isAsked(invocation)) {
      AddressSet.Builder never = LossyStep.never(invocation, lists);
      return report.hasErrors()
          ? refused(report)
          : widened(invocation, printing, operands.set(), never.build());
    }
    return report.hasErrors()
        ? refused(report)
        : new AggregateReport(NAME, printing).add(operands.result()).build();
  }

  private static Reply widened(
      Invocation invocation, Printing printing, AddressSet set, AddressSet never) {
    Reply.Builder reply = new Reply.Builder(NAME);
    Optional<AddressSet> widened =
        LossyStep.of(invocation, printing, reply, printing.only(set), never);
    return widened.isPresent()
        ? new AggregateReport(reply, printing).add(widened.get()).build()
        : reply.build();
  }

  private static Reply difference(
      Invocation invocation, ListInputs lists, Report report, Printing printing)
      throws IOException {
    List<String> names = invocation.words();
    if (names.size() != 2) {
      throw new UsageException("name the two lists to compare: --diff A B");
    }
    List<Option> others =
        Stream.concat(Stream.of(EXCEPT, INTERSECT, COMPLEMENT), LossyStep.options().stream())
            .toList();
    for (Option option : others) {
      if (invocation.has(option.name())) {
        throw new UsageException("--diff compares two lists as they are, without " + option.name());
      }
    }
    AddressSet.Builder before = lists.read(List.of(names.getFirst()));
    AddressSet.Builder after = lists.read(List.of(names.getLast()));
    return report.hasErrors()
        ? refused(report)
        : new AggregateReport(NAME, printing).addDifference(before.build(), after.build()).build();
  }

  private static Reply refused(Report report) {
    Reply.Builder reply = new Reply.Builder(NAME);
    Diagnostics.add(report, reply);
    return reply.build();
  }
}
