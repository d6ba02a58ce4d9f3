package org.postern.target.windows;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.postern.address.AddressSet;
import org.postern.address.Family;
import org.postern.policy.Ports;

/** Parses what a script prints with {@code -ReadBack}: one fact a line, and a last line. */
final class ReadBackParser {
  private static final String FIRST = "postern-read-back 2";
  private static final String LAST = "end";
  private static final Pattern NAME =
      Pattern.compile("Postern-([a-z][a-z0-9-]{0,31})-(allow|block)-(v[46])-[0-9]{3,9}");
  private static final Pattern FRAME =
      Pattern.compile("(Allow|Block) ([0-9,-]{1,1200}) to=([0-9a-f,-]*) in=([!-~]*)");
  private static final Pattern ESCAPED = Pattern.compile("\\\\u([0-9a-f]{4})");
  private static final Pattern RIVAL = Pattern.compile("([0-9,-]{1,1200}) (.*)");
  private static final Pattern PORTS = Pattern.compile("([0-9]{1,5})(?:-([0-9]{1,5}))?");

  private final List<ReadBack.Chunk> chunks = new ArrayList<>();
  private final List<String> ineffective = new ArrayList<>();
  private final List<ReadBack.Rival> rivals = new ArrayList<>();
  private final List<ReadBack.Profile> profiles = new ArrayList<>();
  private String chunk = "";
  private AddressSet.Builder peers = AddressSet.builder();

  /**
   * Parses all of it.
   *
   * @throws IOException when it is cut off or makes no sense
   */
  static ReadBack parse(String text) throws IOException {
    List<String> lines = text.lines().toList();
    if (lines.size() < 2 || !lines.getFirst().equals(FIRST) || !lines.getLast().equals(LAST)) {
      throw new IOException("what the script read back is not complete");
    }
    ReadBackParser parser = new ReadBackParser();
    for (String line : lines.subList(1, lines.size())) {
      parser.line(line);
    }
    return new ReadBack(parser.chunks, parser.ineffective, parser.rivals, parser.profiles);
  }

  private void line(String line) throws IOException {
    String[] words = line.split(" ", 2);
    String rest = words.length == 2 ? words[1] : "";
    switch (words[0]) {
      case "range" -> peers.add(ReadBackText.range(rest));
      case "chunk" -> {
        finish();
        chunk = rest;
      }
      case "ineffective" -> ineffective.add(rest);
      case "rival" -> rivals.add(rival(rest));
      case "profile" -> profiles.add(profile(rest));
      case LAST -> finish();
      default -> throw ReadBackText.nonsense(line);
    }
  }

  private void finish() throws IOException {
    if (!chunk.isEmpty()) {
      String[] words = chunk.split(" ", 3);
      if (words.length != 3) {
        throw ReadBackText.nonsense(chunk);
      }
      boolean enabled = words[1].equals("enabled");
      chunks.add(new ReadBack.Chunk(words[0], enabled, frame(words[0], words[2]), peers.build()));
    }
    chunk = "";
    peers = AddressSet.builder();
  }

  /** Reads the frame of a rule; empty when the rule is not as we write it. */
  private static Optional<ReadBack.Frame> frame(String name, String text) throws IOException {
    Matcher named = NAME.matcher(name);
    Matcher frame = FRAME.matcher(text);
    if (!named.matches() || !frame.matches() || !frame.group(1).equalsIgnoreCase(named.group(2))) {
      return Optional.empty();
    }
    Optional<Ports> ports = ports(frame.group(2));
    if (ports.isEmpty()) {
      return Optional.empty();
    }
    AddressSet.Builder servers = AddressSet.builder();
    for (String range : list(frame.group(3))) {
      servers.add(ReadBackText.range(range));
    }
    return Optional.of(
        new ReadBack.Frame(
            named.group(1),
            named.group(3).equals("v4") ? Family.IP : Family.IP6,
            named.group(2).equals("allow"),
            ports.get(),
            servers.build(),
            list(frame.group(4)).stream().map(ReadBackParser::name).toList()));
  }

  /** Reads ports; empty for a text that is not as we write it. */
  private static Optional<Ports> ports(String text) {
    List<Ports.Range> ranges = new ArrayList<>();
    for (String part : text.split(",", -1)) {
      Matcher matcher = PORTS.matcher(part);
      if (!matcher.matches()) {
        return Optional.empty();
      }
      int first = Integer.parseInt(matcher.group(1));
      int last = matcher.group(2) == null ? first : Integer.parseInt(matcher.group(2));
      if (first < 1 || last < first || last > Ports.LAST) {
        return Optional.empty();
      }
      ranges.add(new Ports.Range(first, last));
    }
    return Optional.of(new Ports(ranges));
  }

  private static List<String> list(String text) {
    return text.isEmpty() ? List.of() : List.of(text.split(",", -1));
  }

  private static ReadBack.Rival rival(String text) throws IOException {
    Matcher matcher = RIVAL.matcher(text);
    if (!matcher.matches()) {
      throw ReadBackText.nonsense(text);
    }
    return new ReadBack.Rival(
        ports(matcher.group(1)).orElseThrow(() -> ReadBackText.nonsense(text)), matcher.group(2));
  }

  /** A name as the script writes it in one word of ASCII. */
  private static String name(String word) {
    return ESCAPED
        .matcher(word)
        .replaceAll(
            found ->
                Matcher.quoteReplacement(
                    String.valueOf((char) Integer.parseInt(found.group(1), 16))));
  }

  private static ReadBack.Profile profile(String text) throws IOException {
    String[] words = text.split(" ", -1);
    if (words.length != 4) {
      throw ReadBackText.nonsense(text);
    }
    return new ReadBack.Profile(
        words[0], words[1].equals("True"), words[2].equals("Block"), words[3].equals("True"));
  }
}
