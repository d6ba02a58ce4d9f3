import java.lang.classfile.ClassBuilder;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.CodeElement;
import java.lang.classfile.Label;
import java.lang.classfile.Opcode;
import java.lang.classfile.constantpool.Utf8Entry;
import java.lang.classfile.instruction.InvokeDynamicInstruction;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDesc;
import java.lang.constant.DirectMethodHandleDesc;
import java.lang.constant.MethodTypeDesc;
import java.lang.reflect.AccessFlag;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.StreamSupport;

/**
 * Turns the call sites of switches over types into calls of methods that test one type after the
 * other.
 *
 * <p>{@code SwitchBootstraps.typeSwitch} makes such a method when a switch is first reached, as a
 * hidden class that no archive of classes holds: 1 to 2 ms for each switch, in each start of the
 * program. What a switch answers stays the same.
 */
final class PlainSwitches {
  private static final String BOOTSTRAP = "typeSwitch";

  private final ClassFile classes;

  PlainSwitches(ClassFile classes) {
    this.classes = classes;
  }

  private record Site(String method, MethodTypeDesc type, List<ConstantDesc> labels) {}

  /** The class without such call sites, or the same bytes where it has none. */
  byte[] rewritten(byte[] content) {
    ClassModel model = classes.parse(content);
    boolean isConcerned =
        StreamSupport.stream(model.constantPool().spliterator(), false)
            .anyMatch(entry -> entry instanceof Utf8Entry text && text.equalsString(BOOTSTRAP));
    if (!isConcerned) {
      return content;
    }
    List<Site> sites = new ArrayList<>();
    ClassTransform calls =
        ClassTransform.transformingMethodBodies(
            (code, element) -> replace(model, sites, code, element));
    ClassTransform methods =
        ClassTransform.endHandler(type -> sites.forEach(site -> addMethod(type, site)));
    return classes.transformClass(model, calls.andThen(methods));
  }

  private static void replace(
      ClassModel model, List<Site> sites, CodeBuilder code, CodeElement element) {
    if (element instanceof InvokeDynamicInstruction call && isTypeSwitch(call)) {
      Site site = new Site(BOOTSTRAP + "$" + sites.size(), call.typeSymbol(), call.bootstrapArgs());
      sites.add(site);
      code.invokestatic(
          model.thisClass().asSymbol(),
          site.method(),
          site.type(),
          model.flags().has(AccessFlag.INTERFACE));
    } else {
      code.with(element);
    }
  }

  /** Constants of enums among the labels, and numbers, are left to the JVM. */
  private static boolean isTypeSwitch(InvokeDynamicInstruction call) {
    DirectMethodHandleDesc bootstrap = call.bootstrapMethod();
    return bootstrap.methodName().equals(BOOTSTRAP)
        && bootstrap.owner().descriptorString().equals("Ljava/lang/runtime/SwitchBootstraps;")
        && !call.typeSymbol().parameterType(0).isPrimitive()
        && call.bootstrapArgs().stream()
            .allMatch(label -> label instanceof ClassDesc type && !type.isPrimitive());
  }

  /**
   * The number of the first label from {@code restart} on that the selector is of, -1 for null, and
   * the number of labels where it is of none.
   */
  private static void addMethod(ClassBuilder type, Site site) {
    int flags = ClassFile.ACC_PRIVATE | ClassFile.ACC_STATIC | ClassFile.ACC_SYNTHETIC;
    type.withMethodBody(
        site.method(),
        site.type(),
        flags,
        code -> {
          Label isThere = code.newLabel();
          code.aload(0).ifnonnull(isThere).iconst_m1().ireturn().labelBinding(isThere);
          for (int i = 0; i < site.labels().size(); i++) {
            Label next = code.newLabel();
            code.iload(1).loadConstant(i).branch(Opcode.IF_ICMPGT, next);
            code.aload(0).instanceOf((ClassDesc) site.labels().get(i)).ifeq(next);
            code.loadConstant(i).ireturn().labelBinding(next);
          }
          code.loadConstant(site.labels().size()).ireturn();
        });
  }
}
