package org.postern.target.api.smartermail;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.postern.diagnostic.Visible;
import org.postern.host.JsonTree;
import org.postern.target.Secrets;
import org.postern.target.TargetException;
import org.postern.target.api.ApiAnswer;
import org.postern.target.api.ApiChannel;
import org.postern.target.api.ApiServer;

/**
 * A session of a system administrator. Its token is good for some minutes: when the server does not
 * take it any more it is renewed, once for each call, and the call is made again. A call that was
 * refused for its token has done nothing.
 */
final class Session implements AutoCloseable {
  private static final String LOGIN = "/api/v1/auth/authenticate-user";
  private static final String REFRESH = "/api/v1/auth/refresh-token";
  private static final String SUCCESS = "success";

  /** A token of RFC 6750, section 2.1: nothing else gets into a header. */
  private static final Pattern TOKEN = Pattern.compile("[A-Za-z0-9._~+/-]{1,16384}=*");

  private final ApiChannel channel;
  private final ApiServer server;
  private final Secrets secrets;
  private Optional<String> token = Optional.empty();
  private Optional<String> renewal = Optional.empty();

  Session(ApiChannel channel, ApiServer server, Secrets secrets) {
    this.channel = channel;
    this.server = server;
    this.secrets = secrets;
  }

  /** Begins a session when it is needed. */
  @FunctionalInterface
  interface Opener {
    Session open() throws TargetException;
  }

  /** Returns the name of the server in messages. */
  String name() {
    return channel.name();
  }

  /** Returns the exception for an answer that makes no sense. */
  TargetException nonsense(IOException what) {
    return channel.nonsense(what);
  }

  /**
   * Makes a call.
   *
   * @param what the action of the call, in words that follow "does not"
   * @throws TargetException when the call failed, or its outcome is unknown
   */
  JsonTree call(String what, String path, Map<String, ?> body) throws TargetException {
    if (token.isEmpty()) {
      login();
    }
    ApiAnswer answer = post(path, body);
    if (answer instanceof ApiAnswer.Refused refused && refused.isUnauthorized()) {
      renew();
      answer = post(path, body);
    }
    return switch (answer) {
      case ApiAnswer.Told told -> done(what, told.tree());
      case ApiAnswer.Refused refused when refused.isUnauthorized() ->
          throw new TargetException(
              TargetException.Kind.PERMISSION,
              "%s does not let %s do this, status %d"
                  .formatted(name(), server.user(), refused.status()),
              "name a system administrator as user, not one of a domain");
      case ApiAnswer.Refused refused ->
          throw new TargetException(
              TargetException.Kind.UNAVAILABLE,
              "%s does not %s: status %d".formatted(name(), what, refused.status()),
              "look whether its version has this API");
    };
  }

  private ApiAnswer post(String path, Map<String, ?> body) throws TargetException {
    return channel.post(path, body, Map.of("Authorization", "Bearer " + token.orElse("")));
  }

  /** Returns an answer that says that the call was done; any other is an error. */
  private JsonTree done(String what, JsonTree tree) throws TargetException {
    try {
      if (tree.truth(SUCCESS)) {
        return tree;
      }
    } catch (IOException e) {
      throw nonsense(e);
    }
    String why =
        tree.members().get("message") instanceof String message && !message.isBlank()
            ? ": " + Visible.shortened(Visible.text(withoutTokens(message)))
            : "";
    throw new TargetException(
        TargetException.Kind.UNAVAILABLE, "%s does not %s%s".formatted(name(), what, why));
  }

  /** A token in a message would let its reader go on with the session. */
  private String withoutTokens(String text) {
    String masked = text;
    for (Optional<String> one : List.of(token, renewal)) {
      if (one.isPresent()) {
        masked = masked.replace(one.get(), "(token)");
      }
    }
    return masked;
  }

  private void renew() throws TargetException {
    Optional<String> last = renewal;
    token = Optional.empty();
    renewal = Optional.empty();
    if (last.isPresent()
        && channel.post(REFRESH, Map.of("token", last.get()), Map.of())
            instanceof ApiAnswer.Told told
        && told.tree().members().get(SUCCESS) instanceof Boolean done
        && done) {
      take(told.tree());
    } else {
      login();
    }
  }

  private void login() throws TargetException {
    Map<String, String> credentials =
        Map.of("username", server.user(), "password", server.password(secrets).reveal());
    ApiAnswer answer = channel.post(LOGIN, credentials, Map.of());
    if (answer instanceof ApiAnswer.Told told && isLogin(told.tree())) {
      take(told.tree());
      return;
    }
    throw new TargetException(
        TargetException.Kind.PERMISSION,
        "%s does not let %s in".formatted(name(), server.user()),
        "look whether user and secret are those of a system administrator, who needs no second"
            + " factor");
  }

  private boolean isLogin(JsonTree tree) throws TargetException {
    try {
      return tree.truth(SUCCESS);
    } catch (IOException e) {
      throw nonsense(e);
    }
  }

  private void take(JsonTree tree) throws TargetException {
    try {
      String given = tree.string("accessToken");
      if (!TOKEN.matcher(given).matches()) {
        throw new IOException("member \"accessToken\" is not a token");
      }
      token = Optional.of(given);
      renewal =
          tree.members().get("refreshToken") instanceof String next && !next.isEmpty()
              ? Optional.of(next)
              : Optional.empty();
    } catch (IOException e) {
      throw nonsense(e);
    }
  }

  @Override
  public void close() {
    channel.close();
  }
}
