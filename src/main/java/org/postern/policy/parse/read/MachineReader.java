package org.postern.policy.parse.read;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.postern.diagnostic.Code;
import org.postern.diagnostic.Visible;
import org.postern.policy.MachineSettings;
import org.postern.policy.parse.text.Words;
import org.postern.policy.parse.yaml.Node;

/** Reads the settings of one machine. */
public final class MachineReader {
  static final Fields.Keys KEYS =
      Fields.Keys.of("daemon.yaml", "metrics", "alarm", "strangers", "log");
  static final Fields.Keys METRICS = Fields.Keys.of("metrics", "listen", "file");
  static final Fields.Keys ALARM = Fields.Keys.of("alarm", "command", "repeat");

  private static final Map<String, MachineSettings.Log> LOGS =
      Map.of(
          "journal", MachineSettings.Log.JOURNAL,
          "text", MachineSettings.Log.TEXT,
          "auto", MachineSettings.Log.AUTO);

  /** The loopback addresses in full, because the system would take others for them. */
  private static final Pattern LOOPBACK =
      Pattern.compile("(127(?:\\.(?:0|[1-9][0-9]{0,2})){3}|\\[::1]):([0-9]{1,5})");

  private static final Pattern PORT_ALONE = Pattern.compile(":?([0-9]{1,5})");
  private static final Pattern PORT_BEHIND = Pattern.compile(".*:([0-9]{1,5})");
  private static final String USUAL_PORT = "9547";
  private static final String COLLECTED = ".prom";
  private static final int LONGEST_ARGUMENT = 1024;

  private final Values values;

  public MachineReader(Values values) {
    this.values = values;
  }

  public MachineSettings settings(Node root) {
    return Fields.open(values.scope(), KEYS, root)
        .map(
            fields ->
                new MachineSettings(
                    fields.get("metrics").flatMap(this::metrics),
                    fields.get("alarm").flatMap(this::alarm),
                    fields.get("strangers").flatMap(new Quantities(values)::strangers),
                    fields
                        .get("log")
                        .flatMap(node -> values.word(node, "a way to log", LOGS))
                        .orElse(MachineSettings.DEFAULT.log())))
        .orElse(MachineSettings.DEFAULT);
  }

  private Optional<MachineSettings.Metrics> metrics(Node node) {
    Optional<Fields> opened = Fields.open(values.scope(), METRICS, node);
    if (opened.isEmpty()) {
      return Optional.empty();
    }
    Fields fields = opened.get();
    if (fields.key("listen").isPresent() && fields.key("file").isPresent()) {
      values.add(
          Code.KEYS_CONFLICT,
          fields.key("file").orElseThrow().span(),
          "the same figures go to a port or into a file, not to both",
          "remove \"listen\" or \"file\"");
    } else if (fields.key("listen").isEmpty()) {
      fields.require("file", fields.span(), "listen: 127.0.0.1:" + USUAL_PORT + ", or file:");
    }
    Optional<MachineSettings.Metrics> listen = fields.get("listen").flatMap(this::listen);
    Optional<MachineSettings.Metrics> file = fields.get("file").flatMap(this::file);
    return listen.or(() -> file);
  }

  private Optional<MachineSettings.Metrics> listen(Node node) {
    return values.scalar(node, "a loopback address with its port").flatMap(this::listen);
  }

  private Optional<MachineSettings.Metrics> listen(Node.Scalar scalar) {
    Matcher matcher = LOOPBACK.matcher(scalar.text());
    if (matcher.matches()) {
      String address = matcher.group(1).equals("[::1]") ? "::1" : matcher.group(1);
      Optional<Integer> port = Names.portNumber(matcher.group(2));
      if (port.isPresent() && Names.isAddress(address)) {
        return Optional.of(new MachineSettings.Metrics.Listen(address, port.get()));
      }
    }
    values.add(
        Code.BAD_LISTEN,
        scalar.span(),
        Words.quoted(scalar.text())
            + " is not a loopback address with its port; no password is asked for here,"
            + " so what is enforced, and how well, stays on this machine",
        "write 127.0.0.1:%s or \"[::1]:%<s\"".formatted(port(scalar.text())));
    return Optional.empty();
  }

  private static String port(String text) {
    for (Pattern pattern : List.of(PORT_ALONE, PORT_BEHIND)) {
      Matcher matcher = pattern.matcher(text);
      if (matcher.matches() && Names.portNumber(matcher.group(1)).isPresent()) {
        return matcher.group(1);
      }
    }
    return USUAL_PORT;
  }

  private Optional<MachineSettings.Metrics> file(Node node) {
    Optional<Node.Scalar> path = values.path(node);
    if (path.isEmpty()) {
      return Optional.empty();
    }
    String text = path.get().text();
    if (text.startsWith("/") && text.endsWith(COLLECTED)) {
      return Optional.of(new MachineSettings.Metrics.ToFile(text));
    }
    values.add(
        Code.BAD_PATH,
        path.get().span(),
        text.startsWith("/")
            ? "the node exporter reads only files that end in " + COLLECTED
            : Words.quoted(text) + " is not an absolute path, and a daemon is in no folder",
        "write a path such as /var/lib/prometheus/node-exporter/postern.prom");
    return Optional.empty();
  }

  private Optional<MachineSettings.AlarmCommand> alarm(Node node) {
    Optional<Fields> fields = Fields.open(values.scope(), ALARM, node);
    Optional<List<String>> command =
        fields
            .flatMap(f -> f.require("command", node.span(), "command: [/usr/local/bin/tell]"))
            .flatMap(this::command);
    Duration repeat =
        fields
            .flatMap(f -> f.get("repeat"))
            .flatMap(n -> new Quantities(values).duration(n, "5m", "30d"))
            .orElse(MachineSettings.AlarmCommand.REPEAT);
    return command.map(words -> new MachineSettings.AlarmCommand(words, repeat));
  }

  private Optional<List<String>> command(Node node) {
    int before = values.scope().errors();
    List<String> words = new ArrayList<>();
    for (Node one : values.list(node, "words")) {
      values
          .scalar(one, "one of the words")
          .ifPresent(
              word -> {
                check(word, words.isEmpty());
                words.add(word.text());
              });
    }
    return values.scope().errors() == before ? Optional.of(words) : Optional.empty();
  }

  private void check(Node.Scalar word, boolean program) {
    String text = word.text();
    boolean unfit = text.length() > LONGEST_ARGUMENT || text.codePoints().anyMatch(Visible::hidden);
    boolean noPath = program && (!text.startsWith("/") || text.endsWith("/"));
    if (unfit || noPath) {
      values.add(
          Code.BAD_COMMAND,
          word.span(),
          unfit
              ? "an argument is one line of at most %d characters".formatted(LONGEST_ARGUMENT)
              : Words.quoted(text) + " is not the absolute path of a program",
          unfit
              ? "write less; the alarm itself is on standard input, as JSON"
              : "write [/usr/local/bin/tell, argument]: no shell takes the words apart");
    }
  }
}
