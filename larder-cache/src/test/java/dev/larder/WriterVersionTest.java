// SPDX-License-Identifier: Apache-2.0
package dev.larder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.larder.error.CacheStorageException;
import dev.larder.error.ImagePullFailedException;
import dev.larder.model.PullEvent;
import dev.larder.model.PullOptions;
import dev.larder.model.PullPolicy;
import dev.larder.model.VerifyLevel;
import dev.larder.testkit.image.TestImage;
import java.sql.DriverManager;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What another version of the writer made is read, and made anew when that harms nobody. */
final class WriterVersionTest extends CacheTest {
  private static final TestImage IMAGE = TestCache.image("shared", "a");
  private static final TestImage OTHER = TestCache.image("shared", "b");

  private String reference;
  private String other;

  @BeforeEach
  void pullImages() {
    reference = test.pushAndPull("app:1", IMAGE);
    other = test.pushAndPull("other:1", OTHER);
    test.registry().clearExchanges();
  }

  private void age() throws Exception {
    Damage.sql(
        test.home(),
        "UPDATE layers SET writer_version = 1",
        "UPDATE manifests SET writer_version = 1");
  }

  private List<Integer> versions(String table) throws Exception {
    try (var connection =
            DriverManager.getConnection("jdbc:sqlite:" + test.home().resolve("larder.db"));
        var statement = connection.createStatement();
        var rows =
            statement.executeQuery(
                "SELECT writer_version, damaged FROM " + table + " ORDER BY id")) {
      var versions = new ArrayList<Integer>();
      while (rows.next()) {
        assertThat(rows.getInt(2)).as("damaged").isZero();
        versions.add(rows.getInt(1));
      }
      return versions;
    }
  }

  @Test
  void older_isReadAndVerified() throws Exception {
    age();

    assertThat(test.cache().verify(VerifyLevel.DEEP).isSound()).isTrue();
    try (var files = test.cache().files(reference)) {
      assertThat(files.list("/")).hasSize(2);
    }
    test.cache().pull(reference, PullOptions.defaults().withPolicy(PullPolicy.NEVER));
    assertThat(versions("layers")).containsOnly(1);
  }

  @Test
  void pull_older_isMadeAnewWithWhatSharesItsLayers() throws Exception {
    age();

    test.cache().pull(reference);

    assertThat(test.registry().blobsServed())
        .containsKeys(IMAGE.layers().get(0).blobDigest(), IMAGE.layers().get(1).blobDigest());
    assertThat(versions("layers")).containsExactlyInAnyOrder(2, 2, 1);
    assertThat(versions("manifests")).containsOnly(2);
    assertThat(test.cache().verify(VerifyLevel.DEEP).isSound()).isTrue();
    test.registry().clearExchanges();
    test.cache().pull(reference);
    assertThat(test.registry().blobsServed()).isEmpty();
    assertThat(test.registry().manifestsServed()).isEmpty();
  }

  @Test
  void pull_olderOfASandbox_staysAsItIs() throws Exception {
    test.cache().sandboxes().create("web", reference);
    age();

    test.cache().pull(reference);
    test.cache().pull(reference, PullOptions.defaults().withPolicy(PullPolicy.ALWAYS));

    assertThat(test.registry().blobsServed())
        .doesNotContainKeys(IMAGE.layers().get(0).blobDigest(), IMAGE.layers().get(1).blobDigest());
    assertThat(versions("layers")).containsOnly(1);
    assertThat(versions("manifests")).containsOnly(1);
    test.cache().pull(other);
    assertThat(test.registry().blobsServed())
        .containsKey(OTHER.layers().get(1).blobDigest())
        .doesNotContainKey(OTHER.layers().get(0).blobDigest());
    assertThat(test.cache().verify(VerifyLevel.DEEP).isSound()).isTrue();
  }

  @Test
  void pull_olderWithoutRegistry_isUsedWithAWarning() throws Exception {
    age();
    test.registry().close();
    var events = new ArrayList<PullEvent>();

    var image = test.cache().pull(reference, PullOptions.defaults().withListener(events::add));

    assertThat(image.reference()).isEqualTo(reference);
    assertThat(events)
        .filteredOn(event -> event instanceof PullEvent.Warning)
        .singleElement()
        .asString()
        .contains("an earlier larder made it");
    assertThat(versions("layers")).containsOnly(1);
    assertThat(test.cache().sandboxes().create("web", reference).disk().extents()).hasSize(3);
    assertThatThrownBy(
            () ->
                test.cache().pull(reference, PullOptions.defaults().withPolicy(PullPolicy.ALWAYS)))
        .isInstanceOf(ImagePullFailedException.class);
  }

  @Test
  void lease_diskThatIsMarked_isNotGivenOut() throws Exception {
    test.cache().sandboxes().create("web", reference);
    Damage.sql(test.home(), "UPDATE manifests SET damaged = 1");

    assertThatThrownBy(() -> test.cache().lease(reference))
        .isInstanceOf(CacheStorageException.class)
        .hasMessageContaining("repair");
    assertThatThrownBy(() -> test.cache().sandboxes().inspect("web"))
        .isInstanceOf(CacheStorageException.class);
    assertThat(test.cache().repair(VerifyLevel.QUICK).isSound()).isTrue();
    test.cache().lease(reference).close();
    assertThat(test.cache().prune().manifestsRemoved()).isEqualTo(1);
  }
}
