package org.postern.target.api.smartermail;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.postern.host.Json;
import org.postern.target.TargetException;
import org.postern.target.api.ApiAnswer;
import org.postern.target.api.ApiChannel;

/**
 * A channel without a network.
 *
 * @param server at its other end
 */
record MemoryChannel(ModelledServer server) implements ApiChannel {
  @Override
  public ApiAnswer post(String path, Map<String, ?> body, Map<String, String> headers)
      throws TargetException {
    ModelledServer.Answer answer =
        server.answer(path, Json.write(body), headers.getOrDefault("Authorization", ""));
    if (answer.status() >= 500) {
      throw new TargetException(TargetException.Kind.TEMPORARY, "the server has failed");
    }
    if (answer.status() >= 400) {
      return new ApiAnswer.Refused(answer.status());
    }
    try {
      return new ApiAnswer.Told(Json.readBounded(answer.body().getBytes(StandardCharsets.UTF_8)));
    } catch (IOException e) {
      throw nonsense(e);
    }
  }

  @Override
  public TargetException nonsense(IOException what) {
    return new TargetException(
        TargetException.Kind.UNAVAILABLE, "the answer makes no sense: " + what.getMessage());
  }

  @Override
  public String name() {
    return "mail.example.com";
  }

  @Override
  public void close() {
    // Nothing is open.
  }
}
