package org.postern.target.api;

import java.io.IOException;
import java.util.Map;
import org.postern.target.TargetException;

/** The way by which requests reach a server, and its answers come back. */
public interface ApiChannel extends AutoCloseable {
  /** Opens a channel to a server. */
  @FunctionalInterface
  interface Dialer {
    /** Opens the channel; nothing is sent yet. */
    ApiChannel dial(ApiServer server) throws TargetException;
  }

  /**
   * Sends a JSON object.
   *
   * @param path the path from the root of the server
   * @param headers the headers beside those of JSON
   * @throws TargetException when there is no answer in time, or one that makes no sense
   */
  ApiAnswer post(String path, Map<String, ?> body, Map<String, String> headers)
      throws TargetException;

  /** Returns an exception for an answer of another form than documented. */
  TargetException nonsense(IOException what);

  /** Returns the name of the server in messages. */
  String name();

  /** Breaks off whatever is still under way. */
  @Override
  void close();
}
