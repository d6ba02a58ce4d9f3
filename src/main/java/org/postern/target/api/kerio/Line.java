package org.postern.target.api.kerio;

import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import org.postern.target.TargetException;
import org.postern.target.api.ApiAnswer;
import org.postern.target.api.ApiClient;
import org.postern.target.api.ApiLimits;
import org.postern.target.api.ApiServer;

/** By which requests reach a server, and answers come back; a session is on one of them. */
interface Line extends AutoCloseable {
  /** Makes a line to a server. */
  @FunctionalInterface
  interface Dialer {
    Line dial(ApiServer server) throws TargetException;
  }

  /** Sends one request. */
  ApiAnswer send(Map<String, ?> request, Map<String, String> headers) throws TargetException;

  /** That an answer has another form than it is documented to have. */
  TargetException nonsense(IOException what);

  /** The server, as messages name it. */
  String server();

  @Override
  void close();

  /** A line over HTTPS, to where the administration of Kerio Connect answers. */
  static Line overHttps(ApiServer server) throws TargetException {
    ApiClient client = server.open(ApiLimits.DEFAULT.within(Duration.ofMinutes(8)));
    return new Line() {
      @Override
      public ApiAnswer send(Map<String, ?> request, Map<String, String> headers)
          throws TargetException {
        return client.post("/admin/api/jsonrpc/", request, headers);
      }

      @Override
      public TargetException nonsense(IOException what) {
        return client.nonsense(what);
      }

      @Override
      public String server() {
        return client.name();
      }

      @Override
      public void close() {
        client.close();
      }
    };
  }
}
