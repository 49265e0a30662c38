// SPDX-License-Identifier: Apache-2.0
package dev.larder.store;

import dev.larder.oci.Digest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/** The files under a home. Safe for use by several threads. */
public final class Store implements AutoCloseable {
  private static final int HEX = 16;

  /** Whatever is named otherwise is somebody else's, and not ours to judge. */
  private static final Pattern STAGING_NAME =
      Pattern.compile("(?<lease>[0-9a-f]{1,15}|[0-3][0-9a-f]{15})\\.\\d+");

  private final Home home;
  private final Locks locks;
  private final boolean readOnly;
  private final Consumer<String> steps;
  private final AtomicLong staged = new AtomicLong();

  private Store(Home home, Locks locks, boolean readOnly, Consumer<String> steps) {
    this.home = home;
    this.locks = locks;
    this.readOnly = readOnly;
    this.steps = steps;
  }

  /**
   * {@return the store under {@code home}, whose directories are created if need be} One that
   * exists and cannot be written is opened to be read.
   *
   * @param steps hears of each change to published and staged files just before it is made, for
   *     tests that stop there
   * @throws StoreException if they cannot be
   */
  public static Store open(Home home, Consumer<String> steps) throws StoreException {
    if (Files.exists(home.catalog()) && !Files.isWritable(home.root())) {
      return new Store(home, Locks.ofReadOnly(home), true, steps);
    }
    try {
      for (var kind : Home.Kind.values()) {
        Files.createDirectories(home.directory(kind));
      }
      Files.createDirectories(home.staging());
      Files.createDirectories(home.locks());
      return new Store(home, Locks.open(home), false, steps);
    } catch (IOException e) {
      throw new StoreException(home.root(), e);
    }
  }

  /** {@return where everything stands} */
  public Home home() {
    return home;
  }

  /**
   * {@return whether the home cannot be written, so that nothing in it is ever changed from here}
   */
  public boolean isReadOnly() {
    return readOnly;
  }

  /** {@return the locks} */
  public Locks locks() {
    return locks;
  }

  /** Links what measures files, for which the first file of a process would wait. */
  public void prepare() {
    try {
      long _ = AllocatedBytes.of(home.root());
    } catch (IOException ignored) { // whoever measures a file says so
      return;
    }
  }

  /** {@return a new file to be written, which is rubbish as soon as {@code lease} is dead} */
  public StagedFile stage(long lease) throws StoreException {
    String name = Long.toString(lease, HEX) + "." + staged.getAndIncrement();
    return StagedFile.create(home.staging().resolve(name), steps);
  }

  /**
   * Removes a file.
   *
   * @return the bytes that this gave back, empty if there was no such file
   */
  public OptionalLong delete(Path file) throws StoreException {
    try {
      long bytes = AllocatedBytes.of(file);
      steps.accept("delete a file");
      Files.delete(file);
      return OptionalLong.of(bytes);
    } catch (NoSuchFileException ignored) { // somebody's removal came first
      return OptionalLong.empty();
    } catch (IOException e) {
      throw new StoreException(file, e);
    }
  }

  /** Removes a file that came to nothing because of {@code failure}. */
  public void deleteAfter(Exception failure, Path file) {
    steps.accept("delete a file");
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      failure.addSuppressed(e);
    }
  }

  /** Makes removals from the directory of {@code kind} durable. */
  public void forceDirectory(Home.Kind kind) throws StoreException {
    steps.accept("force a directory");
    try {
      Directories.forceDirectory(home.directory(kind));
    } catch (IOException e) {
      throw new StoreException(home.directory(kind), e);
    }
  }

  /** {@return what the published files of a kind are named by; names that are not ours left out} */
  public List<Digest> list(Home.Kind kind) throws StoreException {
    return entries(home.directory(kind)).stream()
        .flatMap(path -> Home.digestOf(kind, String.valueOf(path.getFileName())).stream())
        .toList();
  }

  /**
   * A file that somebody was writing.
   *
   * @param path the file
   * @param lease the lease of who did
   */
  public record Staging(Path path, long lease) {}

  /** {@return what is being written, or was by somebody who is dead now} */
  public List<Staging> listStaging() throws StoreException {
    var files = new ArrayList<Staging>();
    for (var path : entries(home.staging())) {
      leaseOf(String.valueOf(path.getFileName()))
          .ifPresent(lease -> files.add(new Staging(path, lease)));
    }
    return files;
  }

  /** {@return the bytes that {@code file} takes, 0 if it is not there} */
  public long allocatedBytes(Path file) throws StoreException {
    try {
      return AllocatedBytes.of(file);
    } catch (NoSuchFileException ignored) { // it went meanwhile
      return 0;
    } catch (IOException e) {
      throw new StoreException(file, e);
    }
  }

  /**
   * {@return what everything under the home takes, directories and the home itself too, by path} A
   * file that goes meanwhile is left out.
   */
  public Map<Path, Long> allocatedBytes() throws StoreException {
    var bytes = new HashMap<Path, Long>();
    try {
      Files.walkFileTree(
          home.root(),
          new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path path, BasicFileAttributes attributes)
                throws IOException {
              return visitFile(path, attributes);
            }

            @Override
            public FileVisitResult visitFile(Path path, BasicFileAttributes attributes)
                throws IOException {
              bytes.put(path, allocatedBytes(path));
              return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path path, IOException failure)
                throws IOException {
              if (failure instanceof NoSuchFileException) {
                return FileVisitResult.CONTINUE;
              }
              throw failure;
            }
          });
      return bytes;
    } catch (StoreException e) {
      throw e;
    } catch (IOException e) {
      throw new StoreException(home.root(), e);
    }
  }

  /** {@return the bytes that the home's file system has left for its user} */
  public long usableBytes() throws StoreException {
    try {
      return Files.getFileStore(home.root()).getUsableSpace();
    } catch (IOException e) {
      throw new StoreException(home.root(), e);
    }
  }

  private static OptionalLong leaseOf(String name) {
    var staging = STAGING_NAME.matcher(name);
    return staging.matches()
        ? OptionalLong.of(Long.parseLong(staging.group("lease"), HEX))
        : OptionalLong.empty();
  }

  private static List<Path> entries(Path directory) throws StoreException {
    try (var stream = Files.list(directory)) {
      return stream.sorted().toList();
    } catch (UncheckedIOException e) {
      throw new StoreException(directory, Objects.requireNonNull(e.getCause()));
    } catch (IOException e) {
      throw new StoreException(directory, e);
    }
  }

  @Override
  public void close() throws StoreException {
    try {
      locks.close();
    } catch (IOException e) {
      throw new StoreException(home.locks(), e);
    }
  }
}
