package org.postern.target.api.smartermail;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.postern.host.Json;
import org.postern.target.Artifact;

/** A call that changes the blacklist. */
sealed interface Call extends Artifact.Step {
  /** Returns the path that the call goes to. */
  String path();

  /** Returns the object that the call sends. */
  Map<String, Object> body();

  /** Returns the address or range that is changed. */
  String address();

  @Override
  default String ending() {
    return "http";
  }

  /**
   * Returns the call as clients that read requests from files take it; the token is the reader's.
   */
  @Override
  default String text() {
    return """
    POST %s
    Content-Type: application/json
    Authorization: Bearer {{token}}

    %s
    """
        .formatted(path(), Json.write(body()));
  }

  /**
   * Lists a range.
   *
   * @param description the description by which it is ours
   */
  record Listing(String address, String description) implements Call {
    /** The service that is refused; users of all others are not concerned. */
    private static final List<String> SERVICES = List.of("Smtp");

    /** The list of those that are refused; 0 is the whitelist. */
    private static final int BLACKLIST = 1;

    @Override
    public String title() {
      return "list " + address;
    }

    @Override
    public String path() {
      return Lists.SAVE;
    }

    @Override
    public Map<String, Object> body() {
      return new TreeMap<>(
          Map.of(
              "address",
              address,
              "dataType",
              BLACKLIST,
              "description",
              description,
              "serviceList",
              SERVICES));
    }
  }

  /** Takes a range off the list. */
  record Unlisting(String address) implements Call {
    @Override
    public String title() {
      return "unlist " + address;
    }

    @Override
    public String path() {
      return Lists.DELETE;
    }

    @Override
    public Map<String, Object> body() {
      return Map.of("address", address);
    }
  }
}
