package org.postern.architecture;

import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.SourcePositions;
import com.sun.source.util.TreePathScanner;
import com.sun.source.util.Trees;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;

/** The text of one Java file. */
record SourceFile(Path path, String text) {

  /** A comment of Java, or of a unit of systemd. */
  private static final Pattern COMMENT =
      Pattern.compile("/\\*.*?\\*/|(?://|^ *#)[^\n]*", Pattern.DOTALL | Pattern.MULTILINE);

  private static final Pattern VAGUE =
      Pattern.compile("\\b(?:somebody|nobody|whoever)\\b", Pattern.CASE_INSENSITIVE);

  private static final int MAX_FILE_LINES = 400;
  private static final int MAX_METHOD_LINES = 60;
  private static final int MAX_PACKAGE_FILES = 40;

  /** All Java files below a folder. */
  static List<SourceFile> in(Path folder) {
    return in(folder, ".java");
  }

  /** All files below a folder whose names end so. */
  static List<SourceFile> in(Path folder, String ending) {
    try (Stream<Path> paths = Files.walk(folder)) {
      return paths
          .filter(path -> path.toString().endsWith(ending))
          .filter(Files::isRegularFile)
          .sorted()
          .map(SourceFile::read)
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The limits that no file passes; most stay far below. */
  static List<String> tooLong(List<SourceFile> files) {
    List<String> violations = new ArrayList<>();
    for (SourceFile file : files) {
      long lines = file.text.lines().count();
      if (lines > MAX_FILE_LINES) {
        violations.add(file.path + " has " + lines + " lines, more than " + MAX_FILE_LINES);
      }
    }
    violations.addAll(longMethods(files));
    return violations;
  }

  /** Packages of more files than one head holds; what describes them is not counted. */
  static List<String> crowded(List<SourceFile> files) {
    Map<String, Long> sizes =
        files.stream()
            .filter(file -> !file.path.endsWith("package-info.java"))
            .collect(
                Collectors.groupingBy(
                    file -> String.valueOf(file.path.getParent()),
                    TreeMap::new,
                    Collectors.counting()));
    return sizes.entrySet().stream()
        .filter(folder -> folder.getValue() > MAX_PACKAGE_FILES)
        .map(
            folder ->
                "%s has %d files, more than %d"
                    .formatted(folder.getKey(), folder.getValue(), MAX_PACKAGE_FILES))
        .toList();
  }

  /** Comments whose subject is a person that does not exist, where a process, peer or user acts. */
  static List<String> vague(List<SourceFile> files) {
    return files.stream()
        .flatMap(file -> COMMENT.matcher(file.text).results().map(found -> found.group()))
        .filter(comment -> VAGUE.matcher(comment).find())
        .toList();
  }

  /** The same in any text, with the file that has the line. */
  static List<String> vagueLines(List<SourceFile> files) {
    return files.stream()
        .flatMap(
            file ->
                file.text
                    .lines()
                    .filter(line -> VAGUE.matcher(line).find())
                    .map(line -> file.path + ": " + line.strip()))
        .toList();
  }

  private static List<String> longMethods(List<SourceFile> files) {
    JavacTask task =
        (JavacTask)
            ToolProvider.getSystemJavaCompiler()
                .getTask(
                    null, null, null, null, null, files.stream().map(SourceFile::object).toList());
    SourcePositions positions = Trees.instance(task).getSourcePositions();
    List<String> violations = new ArrayList<>();
    TreePathScanner<Void, CompilationUnitTree> scanner =
        new TreePathScanner<>() {
          @Override
          public Void visitMethod(MethodTree method, CompilationUnitTree unit) {
            long first = unit.getLineMap().getLineNumber(positions.getStartPosition(unit, method));
            long last = unit.getLineMap().getLineNumber(positions.getEndPosition(unit, method));
            if (last - first + 1 > MAX_METHOD_LINES) {
              ClassTree owner = (ClassTree) getCurrentPath().getParentPath().getLeaf();
              violations.add(
                  "%s.%s has %d lines, more than %d"
                      .formatted(
                          owner.getSimpleName(),
                          method.getName(),
                          last - first + 1,
                          MAX_METHOD_LINES));
            }
            return super.visitMethod(method, unit);
          }
        };
    try {
      task.parse().forEach(unit -> scanner.scan(unit, unit));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return violations;
  }

  private static SourceFile read(Path path) {
    try {
      return new SourceFile(path, Files.readString(path));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private JavaFileObject object() {
    URI uri = URI.create("string:///" + path.toString().replace('\\', '/'));
    return new SimpleJavaFileObject(uri, JavaFileObject.Kind.SOURCE) {
      @Override
      public CharSequence getCharContent(boolean ignoreEncodingErrors) {
        return text;
      }
    };
  }
}
