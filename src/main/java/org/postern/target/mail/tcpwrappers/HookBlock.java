package org.postern.target.mail.tcpwrappers;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.postern.address.AddressSet;
import org.postern.plan.Ruleset;
import org.postern.target.HookLines;
import org.postern.target.mail.tcpwrappers.Decisions.Decision;
import org.postern.target.mail.tcpwrappers.Options.Verdict;

/**
 * The place of our lines among those of the administrator, all of which stay byte for byte: after
 * the last that libwrap reads, so that clients which an administrator's line denies stay denied,
 * and variables that it sets stay set. But an administrator's line that denies all other clients
 * stays after ours.
 */
final class HookBlock {
  private static final String END = "# postern: end\n";

  private final TcpwrappersOptions options;
  private final HostsFiles files;

  HookBlock(TcpwrappersOptions options, HostsFiles files) {
    this.options = options;
    this.files = files;
  }

  /** Returns the line that has tcpd let in the clients of our file. */
  String allowing() {
    return "%s: %s\n".formatted(options.daemon(), options.patterns());
  }

  /** Returns the line that denies all others. */
  String denying() {
    return "%s: ALL\n".formatted(options.daemon());
  }

  /** Tells whether a line of /etc/hosts.allow lets in the clients of our file. */
  boolean isNamed(Decisions decisions) {
    return decisions.all().stream()
        .anyMatch(
            one ->
                one.allowing()
                    && one.verdict() == Verdict.ALLOWS
                    && one.line().clients().contains(options.patterns().toString()));
  }

  /** Tells whether a line of /etc/hosts.deny is for all clients, whatever those before it do. */
  private boolean deniesAll(HostsFile deny, Patterns patterns) {
    return Decisions.of(HostsFile.NONE, deny, options.daemon(), patterns).all().stream()
        .anyMatch(
            one ->
                one.verdict() == Verdict.DENIES && one.matched().sure().equals(AddressSet.all()));
  }

  HookLines.Part allow(Ruleset ruleset) throws IOException {
    String text = HostsFiles.text(options.allow());
    String without = without(text);
    HostsFile file = HostsFile.read(without);
    Decisions decisions =
        Decisions.of(file, HostsFile.NONE, options.daemon(), files.patterns(ruleset, false));
    int at =
        decisions.all().stream()
            .filter(one -> one.isLast() && one.verdict() == Verdict.DENIES)
            .map(Decision::line)
            .mapToInt(AccessLine::begin)
            .findFirst()
            .orElse(file.end());
    return part(
        options.allow(),
        allowing(),
        new Insertion(without, at),
        isNamed(files.decisions(ruleset, false)));
  }

  HookLines.Part deny(Ruleset ruleset) throws IOException {
    String text = HostsFiles.text(options.deny());
    String without = without(text);
    return part(
        options.deny(),
        denying(),
        new Insertion(without, HostsFile.read(without).end()),
        deniesAll(HostsFile.read(text), files.patterns(ruleset, false)));
  }

  /** The place of our lines in what others wrote. */
  private record Insertion(String text, int at) {
    String with(String block) {
      return text.substring(0, at) + block + text.substring(at);
    }

    String place() {
      long line = text.substring(0, at).chars().filter(letter -> letter == '\n').count();
      return at == text.length() ? "" : ", before its line %d".formatted(line + 1);
    }
  }

  private HookLines.Part part(Path file, String line, Insertion insertion, boolean done) {
    String block = begin() + line + END;
    boolean written = HostsFiles.isReplaceable(file);
    return new HookLines.Part(
        file + insertion.place(),
        block,
        List.of(),
        done,
        written
            ? Optional.of(new HookLines.Content(file, insertion.with(block)))
            : Optional.empty());
  }

  private String begin() {
    return "# postern: begin, by \"postern hook %s\"\n".formatted(options.target());
  }

  /**
   * Returns the text without our block; a block that was changed is no longer ours alone, and
   * stays.
   */
  private String without(String text) {
    return text.replaceAll(
        "(?m)^%s[^#\n\\\\]+\n%s".formatted(Pattern.quote(begin()), Pattern.quote(END)), "");
  }
}
