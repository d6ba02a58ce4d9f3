import java.lang.classfile.Attributes;
import java.lang.classfile.ClassBuilder;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.Label;
import java.lang.classfile.MethodModel;
import java.lang.classfile.Opcode;
import java.lang.classfile.TypeKind;
import java.lang.classfile.attribute.RecordAttribute;
import java.lang.classfile.attribute.RecordComponentInfo;
import java.lang.classfile.instruction.InvokeDynamicInstruction;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import java.util.List;
import java.util.Map;

/**
 * Gives records an {@code equals} and a {@code hashCode} of plain instructions.
 *
 * <p>{@code ObjectMethods} makes them of method handles when they are first called, which no
 * archive of classes holds: 5 to 10 ms for each record, in each start of the program. What they
 * answer stays the same, as java.lang.runtime.ObjectMethods of this JDK computes it.
 */
final class PlainRecords {
  private static final ClassDesc OBJECTS = ClassDesc.of("java.util.Objects");
  private static final Map<TypeKind, ClassDesc> BOXES =
      Map.of(
          TypeKind.BOOLEAN, ConstantDescs.CD_Boolean,
          TypeKind.BYTE, ConstantDescs.CD_Byte,
          TypeKind.CHAR, ConstantDescs.CD_Character,
          TypeKind.SHORT, ConstantDescs.CD_Short,
          TypeKind.INT, ConstantDescs.CD_Integer,
          TypeKind.LONG, ConstantDescs.CD_Long,
          TypeKind.FLOAT, ConstantDescs.CD_Float,
          TypeKind.DOUBLE, ConstantDescs.CD_Double);

  private final ClassFile classes;

  PlainRecords(ClassFile classes) {
    this.classes = classes;
  }

  /** The record with methods of its own, or the same bytes where it is none or has written them. */
  byte[] rewritten(byte[] content) {
    ClassModel model = classes.parse(content);
    if (model.findAttribute(Attributes.record()).isEmpty()) {
      return content;
    }
    List<RecordComponentInfo> components =
        model.findAttribute(Attributes.record()).map(RecordAttribute::components).orElseThrow();
    ClassDesc own = model.thisClass().asSymbol();
    return classes.transformClass(
        model,
        (type, element) -> {
          if (element instanceof MethodModel method && isMade(method, "hashCode")) {
            replace(type, method, code -> hash(code, own, components));
          } else if (element instanceof MethodModel method && isMade(method, "equals")) {
            replace(type, method, code -> equal(code, own, components));
          } else {
            type.with(element);
          }
        });
  }

  private static boolean isMade(MethodModel method, String name) {
    return method.methodName().equalsString(name)
        && method.code().stream()
            .flatMap(code -> code.elementStream())
            .anyMatch(
                element ->
                    element instanceof InvokeDynamicInstruction call
                        && call.bootstrapMethod().methodName().equals("bootstrap")
                        && call.name().equalsString(name));
  }

  private static void replace(
      ClassBuilder type, MethodModel method, java.util.function.Consumer<CodeBuilder> body) {
    type.withMethodBody(method.methodName(), method.methodType(), method.flags().flagsMask(), body);
  }

  private static void hash(CodeBuilder code, ClassDesc own, List<RecordComponentInfo> components) {
    code.iconst_0();
    for (RecordComponentInfo component : components) {
      ClassDesc type = component.descriptorSymbol();
      code.loadConstant(31).imul();
      code.aload(0).getfield(own, component.name().stringValue(), type);
      ClassDesc owner = BOXES.getOrDefault(TypeKind.from(type), OBJECTS);
      ClassDesc argument = type.isPrimitive() ? type : ConstantDescs.CD_Object;
      code.invokestatic(owner, "hashCode", MethodTypeDesc.of(ConstantDescs.CD_int, argument));
      code.iadd();
    }
    code.ireturn();
  }

  private static void equal(CodeBuilder code, ClassDesc own, List<RecordComponentInfo> components) {
    Label no = code.newLabel();
    code.aload(1).instanceOf(own).ifeq(no);
    for (RecordComponentInfo component : components) {
      ClassDesc type = component.descriptorSymbol();
      String name = component.name().stringValue();
      code.aload(0).getfield(own, name, type);
      code.aload(1).checkcast(own).getfield(own, name, type);
      compare(code, type, no);
    }
    code.iconst_1().ireturn().labelBinding(no).iconst_0().ireturn();
  }

  private static void compare(CodeBuilder code, ClassDesc type, Label no) {
    switch (TypeKind.from(type)) {
      case BOOLEAN, BYTE, CHAR, SHORT, INT -> code.branch(Opcode.IF_ICMPNE, no);
      case LONG -> code.lcmp().ifne(no);
      case FLOAT, DOUBLE ->
          code.invokestatic(
                  BOXES.get(TypeKind.from(type)),
                  "compare",
                  MethodTypeDesc.of(ConstantDescs.CD_int, type, type))
              .ifne(no);
      case REFERENCE, VOID ->
          code.invokestatic(
                  OBJECTS,
                  "equals",
                  MethodTypeDesc.of(
                      ConstantDescs.CD_boolean, ConstantDescs.CD_Object, ConstantDescs.CD_Object))
              .ifeq(no);
    }
  }
}
