package org.postern.policy.parse;

import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import org.postern.policy.PolicyText;

/** Policies as different people write them: blocks and brackets, quotes, remarks, blank lines. */
public final class RandomPolicy {
  private final RandomGenerator random;
  private final String lineBreak;
  private final String step;
  private final boolean dashesIndented;
  private final StringBuilder text = new StringBuilder();
  private int remarks;
  private int addresses;

  private RandomPolicy(RandomGenerator random) {
    this.random = random;
    this.lineBreak = random.nextInt(4) == 0 ? "\r\n" : "\n";
    this.step = " ".repeat(random.nextBoolean() ? 2 : 4);
    this.dashesIndented = random.nextBoolean();
  }

  /** The texts of one, the policy file first. */
  public static List<PolicyText> texts(RandomGenerator random) {
    String policy = new RandomPolicy(random).policy();
    String included = new RandomPolicy(random).sets(List.of("cloud", "nodes")).finished();
    return List.of(new PolicyText("p.yaml", policy), new PolicyText("sub/inc.yaml", included));
  }

  private String policy() {
    if (random.nextInt(8) == 0) {
      text.append('\uFEFF');
    }
    remark("");
    line("include: [sub/inc.yaml]");
    boolean rulesFirst = random.nextInt(4) == 0;
    if (rulesFirst) {
      rules();
    }
    sets(List.of("own", "spare", "third"));
    if (!rulesFirst) {
      rules();
    }
    return finished();
  }

  private String finished() {
    boolean open = random.nextInt(4) == 0;
    return open ? text.substring(0, text.length() - lineBreak.length()) : text.toString();
  }

  private void line(String line) {
    String behind = random.nextInt(3) == 0 ? "   # behind " + remarks++ : "";
    text.append(line).append(behind).append(lineBreak);
  }

  /** A remark on a line of its own, or a blank line, or nothing. */
  private void remark(String indent) {
    switch (random.nextInt(5)) {
      case 0 -> text.append(indent).append("# remark ").append(remarks++).append(lineBreak);
      case 1 -> text.append(lineBreak);
      default -> {
        // Most lines have none.
      }
    }
  }

  private RandomPolicy sets(List<String> names) {
    line("sets:");
    for (String name : names) {
      remark(step);
      if (random.nextInt(3) == 0) {
        String never = random.nextBoolean() ? ", never: " + list(List.of("10.9.9.9")) : "";
        line(step + name + ": {sources: " + list(sources(true)) + never + "}");
      } else {
        line(step + name + ":");
        sources(step + step);
      }
    }
    return this;
  }

  private void sources(String indent) {
    boolean neverFirst = random.nextInt(4) == 0;
    if (neverFirst) {
      line(indent + "never: " + list(List.of("10.9.9.9", "10.9.9.10")));
    }
    switch (random.nextInt(3)) {
      case 0 -> line(indent + "sources: " + list(sources(true)));
      case 1 -> inBracketsOnLines(indent);
      default -> onLines(indent);
    }
    if (!neverFirst && random.nextBoolean()) {
      line(indent + "never:");
      line(indent + (dashesIndented ? step : "") + "- 10.9.9.9");
    }
    if (random.nextBoolean()) {
      line(indent + "guard: {shrink: 30%}");
    }
  }

  private void inBracketsOnLines(String indent) {
    line(indent + "sources: [");
    List<String> sources = sources(true);
    for (int i = 0; i < sources.size(); i++) {
      boolean comma = i < sources.size() - 1 || random.nextBoolean();
      line(indent + step + sources.get(i) + (comma ? "," : ""));
      remark(indent);
    }
    line(indent + "]");
  }

  private void onLines(String indent) {
    line(indent + "sources:");
    for (String source : sources(false)) {
      remark(indent);
      String dash =
          indent + (dashesIndented ? step : "") + "-" + (random.nextInt(3) == 0 ? "   " : " ");
      line(dash + source);
    }
  }

  private List<String> sources(boolean brackets) {
    List<String> sources = new ArrayList<>();
    int count = 1 + random.nextInt(4);
    for (int i = 0; i < count; i++) {
      int number = addresses++;
      String address = "192.0." + number + "." + number;
      sources.add(
          switch (random.nextInt(7)) {
            case 0 -> "\"" + address + "\"";
            case 1 -> "'" + address + "'";
            case 2 -> "{net: " + address + ", label: \"it's # " + number + "\"}";
            case 3 -> "\"2001:db8:" + number + "::/48\"";
            case 4 -> brackets ? "{dns: n" + number + ".example}" : "dns: n" + number + ".example";
            case 5 -> brackets ? "{file: 'l" + number + ".txt'}" : "file: l" + number + ".txt";
            default -> address;
          });
    }
    return sources;
  }

  private String list(List<String> values) {
    String gap = random.nextInt(4) == 0 ? " " : "";
    String comma = random.nextInt(6) == 0 ? "," : "";
    return "["
        + gap
        + String.join(random.nextInt(4) == 0 ? " , " : ", ", values)
        + comma
        + gap
        + "]";
  }

  private void rules() {
    line("rules:");
    String dash = (dashesIndented ? step : "") + "- ";
    String inner = " ".repeat(dash.length());
    remark(inner);
    line(dash + "name: smtp");
    line(inner + "port: tcp/25");
    remark(inner);
    line(inner + "accept: " + accept());
    line(inner + "otherwise: " + quoted("observe"));
    remark("");
    line(
        dash
            + "{name: submission, port: tcp/587, accept: "
            + accept()
            + ", otherwise: "
            + quoted("drop")
            + "}");
    line(dash + "name: pop");
    line(inner + "port: tcp/110");
    line(inner + "otherwise: reject");
    line(inner + "accept:");
    line(inner + (dashesIndented ? step : "") + "- " + quoted("own"));
    line(inner + (dashesIndented ? step : "") + "- cloud");
  }

  private String accept() {
    return switch (random.nextInt(3)) {
      case 0 -> quoted("own");
      case 1 -> "none";
      default -> list(List.of("own", quoted("nodes")));
    };
  }

  private String quoted(String word) {
    return switch (random.nextInt(4)) {
      case 0 -> '"' + word + '"';
      case 1 -> "'" + word + "'";
      default -> word;
    };
  }
}
