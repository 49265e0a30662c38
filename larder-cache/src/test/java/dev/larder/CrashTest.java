// SPDX-License-Identifier: Apache-2.0
package dev.larder;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.CrashingProcess.Operation;
import dev.larder.erofs.ErofsDump;
import dev.larder.erofs.ErofsImage;
import dev.larder.model.BootDisk;
import dev.larder.model.ImageFilter;
import dev.larder.model.ImageHandle;
import dev.larder.model.PrunePolicy;
import dev.larder.model.VerifyLevel;
import dev.larder.testkit.image.ImageArchive;
import dev.larder.testkit.oracle.Tool;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Halts a process before each change that an operation makes to the disk, one process for each, and
 * looks at what it left: rows that imply whole files, leftovers that the next prune takes, images
 * that read as they should, and an operation that succeeds when it is repeated.
 */
final class CrashTest {
  private static final int PROCESSES_AT_ONCE = 2;
  private static final Pattern STEPS = Pattern.compile("steps=(\\d+)");

  /** A prune of leftovers alone. */
  private static final PrunePolicy NO_IMAGE =
      PrunePolicy.unused().withFilters(List.of(new ImageFilter.ReferencePattern("no/image")));

  @TempDir private static Path archives;
  private static ClassArchive classes;

  @TempDir private Path directory;

  private TestCache test;

  @BeforeAll
  static void packClasses() {
    classes = ClassArchive.in(archives);
  }

  @BeforeEach
  void openCache() {
    test = new TestCache(directory.resolve("before"));
  }

  @AfterEach
  void closeCache() {
    test.close();
  }

  @Test
  void open_haltedAtEachStep_opensAgain() throws Exception {
    Path empty = Files.createDirectory(directory.resolve("empty"));

    haltAtEachStep(empty, Operation.OPEN, "", 2);
  }

  @Test
  void pull_ofAMovedTagHaltedAtEachStep_leavesTruth() throws Exception {
    test.pushAndPull("app:1", TestCache.image("shared", "old"));
    String reference = test.push("app:1", TestCache.image("shared", "new"));

    haltAtEachStep(test.home(), Operation.PULL, reference, 15);
  }

  @Test
  void load_haltedAtEachStep_leavesTruth() throws Exception {
    Path archive = directory.resolve("app.tar");
    new ImageArchive().add("example.com/app:1", TestCache.image("app")).writeOciArchive(archive);

    haltAtEachStep(test.home(), Operation.LOAD, archive.toString(), 15);
  }

  @Test
  void remove_haltedAtEachStep_leavesTruth() throws Exception {
    test.pushAndPull("other:1", TestCache.image("shared", "other"));
    String reference = test.pushAndPull("app:1", TestCache.image("shared", "app", "more"));

    haltAtEachStep(test.home(), Operation.REMOVE, reference, 10);
  }

  @Test
  void prune_haltedAtEachStep_leavesTruth() throws Exception {
    test.pushAndPull("other:1", TestCache.image("shared", "other"));
    test.pushAndPull("app:1", TestCache.image("shared", "app"));
    test.pushAndPull("app:2", TestCache.image("shared", "app", "more"));

    haltAtEachStep(test.home(), Operation.PRUNE, test.registry().reference("app"), 12);
  }

  @Test
  void createSandbox_haltedAtEachStep_leavesTruth() throws Exception {
    String reference = test.pushAndPull("app:1", TestCache.image("app"));

    haltAtEachStep(test.home(), Operation.SANDBOX, reference, 2);
  }

  @Test
  void repair_haltedAtEachStep_leavesTruth() throws Exception {
    var image = TestCache.image("app");
    test.pushAndPull("app:1", image);
    String layer = image.layers().getFirst().diffId().replace(':', '_') + ".erofs";
    Damage.DATA_CHANGED.of(test.home().resolve("layers").resolve(layer));
    for (String file : test.files()) {
      if (file.startsWith("vmdk/")) {
        Damage.FIRST_BYTE_CHANGED.of(test.home().resolve(file));
        break;
      }
    }

    haltAtEachStep(test.home(), Operation.REPAIR, "", 15);
  }

  /** One child for each step, some at once; what each left is looked at while the next runs. */
  private void haltAtEachStep(Path before, Operation operation, String argument, int atLeast)
      throws Exception {
    Path done = copy(before, "done");
    int steps = run(done, operation, argument);
    assertThat(steps).isGreaterThanOrEqualTo(atLeast);
    var whole = new Whole(dumps(done), references(done));
    var expected = new TreeMap<>(whole.dumps());
    if (operation != Operation.REPAIR) {
      expected.putAll(dumps(copy(before, "undone")));
    }

    try (var executor = Executors.newFixedThreadPool(PROCESSES_AT_ONCE)) {
      var tasks = new ArrayList<Callable<Boolean>>();
      for (int step = 1; step <= steps; step++) {
        int haltAt = step;
        tasks.add(
            () -> {
              Path home = copy(before, "halted-" + haltAt);
              try (var child = start(home, operation, argument, haltAt)) {
                var ended = child.await();
                assertThat(ended.status()).as(ended.output()).isEqualTo(CrashingProcess.HALTED);
              }
              requireTruth(home, operation, argument, expected);
              requireDone(home, whole);
              return true;
            });
      }
      for (var result : executor.invokeAll(tasks)) {
        result.get();
      }
    }
  }

  /** What the operation leads to: images as text by digest, and all names. */
  private record Whole(Map<String, String> dumps, List<String> references) {}

  private static int run(Path home, Operation operation, String argument) throws Exception {
    try (var child = start(home, operation, argument, CrashingProcess.NEVER)) {
      var ended = child.await();
      var steps = STEPS.matcher(ended.output());
      assertThat(ended.status()).as(ended.output()).isZero();
      assertThat(steps.find()).isTrue();
      return Integer.parseInt(steps.group(1));
    }
  }

  private static ChildJvm start(Path home, Operation operation, String argument, int haltAt) {
    return ChildJvm.start(
        classes.of(operation.name()),
        CrashingProcess.class,
        home.toString(),
        operation.name(),
        argument,
        Integer.toString(haltAt));
  }

  private void requireTruth(
      Path home, Operation operation, String argument, Map<String, String> expected)
      throws Exception {
    assertThat(HomeListing.of(home).broken()).as("files that rows imply").isEmpty();

    try (var cache = ImageCache.open(CacheOptions.at(home))) {
      if (operation != Operation.REPAIR) {
        assertThat(cache.verify(VerifyLevel.DEEP).unsound()).isEmpty();
        assertThat(expected).as("images as they should be").containsAllEntriesOf(dumps(home));
      }
      long leftoverBytes = cache.planPrune(NO_IMAGE).leftoverBytes();
      assertThat(cache.prune(NO_IMAGE).bytesReclaimed()).isEqualTo(leftoverBytes);
      assertThat(HomeListing.of(home).leftovers()).as("after a prune").isEmpty();

      if (operation != Operation.REMOVE || isListed(cache, argument)) {
        operation.run(cache, argument);
      }
      assertThat(cache.verify(VerifyLevel.DEEP).unsound()).isEmpty();
    }
  }

  private static void requireDone(Path home, Whole whole) throws Exception {
    var after = HomeListing.of(home);
    assertThat(after.broken()).as("after the repetition").isEmpty();
    assertThat(after.leftovers()).as("after the repetition").isEmpty();
    assertThat(dumps(home)).as("after the repetition").isEqualTo(whole.dumps());
    assertThat(references(home)).isEqualTo(whole.references());
  }

  private static boolean isListed(ImageCache cache, String reference) {
    return cache.list().stream().anyMatch(image -> image.reference().equals(reference));
  }

  private static List<String> references(Path home) {
    try (var cache = ImageCache.open(CacheOptions.at(home))) {
      return cache.list().stream().map(ImageHandle::toString).sorted().toList();
    }
  }

  /** Every image of a home as text, by its digest, down to the bytes of its files. */
  private static Map<String, String> dumps(Path home) throws Exception {
    var dumps = new TreeMap<String, String>();
    try (var cache = ImageCache.open(CacheOptions.at(home))) {
      for (var image : cache.list()) {
        try (var lease = cache.lease(image.reference())) {
          dumps.put(image.manifestDigest().orElseThrow().toString(), dump(lease.disk()));
        }
      }
    }
    return dumps;
  }

  private static String dump(BootDisk disk) throws Exception {
    var files = disk.extents().stream().map(BootDisk.Extent::file).toList();
    try (var image = ErofsImage.open(files.getFirst(), files.subList(1, files.size()))) {
      return ErofsDump.dump(image, ErofsDump.Content.SHA256);
    }
  }

  private Path copy(Path home, String name) throws Exception {
    Path target = directory.resolve(name);
    Tool.require("cp").run("-a", home.toString(), target.toString());
    return target;
  }
}
