package org.postern.target.api.smartermail;

import java.io.IOException;
import java.util.Map;
import org.postern.target.TargetException;
import org.postern.target.api.ApiAnswer;
import org.postern.target.api.ApiClient;

/** What requests to a server go through. */
interface Channel extends AutoCloseable {
  /** Sends a JSON object. */
  ApiAnswer post(String path, Map<String, ?> body, Map<String, String> headers)
      throws TargetException;

  /** That an answer makes no sense. */
  TargetException nonsense(IOException what);

  /** The server, as messages name it. */
  String name();

  @Override
  void close();

  /** One over HTTPS. */
  static Channel over(ApiClient client) {
    return new Channel() {
      @Override
      public ApiAnswer post(String path, Map<String, ?> body, Map<String, String> headers)
          throws TargetException {
        return client.post(path, body, headers);
      }

      @Override
      public TargetException nonsense(IOException what) {
        return client.nonsense(what);
      }

      @Override
      public String name() {
        return client.name();
      }

      @Override
      public void close() {
        client.close();
      }
    };
  }

  /** Opens a channel to a server and knows the password for it. */
  interface Opener {
    /** Opens a channel; nothing is sent yet. */
    Channel open() throws TargetException;

    /** Reads the password. */
    String password() throws TargetException;
  }
}
