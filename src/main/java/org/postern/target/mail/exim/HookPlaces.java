package org.postern.target.mail.exim;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.postern.plan.Ruleset;
import org.postern.target.HookLines;
import org.postern.target.HookLines.Part;
import org.postern.target.mail.HookBlock;

/** The places of the rules' statements, by the layout of a configuration. */
final class HookPlaces {
  private static final String DEBIAN_MACRO = "CHECK_RCPT_LOCAL_ACL_FILE";

  private static final Pattern DEFINED =
      Pattern.compile("^\\s*" + DEBIAN_MACRO + "\\s*==?\\s*(/\\S+)\\s*$", Pattern.MULTILINE);

  private static final Pattern SPLIT =
      Pattern.compile("^dc_use_split_config=['\"]?true['\"]?\\s*$", Pattern.MULTILINE);

  private static final String CPANEL_FILE =
      "usr/local/cpanel/etc/exim/acls/ACL_RECP_VERIFY_BLOCK/custom_begin_recp_verify";

  private static final List<String> RESTART_OF_CPANEL = List.of("/scripts/restartsrv_exim");

  private static final String DIRECTADMIN_FILE = "etc/exim.acl_check_recipient.pre.conf";

  private final EximProgram program;
  private final EximOptions options;
  private final Path root;

  HookPlaces(EximProgram program, EximOptions options, Path root) {
    this.program = program;
    this.options = options;
    this.root = root;
  }

  /**
   * Returns the lines to add for the rules of a ruleset.
   *
   * @param now the ACL as Exim reads it
   */
  HookLines lines(Ruleset ruleset, AclText now) throws IOException {
    String text = block(new Fragment(options).text(ruleset));
    boolean done = isThere(ruleset, now);
    return switch (options.layout()) {
      case PLAIN -> plain(text, now, done);
      case DEBIAN -> debian(text, done);
      case CPANEL -> cpanel(text, done);
      case DIRECTADMIN -> directadmin(text, done);
    };
  }

  private String block(String text) {
    return HookBlock.of(options.target(), text);
  }

  private boolean isThere(Ruleset ruleset, AclText now) {
    List<AclText.Statement> there = now.forRecipients().map(now::statements).orElse(List.of());
    Fragment fragment = new Fragment(options);
    return ruleset.rules().stream()
        .filter(rule -> rule.otherwise().isPresent())
        .allMatch(rule -> there.containsAll(fragment.among(there, rule)));
  }

  /**
   * Returns the place after the label of the ACL, where that is in the main file itself and in none
   * that it includes.
   */
  private HookLines plain(String text, AclText now, boolean done) throws IOException {
    Optional<Path> file = program.configurationFile().map(this::inRoot);
    String acl = now.forRecipients().orElse("");
    String where =
        "%s, after the line \"%s:\""
            .formatted(
                file.map(this::shown).orElse("the configuration file of Exim"),
                acl.isEmpty() ? "NAME" : acl);
    Optional<HookLines.Content> content = Optional.empty();
    if (file.isPresent() && !acl.isEmpty()) {
      content = behind(file.get(), "(?m)^\\s*" + Pattern.quote(acl) + "\\s*:\\s*$\\n?", text);
    }
    return new HookLines(
        List.of(new Part(where, text, List.of(), done, content)),
        List.of(
            acl.isEmpty()
                ? "acl_smtp_rcpt names no ACL: name one, and begin it with these lines"
                : "Exim goes by them when it has read its configuration: systemctl reload exim"));
  }

  private static Optional<HookLines.Content> behind(Path file, String label, String text)
      throws IOException {
    String now = HookBlock.without(read(file).orElse(""));
    Matcher found = Pattern.compile(label).matcher(now);
    return found.find()
        ? Optional.of(
            new HookLines.Content(
                file, now.substring(0, found.end()) + text + now.substring(found.end())))
        : Optional.empty();
  }

  /** Returns the path as Exim knows it. */
  private String shown(Path file) {
    return "/" + root.relativize(file);
  }

  private Path inRoot(Path file) {
    return root.resolve(file.toString().substring(1));
  }

  /** A file of ours, or the one that the macro names already; and the macro. */
  private HookLines debian(String text, boolean done) throws IOException {
    Path folder = root.resolve("etc/exim4");
    boolean split =
        read(folder.resolve("update-exim4.conf.conf"))
            .filter(c -> SPLIT.matcher(c).find())
            .isPresent();
    Path macros =
        split
            ? folder.resolve("conf.d/main/000_postern")
            : folder.resolve("exim4.conf.localmacros");
    Optional<Path> named = macroFile(folder, split);
    Path file = named.orElseGet(() -> folder.resolve("postern_check_rcpt"));
    List<Part> parts = new ArrayList<>();
    parts.add(whole(file, text, named.isEmpty() ? List.of() : reload("exim4"), done));
    if (named.isEmpty()) {
      String macro = block("%s = %s\n".formatted(DEBIAN_MACRO, shown(file)));
      parts.add(whole(macros, macro, reload("exim4"), done));
    }
    return new HookLines(
        parts,
        List.of(
            "Debian has this place after it has verified the recipient: any client learns which"
                + " recipients there are, and postmaster is not covered",
            "where rules are for all recipients, the same statements at the beginning of"
                + " acl_check_rcpt cover both"));
  }

  private Optional<Path> macroFile(Path folder, boolean split) throws IOException {
    List<Path> files = new ArrayList<>();
    if (split) {
      try (var main = Files.list(folder.resolve("conf.d/main"))) {
        main.sorted().forEach(files::add);
      } catch (NoSuchFileException e) {
        files.clear();
      }
    } else {
      files.add(folder.resolve("exim4.conf.localmacros"));
    }
    for (Path file : files) {
      Matcher defined = DEFINED.matcher(read(file).orElse(""));
      if (defined.find()) {
        return Optional.of(root.resolve(defined.group(1).substring(1)));
      }
    }
    return Optional.empty();
  }

  private HookLines cpanel(String text, boolean done) throws IOException {
    return new HookLines(
        List.of(
            whole(root.resolve(CPANEL_FILE), text, List.of("/scripts/buildeximconf"), done),
            new Part("then /scripts/restartsrv_exim", "", RESTART_OF_CPANEL, done)),
        List.of(
            "that is the box custom_begin_recp_verify of WHM's Exim Configuration Editor, Advanced"
                + " Mode, of cPanel 11.32 and later",
            "in cPanel 11.30 and earlier the same lines go before [% ACL_PRE_RECP_VERIFY_BLOCK %]"
                + " in that editor"));
  }

  private HookLines directadmin(String text, boolean done) throws IOException {
    return new HookLines(
        List.of(whole(root.resolve(DIRECTADMIN_FILE), text, reload("exim"), done)),
        List.of(
            "DirectAdmin includes this file before all else and keeps it when it builds"
                + " exim.conf"));
  }

  private static List<String> reload(String service) {
    return List.of("service", service, "reload");
  }

  /** A file that holds our block at its beginning, and behind it what it held before. */
  private Part whole(Path file, String text, List<String> command, boolean done)
      throws IOException {
    String now = read(file).orElse("");
    String content = text + HookBlock.without(now);
    return new Part(
        shown(file) + (now.isEmpty() ? "" : ", at its beginning"),
        text,
        command,
        done && now.contains(text),
        Optional.of(new HookLines.Content(file, content)));
  }

  private static Optional<String> read(Path file) throws IOException {
    try {
      return Optional.of(Files.readString(file, StandardCharsets.ISO_8859_1));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
  }
}
