// SPDX-License-Identifier: Apache-2.0
package dev.larder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.larder.erofs.LayerConverter;
import dev.larder.error.CacheStorageException;
import dev.larder.error.ImagePullFailedException;
import dev.larder.model.Artefact.Condition;
import dev.larder.model.PullEvent;
import dev.larder.model.PullOptions;
import dev.larder.model.PullPolicy;
import dev.larder.model.VerifyLevel;
import dev.larder.testkit.image.TestImage;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.DriverManager;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What another version of the writer made is read, and made anew when that harms nobody. */
final class WriterVersionTest extends CacheTest {
  private static final TestImage IMAGE = TestCache.image("shared", "a");
  private static final TestImage OTHER = TestCache.image("shared", "b");

  // Fields of erofs_fs.h: of struct erofs_super_block, and of both forms of inode.
  private static final int META_BLOCK = 0x28;
  private static final int ROOT_NID = 0x0E;
  private static final int INODE_NUMBER = 0x14;
  private static final int OWNER = 0x18;

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

  /** Inodes had other numbers, as when another version puts them elsewhere. */
  @Test
  void verify_otherBytesOfTheSameTree_soundIfAnotherVersionMadeThem() throws Exception {
    changeRootInode(INODE_NUMBER, 77);

    assertThat(test.cache().verify(VerifyLevel.DEEP).isSound()).isFalse();
    age();
    assertThat(test.cache().verify(VerifyLevel.DEEP).isSound()).isTrue();
  }

  @Test
  void verify_otherTreeOfAnotherVersion_damaged() throws Exception {
    age();
    changeRootInode(OWNER, 1000);

    assertThat(test.cache().verify(VerifyLevel.DEEP).artefacts())
        .filteredOn(artefact -> artefact.condition() != Condition.WHOLE)
        .singleElement()
        .asString()
        .contains("it does not show what its layers merge to");
  }

  /** Changes a field of the merged image's root, and lets no checksum tell. */
  private void changeRootInode(int field, int value) throws Exception {
    Path fsmeta = test.home().resolve("fsmeta/" + IMAGE.digest().replace(':', '_') + ".erofs");
    try (var file = FileChannel.open(fsmeta, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      var superBlock = ByteBuffer.allocate(128).order(ByteOrder.LITTLE_ENDIAN);
      file.read(superBlock, 1024);
      long root = superBlock.getInt(META_BLOCK) * 4096L + superBlock.getShort(ROOT_NID) * 32L;
      var two = ByteBuffer.allocate(2).order(ByteOrder.LITTLE_ENDIAN).putShort((short) value);
      file.write(two.flip(), root + field);
    }
    Damage.sql(test.home(), "UPDATE manifests SET fsmeta_crc32c = -1");
  }

  @Test
  void pull_older_isMadeAnewWithWhatSharesItsLayers() throws Exception {
    age();

    test.cache().pull(reference);

    assertThat(test.registry().blobsServed())
        .containsKeys(IMAGE.layers().get(0).blobDigest(), IMAGE.layers().get(1).blobDigest());
    assertThat(versions("layers"))
        .containsExactlyInAnyOrder(LayerConverter.VERSION, LayerConverter.VERSION, 1);
    assertThat(versions("manifests")).containsOnly(LayerConverter.VERSION);
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
