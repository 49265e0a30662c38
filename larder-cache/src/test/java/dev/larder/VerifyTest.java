// SPDX-License-Identifier: Apache-2.0
package dev.larder;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.model.Artefact;
import dev.larder.model.Artefact.Condition;
import dev.larder.model.Artefact.Kind;
import dev.larder.model.LoadOptions;
import dev.larder.model.RepairReport.Outcome;
import dev.larder.model.VerifyLevel;
import dev.larder.model.VerifyReport;
import dev.larder.testkit.image.ImageArchive;
import dev.larder.testkit.image.TestImage;
import dev.larder.testkit.image.TestLayer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a verification finds, and what a repair makes of it. */
final class VerifyTest extends CacheTest {
  private static final String DAMAGES =
      """
      # kind,   damage,             found from, condition
      layers,   DELETED,            QUICK,      MISSING
      layers,   CUT_SHORT,          QUICK,      DAMAGED
      layers,   SUPERBLOCK_CHANGED, QUICK,      DAMAGED
      layers,   DATA_CHANGED,       FULL,       DAMAGED
      layers,   END_CHANGED,        FULL,       DAMAGED
      layers,   FIRST_BYTE_CHANGED, FULL,       DAMAGED
      fsmeta,   DELETED,            QUICK,      MISSING
      fsmeta,   CUT_SHORT,          QUICK,      DAMAGED
      fsmeta,   SUPERBLOCK_CHANGED, QUICK,      DAMAGED
      fsmeta,   END_CHANGED,        FULL,       DAMAGED
      fsmeta,   FIRST_BYTE_CHANGED, FULL,       DAMAGED
      vmdk,     DELETED,            QUICK,      MISSING
      vmdk,     CUT_SHORT,          QUICK,      DAMAGED
      vmdk,     FIRST_BYTE_CHANGED, QUICK,      DAMAGED
      """;

  private static final TestImage IMAGE = TestCache.image("shared", "app");

  private String reference;

  @BeforeEach
  void pullImages() {
    reference = test.pushAndPull("app:1", IMAGE);
    test.pushAndPull("other:1", TestCache.image("shared", "other"));
    test.registry().clearExchanges();
  }

  @ParameterizedTest
  @EnumSource(VerifyLevel.class)
  void verify_whatWasPulled_isWhole(VerifyLevel level) {
    var report = test.cache().verify(level);

    assertThat(report.isSound()).isTrue();
    assertThat(report.artefacts()).hasSize(3 + 2 * 4);
    assertThat(report.artefacts()).extracting(Artefact::condition).containsOnly(Condition.WHOLE);
    assertThat(report.artefacts())
        .filteredOn(artefact -> artefact.digest().equals(IMAGE.layers().getFirst().diffId()))
        .extracting(Artefact::images)
        .containsExactly(List.of(reference, test.registry().reference("other:1")));
  }

  @ParameterizedTest
  @CsvSource(textBlock = DAMAGES)
  void verify_damage_isFoundFromItsLevelOnAndRepaired(
      String kind, Damage damage, VerifyLevel from, Condition condition) throws Exception {
    Path file = artefact(kind);
    damage.of(file);

    for (var level : VerifyLevel.values()) {
      var unsound = test.cache().verify(level).unsound();
      if (level.compareTo(from) < 0) {
        assertThat(unsound).as("at %s", level).isEmpty();
      } else {
        assertThat(unsound).as("at %s", level).hasSize(1);
        assertThat(unsound.getFirst().condition()).isEqualTo(condition);
        assertThat(unsound.getFirst().detail()).isNotEmpty();
        assertThat(unsound.getFirst().images()).contains(reference);
      }
    }
    var repaired = test.cache().repair(from);

    assertThat(repaired.isSound()).isTrue();
    assertThat(test.cache().verify(VerifyLevel.DEEP).unsound()).isEmpty();
    assertThat(test.files()).hasSize(3 + 2 * 2);
    var fetched =
        kind.equals("layers")
            ? Map.of(IMAGE.layers().getLast().blobDigest(), 1)
            : Map.<String, Integer>of();
    assertThat(test.registry().blobsServed()).isEqualTo(fetched);
    assertThat(test.registry().manifestsServed()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "layers, DELETED", "layers, CUT_SHORT", "layers, SUPERBLOCK_CHANGED",
    "fsmeta, DELETED", "fsmeta, CUT_SHORT", "fsmeta, SUPERBLOCK_CHANGED",
    "vmdk, DELETED", "vmdk, CUT_SHORT"
  })
  void pull_damageThatAQuickLookFinds_isNoHit(String kind, Damage damage) throws Exception {
    damage.of(artefact(kind));

    test.cache().pull(reference);

    assertThat(test.cache().verify(VerifyLevel.DEEP).unsound()).isEmpty();
    assertThat(test.registry().blobsServed())
        .doesNotContainKey(IMAGE.layers().getFirst().blobDigest());
  }

  @Test
  void repair_withoutNetwork_rebuildsDisksAndMarksLayers() throws Exception {
    Damage.DATA_CHANGED.of(artefact("layers"));
    Damage.END_CHANGED.of(directory("fsmeta", "other:1"));
    test.registry().close();

    var repaired = test.cache().repair(VerifyLevel.FULL);

    assertThat(repaired.repairs())
        .extracting(repair -> repair.artefact().kind() + " " + repair.outcome())
        .containsExactly("LAYER FAILED", "FSMETA REBUILT");
    assertThat(test.cache().verify(VerifyLevel.QUICK).unsound())
        .extracting(Artefact::kind)
        .containsExactly(Kind.LAYER);
  }

  @Test
  void repair_layerOfAnArchive_isMadeByTheNextLoad() throws Exception {
    var image = TestCache.image("archived");
    Path archive = directory.resolve("archive.tar");
    new ImageArchive().add("no.such.host.invalid/app:1", image).writeOciArchive(archive);
    test.cache().load(archive, LoadOptions.defaults());
    Damage.DATA_CHANGED.of(layer(image.layers().getFirst().diffId()));

    var repaired = test.cache().repair(VerifyLevel.FULL);
    assertThat(repaired.repairs()).hasSize(1);
    assertThat(repaired.repairs().getFirst().outcome()).isEqualTo(Outcome.FAILED);

    test.cache().load(archive, LoadOptions.defaults());
    assertThat(test.cache().verify(VerifyLevel.DEEP).unsound()).isEmpty();
  }

  @Test
  void verify_damagedRowsAndDocuments_reportsTheRest() throws Exception {
    Damage.sql(
        test.home(),
        "UPDATE documents SET bytes = x'7b7d' WHERE digest IN (SELECT config_digest FROM manifests"
            + " WHERE id = 1)",
        "UPDATE layers SET diff_id = 'no digest' WHERE id = 3",
        "UPDATE leases SET pid = 0");

    var report = test.cache().verify(VerifyLevel.DEEP);

    assertThat(report.unsound())
        .extracting(artefact -> artefact.kind() + " " + artefact.images().getFirst())
        .contains("DOCUMENT " + reference, "LAYER " + test.registry().reference("other:1"));
    assertThat(sound(report, reference)).contains(Kind.FSMETA, Kind.VMDK, Kind.LAYER);
  }

  @Test
  void repair_damagedDocument_comesWithTheImage() throws Exception {
    Damage.sql(
        test.home(),
        "UPDATE documents SET bytes = x'7b7d' WHERE digest = '" + IMAGE.config().digest() + "'");

    var repaired = test.cache().repair(VerifyLevel.FULL);

    assertThat(repaired.repairs()).hasSize(1);
    assertThat(repaired.repairs().getFirst().outcome()).isEqualTo(Outcome.FETCHED);
    assertThat(test.cache().verify(VerifyLevel.FULL).unsound()).isEmpty();
    assertThat(test.cache().list()).hasSize(2);
  }

  private static List<Kind> sound(VerifyReport report, String reference) {
    return report.artefacts().stream()
        .filter(artefact -> artefact.isSound() && artefact.images().contains(reference))
        .map(Artefact::kind)
        .toList();
  }

  /** The file of a kind that only the image has. */
  private Path artefact(String kind) {
    return kind.equals("layers")
        ? layer(IMAGE.layers().getLast().diffId())
        : directory(kind, "app:1");
  }

  private Path layer(String diffId) {
    return test.home().resolve("layers").resolve(diffId.replace(':', '_') + ".erofs");
  }

  private Path directory(String kind, String name) {
    var digest =
        test.cache().get(test.registry().reference(name)).manifestDigest().orElseThrow().toString();
    String suffix = kind.equals("vmdk") ? ".vmdk" : ".erofs";
    Path file = test.home().resolve(kind).resolve(digest.replace(':', '_') + suffix);
    assertThat(Files.exists(file)).isTrue();
    return file;
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "UPDATE documents SET bytes = x'7B7D'",
        "UPDATE documents SET bytes = x'00' WHERE digest IN (SELECT config_digest FROM manifests)",
        "DELETE FROM documents",
        "UPDATE manifest_layers SET blob_digest = 'nonsense'",
      })
  void pull_damagedRows_mendsThem(String statement) throws Exception {
    Damage.sql(test.home(), statement);

    test.cache().pull(reference);
    test.cache().pull(test.registry().reference("other:1"));

    assertThat(test.registry().blobsServed().keySet())
        .doesNotContainAnyElementsOf(IMAGE.layers().stream().map(TestLayer::blobDigest).toList());
    assertThat(test.cache().verify(VerifyLevel.DEEP).isSound()).isTrue();
    assertThat(test.cache().inspect(reference).layers()).hasSize(2);
  }
}
