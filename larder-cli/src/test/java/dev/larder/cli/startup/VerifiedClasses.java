// SPDX-License-Identifier: Apache-2.0
package dev.larder.cli.startup;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassFile.StackMapsOption;
import java.lang.classfile.ClassHierarchyResolver;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.CodeTransform;
import java.lang.constant.ClassDesc;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.jar.JarFile;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.jspecify.annotations.Nullable;

/**
 * Gives classes that were compiled for Java 5 the stack maps that every class has since Java 6
 * (JVMS §4.7.4). Without them the JVM infers the types anew at each start, and an AOT cache does
 * not take the class.
 */
final class VerifiedClasses {
  /** The first version whose classes are verified by stack maps alone: Java 7. */
  private static final int STACK_MAPS_REQUIRED = ClassFile.JAVA_7_VERSION;

  private final JarFile jar;
  private final ClassFile classFile;

  private VerifiedClasses(JarFile jar) {
    this.jar = jar;
    this.classFile =
        ClassFile.of(
            StackMapsOption.GENERATE_STACK_MAPS,
            ClassFile.ClassHierarchyResolverOption.of(
                ClassHierarchyResolver.ofResourceParsing(this::open)
                    .orElse(ClassHierarchyResolver.defaultResolver())));
  }

  /** Writes each jar anew that has such classes. */
  static void rewriteJars(Path directory) throws IOException {
    try (var jars = Files.newDirectoryStream(directory, "*.jar")) {
      for (Path file : jars) {
        rewriteJar(file);
      }
    }
  }

  private static void rewriteJar(Path file) throws IOException {
    Path written = file.resolveSibling(file.getFileName() + ".new");
    try (var jar = new JarFile(file.toFile())) {
      var classes = new VerifiedClasses(jar);
      if (!classes.areOld()) {
        return;
      }
      classes.write(written);
    }
    Files.move(written, file, StandardCopyOption.REPLACE_EXISTING);
  }

  private boolean areOld() throws IOException {
    for (var entry : jar.stream().toList()) {
      if (isClass(entry) && isOld(read(entry))) {
        return true;
      }
    }
    return false;
  }

  private void write(Path written) throws IOException {
    try (var out = new ZipOutputStream(Files.newOutputStream(written))) {
      for (var entry : jar.stream().toList()) {
        var copy = new ZipEntry(entry.getName());
        copy.setTimeLocal(entry.getTimeLocal());
        out.putNextEntry(copy);
        byte[] bytes = read(entry);
        out.write(isClass(entry) && isOld(bytes) ? withStackMaps(bytes) : bytes);
      }
    }
  }

  private byte[] withStackMaps(byte[] bytes) {
    return classFile.transformClass(
        classFile.parse(bytes),
        ClassTransform.transformingMethodBodies(CodeTransform.ACCEPT_ALL)
            .andThen(
                ClassTransform.endHandler(builder -> builder.withVersion(STACK_MAPS_REQUIRED, 0))));
  }

  private static boolean isClass(ZipEntry entry) {
    return entry.getName().endsWith(".class");
  }

  /** The major version is the {@code u2} at offset 6 (JVMS §4.1). */
  private static boolean isOld(byte[] bytes) {
    return ((bytes[6] & 0xff) << 8 | (bytes[7] & 0xff)) < STACK_MAPS_REQUIRED;
  }

  private byte[] read(ZipEntry entry) throws IOException {
    try (var in = jar.getInputStream(entry)) {
      return in.readAllBytes();
    }
  }

  private @Nullable InputStream open(ClassDesc name) {
    String descriptor = name.descriptorString();
    var entry = jar.getEntry(descriptor.substring(1, descriptor.length() - 1) + ".class");
    try {
      return entry == null ? null : jar.getInputStream(entry);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
