package org.postern.state;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.postern.host.FileModes;

/** The small files of generations, one each: {@code generations/NNNNNN}. */
final class GenerationFiles {
  /** The number of accepted generations that are kept; older ones are deleted. */
  static final int KEEP = 200;

  /**
   * The number of generations that are kept of those that only followed the sources; fewer of them
   * are of use.
   */
  static final int KEEP_REFRESHED = 20;

  /**
   * The number of generations that are kept in memory: the one in force, the one before it, and a
   * few that are asked for.
   */
  private static final int MOST_KNOWN = 8;

  private static final String REFRESHED = "-refreshed";

  private final Path folder;
  private final OwnedFolder owned;
  private final StateFile.Decoder<Generation> first;
  private final Map<Integer, Known> known = new ConcurrentHashMap<>();

  /**
   * A generation as it was read.
   *
   * @param stamp differs when its file was replaced
   */
  private record Known(String stamp, Generation generation) {}

  /**
   * Creates the files of one state.
   *
   * @param first reads a generation of the first format
   */
  GenerationFiles(Path folder, OwnedFolder owned, StateFile.Decoder<Generation> first) {
    this.folder = folder.resolve("generations");
    this.owned = owned;
    this.first = first;
  }

  /** Reads one generation; a file that was not replaced since is not read again. */
  Optional<Generation> read(int number) throws IOException {
    Optional<String> stamp = stamp(number);
    Known before = known.get(number);
    if (before != null && stamp.filter(before.stamp()::equals).isPresent()) {
      return Optional.of(before.generation());
    }
    Optional<Generation> found = read(number, GenerationCodec::read, first);
    if (known.size() >= MOST_KNOWN) {
      known.clear();
    }
    if (stamp.isPresent() && found.isPresent()) {
      known.put(number, new Known(stamp.get(), found.get()));
    }
    return found;
  }

  private Optional<String> stamp(int number) throws IOException {
    try {
      return Optional.of(FileModes.stamp(file(number)));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (AccessDeniedException e) {
      throw owned.denied(e);
    }
  }

  /** Reads one generation; empty where its file is damaged too. */
  Optional<Generation> sound(int number) throws IOException {
    try {
      return read(number);
    } catch (StateException e) {
      if (e.kind() != StateException.Kind.CORRUPT) {
        throw e;
      }
      return Optional.empty();
    }
  }

  /** Reads the file of a generation in either format. */
  <T> Optional<T> read(int number, StateFile.Decoder<T> decoder, StateFile.Decoder<T> older)
      throws IOException {
    try {
      return Optional.of(StateFile.read(file(number), decoder, older));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (AccessDeniedException e) {
      throw owned.denied(e);
    }
  }

  private Path file(int number) {
    Path refreshed = file(number, REFRESHED);
    return Files.exists(refreshed) ? refreshed : file(number, "");
  }

  /** Replaces the file of a generation. */
  void write(Generation generation) throws IOException {
    String ending = generation.kind() == Generation.Kind.REFRESHED ? REFRESHED : "";
    StateFile.write(file(generation.number(), ending), GenerationCodec.write(generation));
  }

  /**
   * Deletes the oldest generations.
   *
   * @param needed is never deleted, however many came to nothing after it
   */
  void forgetOld(Set<Integer> needed) throws IOException {
    forgetOld("", KEEP, needed);
    forgetOld(REFRESHED, KEEP_REFRESHED, needed);
  }

  private void forgetOld(String ending, int kept, Set<Integer> needed) throws IOException {
    List<Integer> numbers = numbers(ending);
    for (int number : numbers.subList(0, Math.max(0, numbers.size() - kept))) {
      if (!needed.contains(number)) {
        Files.deleteIfExists(file(number, ending));
      }
    }
  }

  /** Returns the numbers of all generations, oldest first. */
  List<Integer> numbers() throws IOException {
    Set<Integer> numbers = new HashSet<>(numbers(""));
    numbers.addAll(numbers(REFRESHED));
    return numbers.stream().sorted().toList();
  }

  /** Returns the numbers of the generations that did not only follow the sources, oldest first. */
  List<Integer> accepted() throws IOException {
    return numbers("");
  }

  private List<Integer> numbers(String ending) throws IOException {
    List<Integer> numbers = new ArrayList<>();
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, "[0-9]*")) {
      for (Path file : files) {
        number(file, ending).ifPresent(numbers::add);
      }
    } catch (NoSuchFileException e) {
      return List.of();
    } catch (AccessDeniedException e) {
      throw owned.denied(e);
    }
    numbers.sort(Comparator.naturalOrder());
    return numbers;
  }

  private static OptionalInt number(Path file, String ending) {
    String name = String.valueOf(file.getFileName());
    return name.matches("[0-9]{6,9}" + ending)
        ? OptionalInt.of(Integer.parseInt(name.substring(0, name.length() - ending.length())))
        : OptionalInt.empty();
  }

  private Path file(int number, String ending) {
    return folder.resolve("%06d".formatted(number) + ending);
  }
}
