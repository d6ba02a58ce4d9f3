package org.postern.source;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.postern.address.Family;
import org.postern.address.text.AddressText;
import org.postern.host.Json;
import org.postern.host.JsonTree;

/**
 * The reviewable record of what every source answered: one address a line, sorted, without dates,
 * so that a review shows which node came or went and nothing else.
 */
public final class Lockfile {
  /** The member by which a lockfile is known. */
  public static final String MARK = "postern-lock";

  private static final int VERSION = 1;

  /** A locked answer changes only with the lockfile. */
  private static final Duration TTL = Duration.ofDays(3_650);

  private Lockfile() {}

  /** Writes answers where nothing was heard of mail domains. */
  public static String write(Map<Question, Answer> answers) {
    return write(answers, HeardDomains.nothing());
  }

  /**
   * Writes answers.
   *
   * @param answers answers of which none is {@link Answer.NoInformation}
   * @param domains the answers about mail domains, with all lists read
   */
  public static String write(Map<Question, Answer> answers, HeardDomains domains) {
    StringBuilder text = new StringBuilder("{\n  \"" + MARK + "\": " + VERSION + ",\n");
    text.append("  \"sources\": [");
    String separator = "\n";
    for (Map.Entry<Question, Answer> asked : sorted(answers)) {
      text.append(separator)
          .append(source(asked.getKey(), entries(asked.getKey(), asked.getValue())));
      separator = ",\n";
    }
    return text.append("\n  ]").append(DomainLock.write(domains)).append("\n}\n").toString();
  }

  /**
   * Reads what was heard of mail domains.
   *
   * @param now the time at which it counts as heard
   * @throws IOException when it is no lockfile, naming what is wrong
   */
  public static HeardDomains readDomains(String text, Instant now) throws IOException {
    return DomainLock.read(Json.read(text), now);
  }

  /**
   * Reads answers.
   *
   * @throws IOException when it is no lockfile, naming what is wrong
   */
  public static Map<Question, Answer> read(String text) throws IOException {
    JsonTree tree = Json.read(text);
    if (!tree.has(MARK)) {
      throw new IOException("it has no member \"" + MARK + "\"");
    }
    if (tree.number(MARK) != VERSION) {
      throw new IOException("its format is " + tree.number(MARK) + ", not " + VERSION);
    }
    if (!tree.has("sources")) {
      throw new IOException("it has no member \"sources\"");
    }
    Map<Question, Answer> answers = new LinkedHashMap<>();
    for (JsonTree source : tree.objects("sources")) {
      Question question = new Question(source.string("source"), family(source.string("family")));
      if (!source.has("entries")) {
        throw new IOException(question.source() + " has no member \"entries\"");
      }
      EntryTableBuilder entries = EntryTable.builder(question.family(), 0);
      for (String line : source.strings("entries")) {
        add(line, question.family(), entries);
      }
      Answer answer = new Answer.Data(entries.build(), TTL, List.of(), "lockfile");
      if (answers.put(question, answer) != null) {
        throw new IOException(
            "%s (%s) is there twice".formatted(question.source(), question.family().label()));
      }
    }
    return answers;
  }

  private static String source(Question question, EntryTable entries) {
    StringBuilder text = new StringBuilder("    {\n      \"source\": ");
    text.append(Json.write(question.source())).append(",\n      \"family\": ");
    text.append(Json.write(question.family().text())).append(",\n      \"entries\": [");
    String separator = "\n";
    for (int index = 0; index < entries.size(); index++) {
      String label = entries.label(index);
      String line = entries.interval(index) + (label.isEmpty() ? "" : " " + label);
      text.append(separator).append("        ").append(Json.write(line));
      separator = ",\n";
    }
    return text.append(entries.isEmpty() ? "]\n    }" : "\n      ]\n    }").toString();
  }

  private static EntryTable entries(Question question, Answer answer) {
    return switch (answer) {
      case Answer.Data data -> data.entries();
      case Answer.Gone gone -> EntryTable.none(question.family());
      case Answer.NoInformation none ->
          throw new IllegalArgumentException("cannot lock an answer that never came");
    };
  }

  private static List<Map.Entry<Question, Answer>> sorted(Map<Question, Answer> answers) {
    return answers.entrySet().stream().sorted(Map.Entry.comparingByKey(Question.ORDER)).toList();
  }

  private static void add(String line, Family family, EntryTableBuilder entries)
      throws IOException {
    int space = line.indexOf(' ');
    String address = space < 0 ? line : line.substring(0, space);
    String label = space < 0 ? "" : line.substring(space + 1);
    switch (AddressText.parse(address)) {
      case AddressText.Ok ok when ok.interval().first().family() == family ->
          entries.add(ok.interval(), label);
      case AddressText.Ok ok ->
          throw new IOException(address + " is not of family " + family.text());
      case AddressText.Wrong wrong -> throw new IOException(address + ": " + wrong.reason());
    }
  }

  private static Family family(String text) throws IOException {
    return Family.of(text).orElseThrow(() -> new IOException("no such family: " + text));
  }
}
