// SPDX-License-Identifier: Apache-2.0
package dev.larder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.larder.error.CacheStorageException;
import dev.larder.error.ImageInUseException;
import dev.larder.error.ImageNotFoundException;
import dev.larder.model.PrunePlan;
import dev.larder.model.PrunePolicy;
import dev.larder.model.RemoveOption;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Pins that end by themselves. */
final class LeaseTest extends CacheTest {
  private String reference;

  @BeforeEach
  void prepare() {
    reference = test.pushAndPull("app:1", TestCache.image("a"));
  }

  @Test
  void lease_open_keepsTheImageFromARemoveForcedOrNot() {
    try (var lease = test.cache().lease(reference)) {
      assertThat(lease.image()).isEqualTo(test.cache().get(reference));
      for (var options : new RemoveOption[][] {{}, {RemoveOption.FORCE}}) {
        var thrown =
            catchThrowableOfType(
                ImageInUseException.class, () -> test.cache().remove(reference, options));

        assertThat(thrown)
            .hasMessage(
                reference
                    + " is in use by a running pull or lease of process "
                    + ProcessHandle.current().pid());
        assertThat(thrown.sandboxes()).isEmpty();
      }
      assertThat(lease.disk().extents()).allMatch(extent -> extent.file().toFile().exists());
    }
    assertThat(test.cache().remove(reference).manifestsRemoved()).isOne();
  }

  @Test
  void lease_open_countsForOtherCachesOnTheHome() {
    try (var _ = test.cache().lease(reference);
        var other = test.open()) {
      assertThat(other.prune().manifestsRemoved()).isZero();
      assertThatThrownBy(() -> other.remove(reference)).isInstanceOf(ImageInUseException.class);
    }
    assertThat(test.cache().prune().manifestsRemoved()).isOne();
  }

  @Test
  void lease_closedTwice_endsOnce() {
    var first = test.cache().lease(reference);
    var second = test.cache().lease(reference);
    first.close();
    first.close();

    assertThatThrownBy(() -> test.cache().remove(reference))
        .hasMessage(
            reference
                + " is in use by a running pull or lease of process "
                + ProcessHandle.current().pid());
    second.close();
    assertThat(test.cache().remove(reference).manifestsRemoved()).isOne();
  }

  @Test
  void lease_closedOnAnInterruptedThread_ends() {
    var lease = test.cache().lease(reference);

    Thread.currentThread().interrupt();
    lease.close();

    assertThat(Thread.interrupted()).isTrue();
    assertThat(test.cache().remove(reference).manifestsRemoved()).isOne();
  }

  @Test
  void lease_missingImage_isNotFound() {
    assertThatThrownBy(() -> test.cache().lease("missing:1"))
        .isInstanceOf(ImageNotFoundException.class);
  }

  @Test
  void lease_imageThatCannotBeRead_leavesNoPin() throws SQLException {
    try (var connection =
            DriverManager.getConnection("jdbc:sqlite:" + test.home().resolve("larder.db"));
        var statement = connection.createStatement()) {
      statement.execute("DELETE FROM documents");
    }

    assertThatThrownBy(() -> test.cache().lease(reference))
        .isInstanceOf(CacheStorageException.class);

    assertThat(test.cache().planPrune(PrunePolicy.unused()).items())
        .extracting(PrunePlan.Item::verdict)
        .containsExactly(PrunePlan.Verdict.REMOVE);
  }

  @Test
  void lease_ofAProcessThatIsKilled_endsWithIt() throws IOException {
    try (var holder = ChildJvm.start(Holder.class, test.home().toString(), reference)) {
      assertThat(holder.line()).isEqualTo("leased");

      assertThatThrownBy(() -> test.cache().remove(reference, RemoveOption.FORCE))
          .isInstanceOf(ImageInUseException.class);
      assertThat(test.cache().planPrune(PrunePolicy.unused()).items())
          .extracting(PrunePlan.Item::reason)
          .containsExactly("leased by process " + holder.pid());
      assertThat(test.cache().prune().manifestsRemoved()).isZero();
    }
    assertThat(test.cache().prune().manifestsRemoved()).isOne();
    assertThat(test.files()).isEmpty();
  }

  /** Leases an image, says so, and waits to be killed. */
  static final class Holder {
    private Holder() {}

    static void main(String[] arguments) throws InterruptedException {
      try (var cache = ImageCache.open(Path.of(arguments[0]));
          var _ = cache.lease(arguments[1])) {
        System.out.println("leased");
        Thread.sleep(60_000);
      }
    }
  }
}
