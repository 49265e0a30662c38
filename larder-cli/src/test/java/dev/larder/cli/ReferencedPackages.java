// SPDX-License-Identifier: Apache-2.0
package dev.larder.cli;

import java.io.IOException;
import java.lang.classfile.AttributedElement;
import java.lang.classfile.Attributes;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.attribute.RecordComponentInfo;
import java.lang.classfile.constantpool.ClassEntry;
import java.lang.classfile.constantpool.MethodTypeEntry;
import java.lang.classfile.constantpool.NameAndTypeEntry;
import java.lang.classfile.constantpool.PoolEntry;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The packages that a compiled class names: in its code, in the descriptors and generic signatures
 * of itself and its members. Constants that the compiler copied leave no trace.
 */
final class ReferencedPackages {

  /** A class in a descriptor or a signature, as in {@code Ljava/util/List<Ldev/larder/A;>;}. */
  private static final Pattern CLASS_NAME = Pattern.compile("L((?:[\\w$]+/)+)[\\w$]+");

  private final TreeSet<String> packages = new TreeSet<>();

  private ReferencedPackages() {}

  /** {@return the package of a class file, then every package that it names} */
  static Named of(Path classFile) throws IOException {
    ClassModel model = ClassFile.of().parse(classFile);
    var referenced = new ReferencedPackages();
    referenced.add(model);
    return new Named(packageOf(model.thisClass().asInternalName()), referenced.packages);
  }

  /** A class's package, and those that it names. */
  record Named(String own, TreeSet<String> referenced) {}

  private void add(ClassModel model) {
    for (PoolEntry entry : model.constantPool()) {
      switch (entry) {
        case ClassEntry named -> addClass(named.asInternalName());
        case NameAndTypeEntry named -> addType(named.type().stringValue());
        case MethodTypeEntry type -> addType(type.descriptor().stringValue());
        default -> {} // numbers, texts, and entries that point to those above
      }
    }
    model
        .findAttribute(Attributes.signature())
        .ifPresent(signature -> addType(signature.signature().stringValue()));
    var members = new ArrayList<AttributedElement>();
    members.addAll(model.fields());
    members.addAll(model.methods());
    model.fields().forEach(field -> addType(field.fieldType().stringValue()));
    model.methods().forEach(method -> addType(method.methodType().stringValue()));
    members.addAll(recordComponents(model));
    for (var member : members) {
      member
          .findAttribute(Attributes.signature())
          .ifPresent(signature -> addType(signature.signature().stringValue()));
    }
  }

  private static List<RecordComponentInfo> recordComponents(ClassModel model) {
    return model.findAttribute(Attributes.record()).map(all -> all.components()).orElse(List.of());
  }

  private void addClass(String internalName) {
    if (internalName.startsWith("[")) {
      addType(internalName);
    } else {
      packages.add(packageOf(internalName));
    }
  }

  private void addType(String descriptor) {
    Matcher matcher = CLASS_NAME.matcher(descriptor);
    while (matcher.find()) {
      packages.add(packageOf(matcher.group(1) + "X"));
    }
  }

  private static String packageOf(String internalName) {
    int slash = internalName.lastIndexOf('/');
    return internalName.substring(0, Math.max(0, slash)).replace('/', '.');
  }
}
