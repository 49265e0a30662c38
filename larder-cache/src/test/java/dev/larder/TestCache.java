// SPDX-License-Identifier: Apache-2.0
package dev.larder;

import dev.larder.oci.registry.RegistryOptions;
import dev.larder.oci.registry.RetryPolicy;
import dev.larder.testkit.image.ImageBuilder;
import dev.larder.testkit.image.TarBuilder;
import dev.larder.testkit.image.TestImage;
import dev.larder.testkit.image.TestLayer;
import dev.larder.testkit.image.TestManifest;
import dev.larder.testkit.oracle.Tool;
import dev.larder.testkit.registry.Access;
import dev.larder.testkit.registry.BuiltImages;
import dev.larder.testkit.registry.Misbehaviour;
import dev.larder.testkit.registry.TestRegistry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** A registry, a home that is empty at first, and a clock that a test sets forward. */
final class TestCache implements AutoCloseable {
  private static final Instant START = Instant.parse("2026-11-01T10:00:00Z");

  private final TestRegistry registry;
  private final Path home;
  private final TestClock clock = new TestClock();
  private final ImageCache cache;

  /** A clock that stands still. */
  private static final class TestClock implements InstantSource {
    private volatile Instant now = START;

    @Override
    public Instant instant() {
      return now;
    }
  }

  TestCache(Path directory) {
    this(directory, new Access.Open());
  }

  TestCache(Path directory, Access access) {
    registry = TestRegistry.start(access);
    home = directory.resolve("home");
    cache = open();
  }

  /** {@return another cache on the same home; the caller closes it} */
  ImageCache open() {
    return ImageCache.open(options());
  }

  /** {@return how the cache was opened: without waiting long for a registry to behave} */
  CacheOptions options() {
    var tries = new RetryPolicy(2, Duration.ofMillis(1), Duration.ofMillis(2), Duration.ZERO);
    return CacheOptions.at(home)
        .withClock(clock)
        .withRegistry(RegistryOptions.DEFAULT.withRetryPolicy(tries));
  }

  ImageCache cache() {
    return cache;
  }

  TestRegistry registry() {
    return registry;
  }

  Path home() {
    return home;
  }

  Instant now() {
    return clock.instant();
  }

  void advance(Duration time) {
    clock.now = clock.now.plus(time);
  }

  /** Puts an image into the registry; {@code name} is {@code repository:tag}. */
  String push(String name, TestManifest manifest) {
    int colon = name.lastIndexOf(':');
    BuiltImages.put(registry, name.substring(0, colon), name.substring(colon + 1), manifest);
    return registry.reference(name);
  }

  /** Puts an image into the registry and pulls it. */
  String pushAndPull(String name, TestManifest manifest) {
    String reference = push(name, manifest);
    cache.pull(reference);
    return reference;
  }

  /**
   * {@return what {@code name}, {@code repository:tag}, means with the digest in place of its tag}
   */
  String pinned(String name, TestManifest manifest) {
    return registry.reference(name.substring(0, name.lastIndexOf(':'))) + "@" + manifest.digest();
  }

  /** {@return an image with one layer for each text, with one file that holds it} */
  static TestImage image(String... texts) {
    var builder = new ImageBuilder();
    for (String text : texts) {
      builder.layer(layer(text));
    }
    return builder.build();
  }

  /** {@return a layer with one file of a few blocks} */
  static TestLayer layer(String text) {
    return TestLayer.of(new TarBuilder().file("file-" + text, (text + "\n").repeat(2000)));
  }

  /** {@return the published and staged files of the home, by their paths from there} */
  List<String> files() {
    var files = new ArrayList<String>();
    for (String directory : List.of("layers", "fsmeta", "vmdk", "tmp")) {
      try (var list = Files.list(home.resolve(directory))) {
        list.map(file -> home.relativize(file).toString()).sorted().forEach(files::add);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return files;
  }

  /** {@return what the home's files take on the disk, the catalog left out, as du counts} */
  long diskUsage() {
    long total = 0;
    for (String file : files()) {
      try {
        String line = Tool.require("du").run("-B1", home.resolve(file).toString()).text();
        total += Long.parseLong(line.substring(0, line.indexOf('\t')));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return total;
  }

  /** Waits until something is so, which takes moments if it comes at all. */
  static void await(BooleanSupplier condition) {
    long deadline = System.nanoTime() + Duration.ofSeconds(20).toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > deadline) {
        throw new IllegalStateException("waited for 20 s in vain");
      }
      LockSupport.parkNanos(1_000_000);
    }
  }

  /** {@return an answer as it should be, as soon as something is so} */
  static Misbehaviour after(BooleanSupplier condition) {
    return (request, proper) -> {
      await(condition);
      return proper;
    };
  }

  @Override
  public void close() {
    cache.close();
    registry.close();
  }
}
