package org.postern.pipeline.ask;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.postern.address.Family;
import org.postern.diagnostic.Code;
import org.postern.diagnostic.Report;
import org.postern.diagnostic.Span;
import org.postern.host.JsonSyntaxException;
import org.postern.host.OwnFolder;
import org.postern.pipeline.Asker;
import org.postern.pipeline.PolicyFiles;
import org.postern.policy.DomainSetDefinition;
import org.postern.policy.DomainSource;
import org.postern.policy.Policy;
import org.postern.policy.PolicyText;
import org.postern.policy.SetDefinition;
import org.postern.policy.SourceSpec;
import org.postern.source.Answer;
import org.postern.source.HeardDomains;
import org.postern.source.Lockfile;
import org.postern.source.Question;

/** Takes every answer from a lockfile and the policy itself; asks no source. */
public final class LockAsker implements Asker {
  private final PolicyText lockfile;
  private final boolean quotable;
  private final Asker literals;

  /**
   * Creates the asker of one lockfile.
   *
   * @param policy the policy whose answers they are; a lockfile beside it may be a link that came
   *     with it
   * @param literals answers what stands in the policy itself
   */
  public LockAsker(PolicyText lockfile, Policy policy, Asker literals) {
    this.lockfile = lockfile;
    this.quotable = OwnFolder.isQuotable(Path.of(lockfile.name()), Path.of(policy.file()));
    this.literals = literals;
  }

  @Override
  public Map<Question, Answer> ask(Policy policy, Report report) {
    Map<Question, Answer> locked = read(lockfile, quotable, report);
    if (report.hasErrors()) {
      return Map.of();
    }
    return answers(policy, literals, lockfile.name(), locked, report);
  }

  /** Returns the answers of a policy from what a lockfile of that name holds; all must be there. */
  public static Map<Question, Answer> answers(
      Policy policy, Asker literals, String name, Map<Question, Answer> locked, Report report) {
    Map<Question, Answer> answers = new LinkedHashMap<>(literals.ask(policy, report));
    for (SetDefinition set : policy.sets()) {
      for (SourceSpec source : set.sources()) {
        if (source.isLocked()) {
          take(source, name, locked, answers, report);
        }
      }
    }
    return answers;
  }

  /**
   * Reads a lockfile of this host; what is wrong with it goes to the report.
   *
   * @param quotable whether the report may show its text
   */
  public static Map<Question, Answer> read(
      Path file, boolean quotable, PolicyFiles files, Report report) {
    return files.lockfile(file, report).map(text -> read(text, quotable, report)).orElse(Map.of());
  }

  /** Reads the text of a lockfile; what is wrong with it goes to the report. */
  public static Map<Question, Answer> read(PolicyText file, boolean quotable, Report report) {
    try {
      return Lockfile.read(file.text());
    } catch (IOException e) {
      Span place = place(file.name(), e);
      unreadable(quotable ? place : place.unquotable(), e, report);
      return Map.of();
    }
  }

  /** Returns what a lockfile holds of the mail domains of a policy; all lists must be there. */
  public static HeardDomains domains(PolicyText file, Policy policy, Instant now, Report report) {
    HeardDomains heard;
    try {
      heard = Lockfile.readDomains(file.text(), now);
    } catch (IOException e) {
      boolean quotable = OwnFolder.isQuotable(Path.of(file.name()), Path.of(policy.file()));
      Span place = place(file.name(), e);
      unreadable(quotable ? place : place.unquotable(), e, report);
      return HeardDomains.nothing();
    }
    for (DomainSetDefinition set : policy.domains()) {
      for (DomainSource source : set.sources()) {
        if (source instanceof DomainSource.ListFile list && heard.list(list).isEmpty()) {
          incomplete(list.span(), list.id(), file.name(), report);
        }
      }
    }
    return heard;
  }

  /**
   * Returns what a lockfile of this host holds of mail domains; what is wrong goes to the report.
   */
  public static HeardDomains domains(Path file, PolicyFiles files, Report report) {
    Optional<PolicyText> text = files.lockfile(file, report);
    if (text.isEmpty()) {
      return HeardDomains.nothing();
    }
    try {
      return Lockfile.readDomains(text.get().text(), Instant.EPOCH);
    } catch (IOException e) {
      unreadable(place(text.get().name(), e), e, report);
      return HeardDomains.nothing();
    }
  }

  private static void incomplete(Span place, String source, String lock, Report report) {
    report.add(
        Code.LOCK_INCOMPLETE,
        place,
        "the lockfile " + lock + " does not hold the source \"" + source + "\"",
        "write it anew with: postern lock -o " + lock);
  }

  private static Span place(String name, IOException e) {
    return e instanceof JsonSyntaxException at
        ? new Span(name, at.line(), at.column(), 1, "", true)
        : Span.wholeFile(name);
  }

  /** Returns the reason without the place, which the span has. */
  private static String reason(IOException e) {
    return e instanceof JsonSyntaxException ? "not a JSON object" : String.valueOf(e.getMessage());
  }

  private static void unreadable(Span place, IOException e, Report report) {
    report.add(
        Code.LOCK_UNREADABLE,
        place,
        "the lockfile cannot be read: " + reason(e),
        "name a lockfile; postern lock -o FILE writes one");
  }

  private static void take(
      SourceSpec source,
      String name,
      Map<Question, Answer> locked,
      Map<Question, Answer> answers,
      Report report) {
    boolean found = false;
    for (Family family : Family.values()) {
      Question question = new Question(source.id(), family);
      Answer answer = locked.get(question);
      if (answer != null) {
        answers.put(question, answer);
        found = true;
      }
    }
    if (!found) {
      incomplete(source.span(), source.id(), name, report);
    }
  }
}
