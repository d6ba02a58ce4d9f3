package org.postern.target.api.kerio;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.postern.diagnostic.Visible;
import org.postern.host.JsonTree;
import org.postern.host.Version;
import org.postern.target.Secrets;
import org.postern.target.TargetException;
import org.postern.target.api.ApiAnswer;
import org.postern.target.api.ApiChannel;
import org.postern.target.api.ApiServer;

/**
 * A login of an administrator at Kerio Connect, JSON-RPC 2.0. It begins with the first call; one
 * that was lost on the way begins again, and the call that met that is made once more: each call
 * here may be made twice.
 */
final class Session implements AutoCloseable {
  /** The path at which the administration of Kerio Connect answers. */
  private static final String PATH = "/admin/api/jsonrpc/";

  /** The code of an error for a session that has expired. */
  private static final long EXPIRED = -32001;

  /** A session that is lost at each try is none. */
  private static final int TRIES = 3;

  private final ApiChannel channel;
  private final ApiServer server;
  private final Secrets secrets;
  private Optional<String> token = Optional.empty();
  private long calls;

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

  /** A call that was understood and refused, in the words of the server. */
  static final class Refused extends IOException {
    private static final long serialVersionUID = 1L;

    private final long code;

    Refused(long code, String message) {
      super(Visible.shortened(Visible.text(message)));
      this.code = code;
    }

    private boolean isLostSession() {
      return code == EXPIRED
          || String.valueOf(getMessage()).toLowerCase(Locale.ROOT).contains("session");
    }
  }

  /** Makes a call; what its answer holds besides is what the method is documented to give. */
  JsonTree call(String method, Map<String, ?> parameters) throws TargetException {
    for (int tries = 1; ; tries++) {
      try {
        if (token.isEmpty()) {
          login();
        }
        return ask(method, parameters);
      } catch (Refused e) {
        if (!e.isLostSession() || tries == TRIES) {
          throw new TargetException(
              TargetException.Kind.UNAVAILABLE,
              "%s refuses %s: %s".formatted(channel.name(), method, e.getMessage()),
              "look whether the user may administer it");
        }
        token = Optional.empty();
      }
    }
  }

  private void login() throws TargetException {
    Map<String, Object> parameters = new LinkedHashMap<>();
    parameters.put("userName", server.user());
    parameters.put("password", server.password(secrets).reveal());
    parameters.put(
        "application", Map.of("name", "Postern", "vendor", "Postern", "version", Version.text()));
    try {
      String given = ask("Session.login", parameters).string("token");
      if (!given.matches("[\\x21-\\x7e]{1,1024}")) {
        throw new IOException("member \"token\" is not a token");
      }
      token = Optional.of(given);
    } catch (Refused e) {
      throw new TargetException(
          TargetException.Kind.PERMISSION,
          "%s does not let in user %s: %s".formatted(channel.name(), server.user(), e.getMessage()),
          "look whether the user may administer it, and whether the secret is the right one");
    } catch (TargetException e) {
      throw e;
    } catch (IOException e) {
      throw channel.nonsense(e);
    }
  }

  private JsonTree ask(String method, Map<String, ?> parameters) throws TargetException, Refused {
    long id = ++calls;
    Map<String, Object> request = new LinkedHashMap<>();
    request.put("jsonrpc", "2.0");
    request.put("id", id);
    request.put("method", method);
    request.put("params", parameters);
    Map<String, String> headers = token.map(given -> Map.of("X-Token", given)).orElseGet(Map::of);
    return switch (channel.post(PATH, request, headers)) {
      case ApiAnswer.Told told -> result(told.tree(), id);
      case ApiAnswer.Refused refused when refused.isUnauthorized() ->
          throw new Refused(EXPIRED, "status " + refused.status());
      case ApiAnswer.Refused refused ->
          throw channel.nonsense(new IOException("status " + refused.status()));
    };
  }

  private JsonTree result(JsonTree answer, long id) throws TargetException, Refused {
    try {
      if (answer.has("error")) {
        JsonTree error = answer.object("error");
        throw new Refused(error.number("code"), withoutToken(error.string("message")));
      }
      if (answer.number("id") != id) {
        throw new IOException("it is the answer to another call");
      }
      return answer.object("result");
    } catch (Refused e) {
      throw e;
    } catch (IOException e) {
      throw channel.nonsense(e);
    }
  }

  /**
   * Returns a text without the token, which would let a reader of a message go on with the session.
   */
  private String withoutToken(String text) {
    return token.map(given -> text.replace(given, "(token)")).orElse(text);
  }

  /** Returns an exception for an answer of another form than documented. */
  TargetException nonsense(IOException what) {
    return channel.nonsense(what);
  }

  /**
   * Returns what went wrong with some parts of a batch, a sentence each; the other parts were done.
   */
  List<String> errors(JsonTree result) throws TargetException {
    try {
      return result.objects("errors").stream()
          .map(one -> String.valueOf(one.members().getOrDefault("message", "without a word")))
          .map(text -> Visible.shortened(Visible.text(withoutToken(text))))
          .distinct()
          .toList();
    } catch (IOException e) {
      throw channel.nonsense(e);
    }
  }

  /** Logs out. All work is done by then: a logout that fails leaves a session that expires. */
  @Override
  public void close() {
    try (channel) {
      if (token.isPresent()) {
        ask("Session.logout", Map.of());
      }
    } catch (IOException e) {
      token = Optional.empty();
    }
  }
}
