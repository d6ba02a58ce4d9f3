package org.postern.source.url;

import java.net.http.HttpClient;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.postern.host.tls.NoAuthorityException;
import org.postern.host.tls.ServerKey;
import org.postern.host.tls.ServerTrust;
import org.postern.policy.UrlSource;
import org.postern.source.Answer;

/** Keeps one client for each way to recognise a server. Safe for several threads. */
final class Clients implements AutoCloseable {
  private final Map<UrlSource.Server, HttpClient> made = new HashMap<>();
  private final Duration connect;

  /**
   * Creates clients that wait so long for a connection.
   *
   * @param connect until a connection is made
   */
  Clients(Duration connect) {
    this.connect = connect;
  }

  /** Returns the client for servers that are recognised in this way. */
  synchronized HttpClient of(UrlSource.Server server) throws NothingLearned {
    HttpClient client = made.get(server);
    if (client == null) {
      client = make(server);
      made.put(server, client);
    }
    return client;
  }

  /** Makes a client of HTTP/1.1, whose answers tell their length, or that they have none. */
  private HttpClient make(UrlSource.Server server) throws NothingLearned {
    try {
      return HttpClient.newBuilder()
          .sslContext(
              ServerTrust.context(
                  server.pin().map(ServerKey::of),
                  server.ca().map(UrlSource.Authority::resolvedPath).map(Path::of)))
          .version(HttpClient.Version.HTTP_1_1)
          .followRedirects(HttpClient.Redirect.NEVER)
          .proxy(HttpClient.Builder.NO_PROXY)
          .connectTimeout(connect)
          .build();
    } catch (NoAuthorityException e) {
      throw new NothingLearned(
          Answer.Cause.UNTRUSTED, "is not asked: %s; %s".formatted(e.getMessage(), e.remedy()));
    }
  }

  /** Breaks off whatever is still under way. */
  @Override
  public synchronized void close() {
    made.values().forEach(HttpClient::shutdownNow);
  }
}
