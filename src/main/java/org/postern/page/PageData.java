package org.postern.page;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;
import org.postern.host.Json;
import org.postern.host.RecordTree;

/**
 * The data of a page as JSON. Up to a million characters it lies in the page, and the page lists
 * every address. Beyond that the page counts addresses by ranges, and the data lies in a file
 * beside it, which the page names with its SHA-256, so that each is known to belong to the other.
 */
final class PageData {
  /** The most characters of the data in a page that has a file beside it. */
  static final int MOST_WITHIN = 1_000_000;

  private final String json;

  private PageData(String json) {
    this.json = json;
  }

  static PageData of(PageDocument data) {
    return new PageData(Json.write((Object) RecordTree.write(data)));
  }

  /**
   * Returns the data with other texts.
   *
   * @param shown replaces each text before it is told
   */
  static PageData of(PageDocument data, UnaryOperator<String> shown) {
    return new PageData(Json.write(shown(RecordTree.write(data), shown)));
  }

  private static Object shown(Object value, UnaryOperator<String> shown) {
    return switch (value) {
      case String text -> shown.apply(text);
      case Map<?, ?> map -> {
        Map<String, Object> tree = new LinkedHashMap<>();
        map.forEach((key, one) -> tree.put(shown.apply((String) key), shown(one, shown)));
        yield tree;
      }
      case List<?> list -> list.stream().map(one -> shown(one, shown)).toList();
      default -> value;
    };
  }

  String json() {
    return json;
  }

  /** Tells whether it is too much to be listed in a page. */
  boolean isLarge() {
    return json.length() > MOST_WITHIN;
  }

  /** Returns the content of a file beside the page: gzip, the same bytes for the same data. */
  byte[] packed() {
    ByteArrayOutputStream packed = new ByteArrayOutputStream(json.length() / 4);
    try (GZIPOutputStream out = new Fast(packed)) {
      out.write(json.getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return packed.toByteArray();
  }

  /** Compresses fast: lists of addresses become hardly smaller by more effort. */
  private static final class Fast extends GZIPOutputStream {
    private static final int BUFFER = 1 << 16;

    private Fast(ByteArrayOutputStream out) throws IOException {
      super(out, BUFFER);
      def.setLevel(Deflater.BEST_SPEED);
    }
  }
}
