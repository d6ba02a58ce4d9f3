package org.postern.target.api;

import java.io.IOException;
import java.util.List;
import org.postern.host.JsonTree;

/** The answer of a server to one request. */
public sealed interface ApiAnswer {
  /**
   * An answer with a status of 200 to 299.
   *
   * @param tree the JSON object that it holds
   */
  record Told(JsonTree tree) implements ApiAnswer {}

  /**
   * The server understands the request and does not do it (RFC 9110, 15.5).
   *
   * @param status 400 to 499
   */
  record Refused(int status) implements ApiAnswer {
    private static final int UNAUTHORIZED = 401;
    private static final int FORBIDDEN = 403;

    /** Tells whether the server does not know who asks, or does not let that one ask. */
    public boolean isUnauthorized() {
      return status == UNAUTHORIZED || status == FORBIDDEN;
    }
  }

  /**
   * A list that has to be there: where it is missing, the answer says nothing, and not that there
   * is nothing.
   *
   * @throws IOException when it is missing or holds something else than objects
   */
  static List<JsonTree> objects(JsonTree tree, String member) throws IOException {
    if (!tree.has(member)) {
      throw new IOException("member \"" + member + "\" is missing");
    }
    return tree.objects(member);
  }
}
