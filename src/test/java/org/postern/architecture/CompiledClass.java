package org.postern.architecture;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.classfile.Annotation;
import java.lang.classfile.Attributes;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.constantpool.ClassEntry;
import java.lang.classfile.constantpool.MemberRefEntry;
import java.lang.classfile.constantpool.MethodTypeEntry;
import java.lang.classfile.constantpool.NameAndTypeEntry;
import java.lang.classfile.constantpool.PoolEntry;
import java.lang.constant.ClassDesc;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What one class file names: other types, and members of them as {@code type.member}.
 *
 * @param name the binary name, for example {@code org.postern.plan.Plan$Step}
 * @param annotations the types of the annotations on the class itself
 */
record CompiledClass(String name, Set<String> types, Set<String> members, Set<String> annotations) {

  private static final Pattern TYPE_IN_DESCRIPTOR = Pattern.compile("L([\\w/$-]+)[;<]");

  /** All classes below a folder of class files. */
  static List<CompiledClass> in(Path folder) {
    try (Stream<Path> paths = Files.walk(folder)) {
      return paths
          .filter(path -> path.toString().endsWith(".class"))
          .sorted()
          .map(CompiledClass::read)
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The package below a root package; empty for the root itself. */
  String packageBelow(String root) {
    int end = name.lastIndexOf('.');
    return end <= root.length() ? "" : name.substring(root.length() + 1, end);
  }

  /** The name of the source file's class, as {@code plan.Plan}, below a root package. */
  String outermostBelow(String root) {
    String below = name.substring(root.length() + 1);
    int nested = below.indexOf('$');
    return nested < 0 ? below : below.substring(0, nested);
  }

  private static CompiledClass read(Path path) {
    ClassModel model;
    try {
      model = ClassFile.of().parse(path);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Set<String> types = new TreeSet<>();
    Set<String> members = new TreeSet<>();
    for (PoolEntry entry : model.constantPool()) {
      if (entry instanceof ClassEntry type) {
        addType(type.asSymbol(), types);
      } else if (entry instanceof NameAndTypeEntry member) {
        addDescriptor(member.type().stringValue(), types);
      } else if (entry instanceof MethodTypeEntry type) {
        addDescriptor(type.descriptor().stringValue(), types);
      } else if (entry instanceof MemberRefEntry member) {
        members.add(binaryName(member.owner().asSymbol()) + "." + member.name().stringValue());
      }
    }
    model.fields().forEach(field -> addDescriptor(field.fieldType().stringValue(), types));
    model.methods().forEach(method -> addDescriptor(method.methodType().stringValue(), types));
    addSignatures(model, types);
    return new CompiledClass(
        binaryName(model.thisClass().asSymbol()), types, members, annotations(model));
  }

  /** Type arguments stand in no descriptor, only in the attributes for generics. */
  private static void addSignatures(ClassModel model, Set<String> types) {
    Stream.of(
            model.findAttribute(Attributes.signature()).stream(),
            model.fields().stream()
                .flatMap(field -> field.findAttribute(Attributes.signature()).stream()),
            model.methods().stream()
                .flatMap(method -> method.findAttribute(Attributes.signature()).stream()))
        .flatMap(attributes -> attributes)
        .forEach(attribute -> addDescriptor(attribute.signature().stringValue(), types));
  }

  private static Set<String> annotations(ClassModel model) {
    Set<String> found = new TreeSet<>();
    model
        .findAttribute(Attributes.runtimeVisibleAnnotations())
        .ifPresent(
            attribute ->
                attribute.annotations().stream()
                    .map(Annotation::classSymbol)
                    .map(CompiledClass::binaryName)
                    .forEach(found::add));
    return found;
  }

  private static void addType(ClassDesc type, Set<String> types) {
    ClassDesc element = type;
    while (element.isArray()) {
      element = element.componentType();
    }
    if (element.isClassOrInterface()) {
      types.add(binaryName(element));
    }
  }

  private static void addDescriptor(String descriptor, Set<String> types) {
    Matcher matcher = TYPE_IN_DESCRIPTOR.matcher(descriptor);
    while (matcher.find()) {
      types.add(matcher.group(1).replace('/', '.'));
    }
  }

  private static String binaryName(ClassDesc type) {
    String descriptor = type.descriptorString();
    return type.isClassOrInterface()
        ? descriptor.substring(1, descriptor.length() - 1).replace('/', '.')
        : descriptor;
  }
}
