package org.postern.command.aggregate;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Supplier;
import org.postern.address.AddressSet;
import org.postern.address.Interval;
import org.postern.address.text.AddressScanner;
import org.postern.command.ReadingProgress;
import org.postern.command.UsageException;
import org.postern.diagnostic.Report;
import org.postern.host.Progress;
import org.postern.policy.parse.list.ListSink;
import org.postern.source.ListInput;

/** Reads lists of addresses, as they are named on the command line. */
final class ListInputs {
  /** The list of files that is standard input alone. */
  static final List<String> STANDARD_INPUT = List.of(ReadingProgress.STANDARD_INPUT);

  private static final String STANDARD_INPUT_NAME = "standard input";

  private final Supplier<InputStream> input;
  private final Progress progress;
  private final Report report;
  private boolean inputRead;

  /**
   * Creates the inputs of one call.
   *
   * @param report receives the faults of the lists; if there are errors among them, what was read
   *     is not to be trusted
   */
  ListInputs(Supplier<InputStream> input, Progress progress, Report report) {
    this.input = input;
    this.progress = progress;
    this.report = report;
  }

  /** Reads the addresses of all these lists. */
  AddressSet.Builder read(List<String> files) throws IOException {
    Collector collector = new Collector();
    for (String file : files) {
      require(file);
      try (InputStream in = ReadingProgress.open(file, input, progress)) {
        boolean isInput = file.equals(ReadingProgress.STANDARD_INPUT);
        read(in, isInput ? STANDARD_INPUT_NAME : file, collector);
      }
    }
    return collector.addresses;
  }

  private void read(InputStream in, String name, ListSink sink) throws IOException {
    try {
      ListInput.read(in, name, true, sink, report);
    } catch (IOException e) {
      throw new IOException(name + " cannot be read: " + e.getMessage(), e);
    }
  }

  private void require(String file) throws IOException {
    if (file.isEmpty()) {
      throw new UsageException("one of the lists has an empty name");
    }
    if (file.equals(ReadingProgress.STANDARD_INPUT)) {
      if (inputRead) {
        throw new UsageException("standard input can be read only once");
      }
      inputRead = true;
    } else if (Files.isDirectory(Path.of(file))) {
      throw new UsageException(file + " is a folder; name the lists in it");
    } else if (Files.notExists(Path.of(file))) {
      throw new NoSuchFileException(file);
    }
  }

  /** Takes the addresses; labels are of no concern here. */
  private static final class Collector implements ListSink {
    private final AddressSet.Builder addresses = AddressSet.builder();

    @Override
    public void entry(AddressScanner found, int line, byte[] bytes, int labelFrom, int labelTo) {
      found.addTo(addresses);
    }

    @Override
    public void entry(Interval found, String label, int line) {
      addresses.add(found);
    }
  }
}
