package org.postern.command;

import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import org.postern.host.AtomicFile;

/** A file that the caller asked for as output. */
public final class OutputFile {
  private OutputFile() {}

  /** A file that cannot be written, though its place is known and the right is there. */
  public static final class UnwritableException extends IOException {
    private static final long serialVersionUID = 1L;

    private UnwritableException(IOException cause) {
      super(cause.getMessage(), cause);
    }
  }

  /**
   * Writes the file as a whole.
   *
   * @param mode the mode of a file that did not exist
   * @throws NoSuchFileException where there is no such folder
   * @throws AccessDeniedException where the right is missing
   * @throws UnwritableException whatever else is the reason
   */
  public static void write(Path file, byte[] content, String mode) throws IOException {
    try {
      AtomicFile.write(file, content, mode);
    } catch (NoSuchFileException | AccessDeniedException e) {
      throw e;
    } catch (IOException e) {
      throw new UnwritableException(e);
    }
  }

  /**
   * Writes a file that is not there yet.
   *
   * @param mode the mode of the file
   * @throws FileAlreadyExistsException where something of that name is there, which stays as it is
   * @throws NoSuchFileException where there is no such folder
   * @throws AccessDeniedException where the right is missing
   * @throws UnwritableException whatever else is the reason
   */
  public static void create(Path file, byte[] content, String mode) throws IOException {
    try (SeekableByteChannel channel =
        Files.newByteChannel(
            file,
            Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(mode)))) {
      writeWhole(channel, file, content);
    } catch (FileAlreadyExistsException | NoSuchFileException | AccessDeniedException e) {
      throw e;
    } catch (IOException e) {
      throw new UnwritableException(e);
    }
  }

  /** A part of it would be taken for a file of the user by the next run, and stay. */
  private static void writeWhole(SeekableByteChannel channel, Path file, byte[] content)
      throws IOException {
    try {
      Channels.newOutputStream(channel).write(content);
    } catch (IOException e) {
      Files.deleteIfExists(file);
      throw e;
    }
  }
}
