package org.postern.state.blobs;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.zip.CRC32C;
import org.postern.host.AtomicFile;

/**
 * A file of records that were written together: a first line, each record behind its length, and a
 * CRC32C over all of it. Its name holds that checksum, so that no other file is taken for it.
 */
final class Pack {
  private static final byte[] MAGIC = "postern-pack 2\n".getBytes(StandardCharsets.US_ASCII);
  private static final int CHECKSUM = 4;
  private static final String MODE = "rw-------";

  /** The most bytes of a file; two million addresses are some 12 MB. */
  private static final int LIMIT = 512 << 20;

  private final PackName name;
  private final byte[] bytes;

  /** The begin and length of each record, one pair behind the other. */
  private final int[] records;

  private final int count;

  private Pack(PackName name, byte[] bytes) throws IOException {
    this.name = name;
    this.bytes = bytes;
    int end = bytes.length - CHECKSUM;
    int[] places = new int[64];
    int found = 0;
    ByteReader in = new ByteReader(bytes, MAGIC.length, end - MAGIC.length);
    while (in.remaining() > 0) {
      int length = in.count();
      if (found + 2 > places.length) {
        places = Arrays.copyOf(places, 2 * places.length);
      }
      places[found] = end - in.remaining();
      places[found + 1] = length;
      found += 2;
      in.skip(length);
    }
    this.records = places;
    this.count = found / 2;
  }

  /** Returns the path of a pack, or of its copy. */
  static Path file(Path folder, PackName name, boolean copy) {
    return folder.resolve(name + (copy ? ".copy" : ""));
  }

  /** Reads and checks a pack, or its copy. */
  static Pack read(Path folder, PackName name, boolean copy) throws IOException {
    byte[] bytes;
    try {
      bytes = AtomicFile.read(file(folder, name, copy), LIMIT);
    } catch (NoSuchFileException e) {
      throw new IOException("it is missing", e);
    }
    int end = bytes.length - CHECKSUM;
    if (end < MAGIC.length || !Arrays.equals(bytes, 0, MAGIC.length, MAGIC, 0, MAGIC.length)) {
      throw new IOException("it does not begin as a pack");
    }
    int checksum = checksum(bytes, end);
    if (checksum != ByteBuffer.wrap(bytes, end, CHECKSUM).getInt() || checksum != name.checksum()) {
      throw new IOException("its checksum does not fit");
    }
    return new Pack(name, bytes);
  }

  /** Writes the pack again, or its copy. */
  void writeAgain(Path folder, boolean copy) throws IOException {
    AtomicFile.write(file(folder, name, copy), bytes, MODE);
  }

  private static int checksum(byte[] bytes, int length) {
    CRC32C checksum = new CRC32C();
    checksum.update(bytes, 0, length);
    return (int) checksum.getValue();
  }

  /** Returns one record. */
  ByteReader record(int index) throws IOException {
    if (index < 0 || index >= count) {
      throw new IOException("pack " + name + " has no record " + index);
    }
    return new ByteReader(bytes, records[2 * index], records[2 * index + 1]);
  }

  /** Collects records, and writes them as one file. */
  static final class Writer {
    private final ByteWriter bytes = new ByteWriter().put(MAGIC);
    private final Map<BlobId, Integer> shared = new HashMap<>();
    private int count;

    /** Adds a record; answers its place. */
    int add(byte[] record) {
      bytes.number(record.length).put(record);
      return count++;
    }

    /**
     * Adds a record unless one of the same content was added so; answers the place of either. What
     * a rule accepts has mostly the chunks of the one list that it comes from.
     */
    int addOnce(BlobId id, byte[] record) {
      return shared.computeIfAbsent(id, _ -> add(record));
    }

    boolean isEmpty() {
      return count == 0;
    }

    /** Writes it and its copy, and syncs both and the folder. */
    PackName write(Path folder, int number) throws IOException {
      byte[] content = bytes.toBytes();
      int checksum = checksum(content, content.length);
      byte[] whole = Arrays.copyOf(content, content.length + CHECKSUM);
      ByteBuffer.wrap(whole, content.length, CHECKSUM).putInt(checksum);
      PackName name = new PackName(number, checksum);
      AtomicFile.write(file(folder, name, false), whole, MODE);
      AtomicFile.write(file(folder, name, true), whole, MODE);
      return name;
    }
  }
}
