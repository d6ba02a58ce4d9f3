package org.postern.host;

import java.io.ByteArrayInputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.exc.JacksonIOException;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.jr.ob.JSON;

/**
 * Converts JSON text (RFC 8259) to and from trees of {@code Map}, {@code List}, {@code String},
 * numbers and booleans.
 */
public final class Json {
  private static final JSON COMPACT =
      JSON.builder()
          .disable(JSON.Feature.USE_FIELDS)
          .disable(JSON.Feature.PRETTY_PRINT_OUTPUT)
          .build();
  private static final JSON PRETTY =
      JSON.builder().enable(JSON.Feature.PRETTY_PRINT_OUTPUT).build();

  /** The limits of what others send: enough for any request, and a few megabytes of objects. */
  private static final int MAX_DEPTH = 32;

  private static final int MAX_TOKENS = 100_000;

  /** The lists that providers publish have some hundred thousand. */
  private static final int MOST_TOKENS = 2_000_000;

  private static final JSON BOUNDED = bounded(MAX_TOKENS);
  private static final JSON LARGE = bounded(MOST_TOKENS);

  private Json() {}

  private static JSON bounded(int tokens) {
    return JSON.builder(
            JsonFactory.builder()
                .streamReadConstraints(
                    StreamReadConstraints.builder()
                        .maxNestingDepth(MAX_DEPTH)
                        .maxTokenCount(tokens)
                        .build())
                .build())
        .disable(JSON.Feature.USE_FIELDS)
        .build();
  }

  /** Reads an object. */
  public static JsonTree read(String text) throws IOException {
    return read(COMPACT, text);
  }

  /**
   * Reads an object from a sender that is not trusted: UTF-8, at most 32 levels deep and 100,000
   * tokens long, so that its tree is not much larger than its text.
   */
  public static JsonTree readBounded(byte[] text) throws IOException {
    CharsetDecoder strict = StandardCharsets.UTF_8.newDecoder();
    return read(BOUNDED, new InputStreamReader(new ByteArrayInputStream(text), strict));
  }

  /**
   * Reads values from a sender that is not trusted, one or several, one after another: UTF-8, at
   * most 32 levels deep and two million tokens long.
   *
   * @return maps, lists, strings, numbers and booleans; never a null of JSON by itself
   */
  public static List<Object> values(byte[] text) throws IOException {
    CharsetDecoder strict = StandardCharsets.UTF_8.newDecoder();
    List<Object> values = new ArrayList<>();
    try (JsonParser parser =
        LARGE.createParser(new InputStreamReader(new ByteArrayInputStream(text), strict))) {
      while (parser.nextToken() != null) {
        Object value = LARGE.anyFrom(parser);
        if (value != null) {
          values.add(value);
        }
      }
      return values;
    } catch (StreamConstraintsException e) {
      throw new IOException(
          "more than %,d levels or %,d tokens".formatted(MAX_DEPTH, MOST_TOKENS), e);
    } catch (RuntimeException e) {
      boolean isWrongText = e.getCause() instanceof CharacterCodingException;
      throw isWrongText ? new IOException("not UTF-8", e) : notJson(e);
    }
  }

  private static JsonTree read(JSON json, Object source) throws IOException {
    try (JsonParser parser = json.createParser(source)) {
      JsonTree tree = new JsonTree(json.mapFrom(parser));
      if (parser.nextToken() != null) {
        throw new IOException("not a JSON object: something follows it");
      }
      return tree;
    } catch (StreamConstraintsException e) {
      String limits = "more than %,d levels or %,d tokens".formatted(MAX_DEPTH, MAX_TOKENS);
      throw new IOException("not a JSON object that is read: " + limits, e);
    } catch (RuntimeException e) {
      boolean isWrongText = e.getCause() instanceof CharacterCodingException;
      throw isWrongText ? new IOException("not UTF-8", e) : notJson(e);
    }
  }

  /** Returns a tree in one line. */
  public static String write(Object tree) {
    return COMPACT.asString(tree);
  }

  /** Writes a tree in one line, to a stream that stays open. */
  public static void write(Object tree, OutputStream out) throws IOException {
    try {
      COMPACT.write(tree, new Unclosed(out));
    } catch (JacksonIOException e) {
      throw e.getCause();
    }
  }

  /** A stream that stays open, where the library closes what it has written to. */
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

  /** Returns a tree indented, one member a line. */
  public static String writePretty(Map<String, ?> tree) {
    return PRETTY.asString(tree);
  }

  /** Returns a list in one line. */
  public static String write(List<?> tree) {
    return COMPACT.asString(tree);
  }

  /**
   * Returns the library's own words name its classes; where it stopped is all that helps a user.
   */
  private static IOException notJson(RuntimeException e) {
    return e instanceof JacksonException cause && cause.getLocation() != null
        ? new JsonSyntaxException(
            cause.getLocation().getLineNr(), cause.getLocation().getColumnNr(), e)
        : new IOException("not a JSON object", e);
  }
}
