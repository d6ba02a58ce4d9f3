import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassHierarchyResolver;
import java.lang.classfile.attribute.ModuleAttribute;
import java.lang.classfile.attribute.ModuleMainClassAttribute;
import java.lang.classfile.attribute.ModulePackagesAttribute;
import java.lang.constant.ClassDesc;
import java.lang.constant.ModuleDesc;
import java.lang.constant.PackageDesc;
import java.lang.reflect.AccessFlag;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;

/**
 * One module of our jar and the libraries, for jlink, which links explicit modules only.
 *
 * <p>Linked into the runtime, classes are in the file {@code lib/modules}. The JVM does not compare
 * the time of that file with the one that the archive of classes was made from, as it does with
 * jars: a copy of the image that loses all times keeps its archive.
 */
final class ApplicationModule {
  static final String NAME = "org.postern";

  private static final String SERVICES = "META-INF/services/";
  private static final List<String> LEGAL = List.of("LICENSE", "NOTICE", "COPYING");

  private final List<Path> jars;
  private final Attributes manifest;
  private final Map<String, byte[]> entries = new TreeMap<>();
  private final Map<String, List<String>> services = new TreeMap<>();
  private final Map<String, byte[]> legal = new TreeMap<>();

  private ApplicationModule(List<Path> jars, Attributes manifest) {
    this.jars = jars;
    this.manifest = manifest;
  }

  /** Reads a jar and the libraries that its manifest names. */
  static ApplicationModule of(Path jar) throws IOException {
    try (JarFile file = new JarFile(jar.toFile())) {
      Attributes manifest = file.getManifest().getMainAttributes();
      List<Path> jars = new ArrayList<>(List.of(jar));
      Arrays.stream(manifest.getValue(Attributes.Name.CLASS_PATH).split(" "))
          .map(jar::resolveSibling)
          .forEach(jars::add);
      ApplicationModule module = new ApplicationModule(List.copyOf(jars), manifest);
      for (Path each : jars) {
        module.add(each);
      }
      return module;
    }
  }

  /** The jars that it consists of. */
  List<Path> jars() {
    return jars;
  }

  /** Of a jar for several versions of Java only what this version runs is taken. */
  private void add(Path jar) throws IOException {
    try (JarFile file = new JarFile(jar.toFile(), false, ZipFile.OPEN_READ, Runtime.version())) {
      for (JarEntry entry : (Iterable<JarEntry>) file.versionedStream()::iterator) {
        if (!entry.isDirectory()) {
          add(jar, entry.getName(), file.getInputStream(entry).readAllBytes());
        }
      }
    }
  }

  private void add(Path jar, String name, byte[] content) throws IOException {
    String file = name.substring(name.lastIndexOf('/') + 1);
    if (name.endsWith("module-info.class")) {
      return;
    }
    if (LEGAL.stream().anyMatch(file.toUpperCase()::startsWith) && !file.endsWith(".class")) {
      legal.put(jar.getFileName().toString().replace(".jar", "") + "/" + file, content);
    } else if (name.startsWith(SERVICES) && isClassName(name.substring(SERVICES.length()))) {
      List<String> providers =
          new String(content, StandardCharsets.UTF_8)
              .lines()
              .map(line -> line.replaceFirst("#.*", "").strip())
              .filter(line -> !line.isEmpty())
              .toList();
      services
          .computeIfAbsent(name.substring(SERVICES.length()), service -> new ArrayList<>())
          .addAll(providers);
    } else if (!name.startsWith("META-INF/") || name.startsWith(SERVICES)) {
      if (entries.put(name, content) != null) {
        throw new IOException(name + " is in two libraries");
      }
    }
  }

  /**
   * Some libraries keep configuration in subfolders there. Of a class of the JDK only what is
   * exported counts.
   */
  private static boolean isClassName(String service) {
    return !service.contains("/") && !service.startsWith("sun.");
  }

  /** Writes it as a modular jar. */
  void write(Path file, List<String> requires) throws IOException {
    try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file))) {
      zip.setLevel(1);
      zip.putNextEntry(new ZipEntry("module-info.class"));
      zip.write(descriptor(requires));
      ClassFile classes = classes();
      PlainSwitches switches = new PlainSwitches(classes);
      PlainRecords records = new PlainRecords(classes);
      for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
        boolean isClass = entry.getKey().endsWith(".class");
        zip.putNextEntry(new ZipEntry(entry.getKey()));
        byte[] content = entry.getValue();
        zip.write(isClass ? records.rewritten(switches.rewritten(content)) : content);
      }
    }
  }

  /** Verifying a class that is rewritten takes the types of the others. */
  private ClassFile classes() {
    ClassHierarchyResolver own =
        ClassHierarchyResolver.ofResourceParsing(
            type -> {
              String name = type.descriptorString();
              byte[] content = entries.get(name.substring(1, name.length() - 1) + ".class");
              return content == null ? null : new ByteArrayInputStream(content);
            });
    ClassHierarchyResolver all = own.orElse(ClassHierarchyResolver.defaultResolver()).cached();
    return ClassFile.of(ClassFile.ClassHierarchyResolverOption.of(all));
  }

  /** Open, because libraries reflect upon classes and look resources up as on a class path. */
  private byte[] descriptor(List<String> requires) {
    ModuleAttribute attribute =
        ModuleAttribute.of(
            ModuleDesc.of(NAME),
            module -> {
              module.moduleFlags(AccessFlag.OPEN);
              module.moduleVersion(manifest.getValue(Attributes.Name.IMPLEMENTATION_VERSION));
              for (String name : requires) {
                boolean isBase = name.equals("java.base");
                List<AccessFlag> flags = isBase ? List.of(AccessFlag.MANDATED) : List.of();
                module.requires(ModuleDesc.of(name), flags, null);
              }
              services.forEach(
                  (service, providers) -> {
                    module.uses(ClassDesc.of(service));
                    module.provides(
                        ClassDesc.of(service),
                        providers.stream().map(ClassDesc::of).toArray(ClassDesc[]::new));
                  });
            });
    String main = manifest.getValue(Attributes.Name.MAIN_CLASS);
    return ClassFile.of()
        .buildModule(
            attribute,
            file ->
                file.with(ModulePackagesAttribute.ofNames(packages()))
                    .with(ModuleMainClassAttribute.of(ClassDesc.of(main))));
  }

  /** Folders of resources count, where their names could be those of packages. */
  private List<PackageDesc> packages() {
    TreeSet<String> names = new TreeSet<>();
    for (String entry : entries.keySet()) {
      int end = entry.lastIndexOf('/');
      if (end > 0 && !entry.startsWith("META-INF/")) {
        names.add(entry.substring(0, end).replace('/', '.'));
      }
    }
    return names.stream().map(PackageDesc::of).toList();
  }

  /** Writes the licences of the libraries, a folder each. */
  void writeLegal(Path folder) throws IOException {
    legal.forEach(
        (name, content) -> {
          try {
            Files.createDirectories(folder.resolve(name).getParent());
            Files.write(folder.resolve(name), content);
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        });
  }
}
