// SPDX-License-Identifier: Apache-2.0
package dev.larder.testkit.demo;

import dev.larder.testkit.image.ImageBuilder;
import dev.larder.testkit.registry.BuiltImages;
import dev.larder.testkit.registry.TestRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Serves {@code demo/jdk:25} and {@code demo/app:1} on the loopback address. */
public final class DemoRegistry {
  private DemoRegistry() {}

  /**
   * Builds the images, writes the registry's {@code HOST:PORT} into a file once they can be pulled,
   * and serves them until its standard input ends.
   *
   * @param arguments a directory for the blobs, which must exist, and the file to write
   * @throws IOException when the images cannot be made
   */
  public static void main(String[] arguments) throws IOException {
    if (arguments.length != 2) {
      System.err.println("usage: DemoRegistry DIRECTORY ADDRESS-FILE");
      System.exit(2);
    }
    var layers = new JdkLayers(Path.of(System.getProperty("java.home")), Path.of(arguments[0]));
    try (var registry = TestRegistry.start()) {
      putImages(registry, layers);
      publish(registry.host(), Path.of(arguments[1]));
      System.in.readAllBytes();
    }
  }

  private static void putImages(TestRegistry registry, JdkLayers layers) throws IOException {
    var base = layers.base();
    var changes = layers.changes();
    var jdk =
        new ImageBuilder()
            .layer(base)
            .layer(changes)
            .env("JAVA_HOME=/opt/jdk", "PATH=/usr/bin:/opt/jdk/bin")
            .entrypoint("/usr/bin/java")
            .cmd("-version")
            .workingDir("/tmp")
            .stopSignal("SIGTERM")
            .created("2026-11-01T00:00:00Z")
            .history("COPY jdk /opt/jdk")
            .history("RUN rm -r /opt/jdk/include /opt/jdk/lib/src.zip")
            .build();
    var app =
        new ImageBuilder()
            .layer(base)
            .layer(changes)
            .layer(layers.classes())
            .entrypoint("/usr/bin/java", "-cp", "/srv/classes")
            .user("1000:1000")
            .build();
    BuiltImages.put(registry, "demo/jdk", "25", jdk);
    BuiltImages.put(registry, "demo/app", "1", app);
  }

  /** Whoever waits for the file finds it whole. */
  private static void publish(String address, Path file) throws IOException {
    Path written = file.resolveSibling(file.getFileName() + ".new");
    Files.writeString(written, address + "\n");
    Files.move(written, file);
  }
}
