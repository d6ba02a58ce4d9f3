package org.postern.page;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.postern.host.Json;
import org.postern.host.JsonTree;

/**
 * A Chromium without a screen, a profile of its own and no network: it lives in a network namespace
 * in which nothing is. It is steered by the <a
 * href="https://chromedevtools.github.io/devtools-protocol/">DevTools protocol</a> over a pipe,
 * messages that end with a zero byte.
 */
final class Browser implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final String HOW =
      "chromium is missing; install it: apt-get update && apt-get install -y chromium";

  /** The protocol is spoken over the descriptors 3 and 4; a child of Java has the first three. */
  private static final String START =
      """
      exec 3<&0 4>&1 0</dev/null 1>&2
      exec unshare --net chromium --headless --no-sandbox --disable-gpu --no-first-run \
        --disable-extensions --disable-dev-shm-usage --remote-debugging-pipe \
        --user-data-dir="$1" about:blank
      """;

  /**
   * Something that happened.
   *
   * @param method as {@code Page.loadEventFired}
   */
  record Event(String method, JsonTree params) {}

  private final Process process;
  private final OutputStream orders;
  private final Map<Long, CompletableFuture<JsonTree>> waiting = new ConcurrentHashMap<>();
  private final List<Event> events = new CopyOnWriteArrayList<>();
  private long last;
  private String session = "";

  /** Starts it, with one empty page. */
  Browser(Path folder) throws IOException {
    if (!Files.isExecutable(Path.of("/usr/bin/chromium"))) {
      throw new IllegalStateException(HOW);
    }
    Path profile = Files.createTempDirectory(Files.createDirectories(folder), "profile");
    this.process =
        new ProcessBuilder("sh", "-c", START, "sh", profile.toAbsolutePath().toString())
            .redirectError(folder.resolve("chromium.log").toFile())
            .start();
    this.orders = process.getOutputStream();
    Thread reader = new Thread(this::read, "chromium");
    reader.setDaemon(true);
    reader.start();
    String target = send("Target.createTarget", Map.of("url", "about:blank")).string("targetId");
    session =
        send("Target.attachToTarget", Map.of("targetId", target, "flatten", true))
            .string("sessionId");
    for (String domain : List.of("Page", "Runtime", "Log", "Network")) {
      send(domain + ".enable", Map.of());
    }
  }

  private void read() {
    try (InputStream in = new BufferedInputStream(process.getInputStream(), 1 << 16)) {
      ByteArrayOutputStream message = new ByteArrayOutputStream();
      for (int next = in.read(); next >= 0; next = in.read()) {
        if (next == 0) {
          hear(Json.read(message.toString(StandardCharsets.UTF_8)));
          message.reset();
        } else {
          message.write(next);
        }
      }
    } catch (IOException e) {
      waiting.values().forEach(one -> one.completeExceptionally(e));
    }
    waiting
        .values()
        .forEach(one -> one.completeExceptionally(new IOException("chromium has ended")));
  }

  private void hear(JsonTree message) throws IOException {
    if (!message.has("id")) {
      events.add(new Event(message.string("method"), message.object("params")));
      return;
    }
    CompletableFuture<JsonTree> asked =
        Objects.requireNonNull(waiting.remove(message.number("id")));
    if (message.has("error")) {
      asked.completeExceptionally(new IOException(message.object("error").string("message")));
    } else {
      asked.complete(message.object("result"));
    }
  }

  /** Orders something and waits until it is done. */
  JsonTree send(String method, Map<String, ?> params) throws IOException {
    Map<String, Object> message = new LinkedHashMap<>();
    message.put("id", ++last);
    message.put("method", method);
    message.put("params", params);
    if (!session.isEmpty()) {
      message.put("sessionId", session);
    }
    CompletableFuture<JsonTree> answer = new CompletableFuture<>();
    waiting.put(last, answer);
    orders.write(Json.write((Object) message).getBytes(StandardCharsets.UTF_8));
    orders.write(0);
    orders.flush();
    try {
      return answer.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      throw new IOException(method, e);
    } catch (TimeoutException e) {
      throw new IOException(method + ": no answer within " + PATIENCE.toSeconds() + " s", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(method, e);
    }
  }

  /** All that happened so far. */
  List<Event> events() {
    return List.copyOf(events);
  }

  /** Opens a file and waits until all of it is there. */
  void open(Path file) throws IOException {
    send("Page.navigate", Map.of("url", file.toUri().toString()));
    evaluate(
        "new Promise(done => document.readyState === 'complete' ? done(0)"
            + " : addEventListener('load', () => done(0)))");
  }

  /** What an expression comes to, promises awaited. */
  Object evaluate(String script) throws IOException {
    JsonTree answer =
        send(
            "Runtime.evaluate",
            Map.of("expression", script, "awaitPromise", true, "returnByValue", true));
    if (answer.has("exceptionDetails")) {
      throw new IOException(script + ": " + answer.object("exceptionDetails").members());
    }
    Object value = answer.object("result").members().get("value");
    return value == null ? "" : value;
  }

  /** The same as a whole number. */
  int number(String script) throws IOException {
    return ((Number) evaluate("Math.round(" + script + ")")).intValue();
  }

  /** A key is pressed and let go. */
  void press(String key, int code, String text) throws IOException {
    for (String type : List.of("keyDown", "keyUp")) {
      Map<String, Object> params = new LinkedHashMap<>();
      params.put("type", type);
      params.put("key", key);
      params.put("code", key);
      params.put("windowsVirtualKeyCode", code);
      if (type.equals("keyDown") && !text.isEmpty()) {
        params.put("text", text);
      }
      send("Input.dispatchKeyEvent", params);
    }
  }

  @Override
  public void close() throws IOException {
    session = "";
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly();
    try {
      process.waitFor(30, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
