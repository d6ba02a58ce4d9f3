package org.postern.policy;

import com.jayway.jsonpath.Configuration;
import com.jayway.jsonpath.InvalidPathException;
import com.jayway.jsonpath.JsonPath;
import com.jayway.jsonpath.JsonPathException;
import com.jayway.jsonpath.Option;
import com.jayway.jsonpath.PathNotFoundException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A JSONPath that selects values in a tree of {@code Map}, {@code List}, {@code String}, numbers
 * and booleans. The paths are those of RFC 9535 but for filters, which compare by the operators of
 * the library, such as {@code =~ /pattern/}, in place of functions.
 */
public final class JsonSelection {
  private static final Configuration VALUES = configuration(Option.ALWAYS_RETURN_LIST);
  private static final Configuration PLACES =
      configuration(Option.ALWAYS_RETURN_LIST, Option.AS_PATH_LIST);

  private final JsonPath path;

  private JsonSelection(JsonPath path) {
    this.path = path;
  }

  /** Returns the selection of a valid path. */
  public static JsonSelection of(String path) {
    return new JsonSelection(JsonPath.compile(path));
  }

  /** Returns why a text is no path; empty where it is one. */
  public static Optional<String> fault(String path) {
    if (!path.startsWith("$")) {
      return Optional.of("it does not begin with $");
    }
    try {
      JsonPath.compile(path);
      return Optional.empty();
    } catch (InvalidPathException e) {
      return String.valueOf(e.getMessage()).lines().map(String::strip).findFirst();
    }
  }

  /** Returns the selected values, in the order of the tree. */
  public List<@Nullable Object> in(Object tree) {
    List<@Nullable Object> found = new ArrayList<>();
    for (Object value : read(tree, VALUES)) {
      found.add(value);
    }
    return found;
  }

  /** Returns the place of the selected value of that position, such as {@code $['prefixes'][0]}. */
  public String place(Object tree, int index) {
    List<?> places = read(tree, PLACES);
    return String.valueOf(places.get(index));
  }

  private List<?> read(Object tree, Configuration configuration) {
    try {
      return path.read(tree, configuration);
    } catch (PathNotFoundException _) {
      return List.of();
    } catch (JsonPathException e) {
      throw new IllegalStateException("a path was compiled and cannot be followed", e);
    }
  }

  private static Configuration configuration(Option... options) {
    return Configuration.builder().options(options).build();
  }
}
