// SPDX-License-Identifier: Apache-2.0
package dev.larder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.larder.error.ImageInUseException;
import dev.larder.model.RemoveOption;
import dev.larder.model.Sandbox;
import dev.larder.model.VerifyLevel;
import dev.larder.testkit.image.TestImage;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every cell of the table in docs/removal.md. */
final class RemovalTableTest extends CacheTest {
  private static final String TABLE =
      """
      # address,           use,               unforced, forced
      NAME,                FREE,              GONE,     GONE
      NAME,                SANDBOX,           REFUSED,  GONE
      NAME,                LEASE,             REFUSED,  REFUSED
      NAME,                SANDBOX_AND_LEASE, REFUSED,  REFUSED
      ONE_OF_TWO_NAMES,    FREE,              UNTAGGED, UNTAGGED
      ONE_OF_TWO_NAMES,    SANDBOX,           UNTAGGED, UNTAGGED
      ONE_OF_TWO_NAMES,    LEASE,             UNTAGGED, UNTAGGED
      ONE_OF_TWO_NAMES,    SANDBOX_AND_LEASE, UNTAGGED, UNTAGGED
      REPOSITORY_DIGEST,   FREE,              GONE,     GONE
      REPOSITORY_DIGEST,   SANDBOX,           REFUSED,  GONE
      REPOSITORY_DIGEST,   LEASE,             REFUSED,  REFUSED
      REPOSITORY_DIGEST,   SANDBOX_AND_LEASE, REFUSED,  REFUSED
      ONE_OF_REPOSITORIES, FREE,              UNTAGGED, UNTAGGED
      ONE_OF_REPOSITORIES, SANDBOX,           UNTAGGED, UNTAGGED
      ONE_OF_REPOSITORIES, LEASE,             UNTAGGED, UNTAGGED
      ONE_OF_REPOSITORIES, SANDBOX_AND_LEASE, UNTAGGED, UNTAGGED
      DIGEST,              FREE,              GONE,     GONE
      DIGEST,              SANDBOX,           REFUSED,  GONE
      DIGEST,              LEASE,             REFUSED,  REFUSED
      DIGEST,              SANDBOX_AND_LEASE, REFUSED,  REFUSED
      IMAGE_ID,            FREE,              GONE,     GONE
      IMAGE_ID,            SANDBOX,           REFUSED,  GONE
      IMAGE_ID,            LEASE,             REFUSED,  REFUSED
      IMAGE_ID,            SANDBOX_AND_LEASE, REFUSED,  REFUSED
      PREFIX,              FREE,              GONE,     GONE
      PREFIX,              SANDBOX,           REFUSED,  GONE
      PREFIX,              LEASE,             REFUSED,  REFUSED
      PREFIX,              SANDBOX_AND_LEASE, REFUSED,  REFUSED
      """;

  private static final TestImage IMAGE = TestCache.image("shared", "app");

  /** How the image is addressed; but by name, it has a second one in its repository. */
  enum Address {
    NAME,
    ONE_OF_TWO_NAMES,
    REPOSITORY_DIGEST,
    ONE_OF_REPOSITORIES,
    DIGEST,
    IMAGE_ID,
    PREFIX
  }

  /** What uses the image. */
  enum Use {
    FREE,
    SANDBOX,
    LEASE,
    SANDBOX_AND_LEASE
  }

  /** What the removal does. */
  enum Outcome {
    /** The image is gone. */
    GONE,
    /** What was meant is untagged, the image stays. */
    UNTAGGED,
    /** Nothing changes. */
    REFUSED
  }

  private String reference;

  @BeforeEach
  void pullImages() {
    test.pushAndPull("other:1", TestCache.image("shared", "other"));
    reference = test.pushAndPull("app:1", IMAGE);
  }

  @ParameterizedTest
  @CsvSource(textBlock = TABLE)
  void remove_cell_doesWhatTheTableSays(
      Address address, Use use, Outcome unforced, Outcome forced) {
    remove(address, use, unforced);
    restore();
    remove(address, use, forced, RemoveOption.FORCE);
  }

  private void remove(Address address, Use use, Outcome outcome, RemoveOption... options) {
    var names = new ArrayList<>(List.of(reference));
    String more = secondName(address);
    if (!more.isEmpty()) {
      test.cache().tag(reference, more);
      names.add(more);
    }
    boolean pinned = use == Use.SANDBOX || use == Use.SANDBOX_AND_LEASE;
    if (pinned) {
      test.cache().sandboxes().create("box", reference);
    }
    var before = test.files();
    String text = text(address);
    if (use == Use.LEASE || use == Use.SANDBOX_AND_LEASE) {
      try (var lease = test.cache().lease(reference)) {
        require(text, names, outcome, pinned, before, options);
        assertThat(lease.disk().extents()).allMatch(extent -> extent.file().toFile().exists());
      }
    } else {
      require(text, names, outcome, pinned, before, options);
    }
    assertThat(test.cache().verify(VerifyLevel.QUICK).isSound()).isTrue();
  }

  private void require(
      String text,
      List<String> names,
      Outcome outcome,
      boolean pinned,
      List<String> before,
      RemoveOption... options) {
    switch (outcome) {
      case GONE -> {
        var report = test.cache().remove(text, options);
        assertThat(report.untagged()).containsExactlyInAnyOrderElementsOf(names);
        assertThat(report.manifestsRemoved()).isEqualTo(1);
        assertThat(report.layersRemoved()).isEqualTo(1);
        assertThat(report.sandboxes()).isEqualTo(pinned ? List.of("box") : List.of());
        assertThat(test.cache().list()).hasSize(1);
        assertThat(test.files()).hasSize(4);
        assertThat(test.cache().sandboxes().list())
            .extracting(Sandbox::imagePresent)
            .isEqualTo(pinned ? List.of(false) : List.of());
      }
      case UNTAGGED -> {
        var report = test.cache().remove(text, options);
        assertThat(report.untagged()).containsExactly(reference);
        assertThat(report.manifestsRemoved() + report.layersRemoved()).isZero();
        assertThat(report.bytesReclaimed()).isZero();
        assertThat(test.files()).isEqualTo(before);
        assertThat(test.cache().get(names.getLast()).manifestDigest()).isPresent();
      }
      case REFUSED -> {
        assertThatThrownBy(() -> test.cache().remove(text, options))
            .isInstanceOfSatisfying(
                ImageInUseException.class,
                e -> assertThat(e.sandboxes()).isEqualTo(pinned ? List.of("box") : List.of()));
        assertThat(test.files()).isEqualTo(before);
        assertThat(test.cache().list()).hasSize(1 + names.size());
      }
    }
  }

  /** As at first: the image under its one name, used by nothing. */
  private void restore() {
    if (!test.cache().sandboxes().list().isEmpty()) {
      test.cache().sandboxes().remove("box");
    }
    test.cache().pull(reference);
    for (var image : test.cache().list()) {
      if (image.reference().contains("second")) {
        test.cache().remove(image.reference());
      }
    }
  }

  private String secondName(Address address) {
    return switch (address) {
      case NAME -> "";
      case ONE_OF_REPOSITORIES -> test.registry().reference("another/second:1");
      case ONE_OF_TWO_NAMES, REPOSITORY_DIGEST, DIGEST, IMAGE_ID, PREFIX ->
          test.registry().reference("app:second");
    };
  }

  private String text(Address address) {
    return switch (address) {
      case NAME, ONE_OF_TWO_NAMES -> reference;
      case REPOSITORY_DIGEST, ONE_OF_REPOSITORIES ->
          test.registry().reference("app@" + IMAGE.digest());
      case DIGEST -> IMAGE.digest();
      case IMAGE_ID -> IMAGE.config().digest();
      case PREFIX -> IMAGE.digest().substring("sha256:".length(), "sha256:".length() + 12);
    };
  }
}
