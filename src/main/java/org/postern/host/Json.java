package org.postern.host;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.exc.JacksonIOException;
import tools.jackson.jr.ob.JSON;

/**
 * JSON text (RFC 8259) to and from trees of {@code Map}, {@code List}, {@code String}, numbers and
 * booleans.
 */
public final class Json {
  private static final JSON COMPACT =
      JSON.builder()
          .disable(JSON.Feature.USE_FIELDS)
          .disable(JSON.Feature.PRETTY_PRINT_OUTPUT)
          .build();
  private static final JSON PRETTY =
      JSON.builder().enable(JSON.Feature.PRETTY_PRINT_OUTPUT).build();

  private Json() {}

  /** Reads an object. */
  public static JsonTree read(String text) throws IOException {
    try (JsonParser parser = COMPACT.createParser(text)) {
      JsonTree tree = new JsonTree(COMPACT.mapFrom(parser));
      if (parser.nextToken() != null) {
        throw new IOException("not a JSON object: something follows it");
      }
      return tree;
    } catch (RuntimeException e) {
      throw new IOException("not a JSON object" + place(e), e);
    }
  }

  /** One line. */
  public static String write(Object tree) {
    return COMPACT.asString(tree);
  }

  /** One line, to a stream that stays open. */
  public static void write(Object tree, OutputStream out) throws IOException {
    try {
      COMPACT.write(tree, new Unclosed(out));
    } catch (JacksonIOException e) {
      throw e.getCause();
    }
  }

  /** The library closes what it has written to. */
  private static final class Unclosed extends FilterOutputStream {
    Unclosed(OutputStream out) {
      super(out);
    }

    @Override
    public void write(byte[] bytes, int from, int length) throws IOException {
      out.write(bytes, from, length);
    }

    @Override
    public void close() throws IOException {
      flush();
    }
  }

  /** Indented, one member a line. */
  public static String writePretty(Map<String, ?> tree) {
    return PRETTY.asString(tree);
  }

  /** One line, for a list. */
  public static String write(List<?> tree) {
    return COMPACT.asString(tree);
  }

  /** The library's own words name its classes; where it stopped is all that helps a user. */
  private static String place(RuntimeException e) {
    return e instanceof JacksonException cause && cause.getLocation() != null
        ? " at line %d, column %d"
            .formatted(cause.getLocation().getLineNr(), cause.getLocation().getColumnNr())
        : "";
  }
}
