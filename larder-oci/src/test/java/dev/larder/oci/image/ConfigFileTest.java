// SPDX-License-Identifier: Apache-2.0
package dev.larder.oci.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.larder.oci.DiffId;
import dev.larder.testkit.image.ImageBuilder;
import dev.larder.testkit.image.TarBuilder;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ConfigFileTest {
  private static final DocumentLimits LIMITS = DocumentLimits.DEFAULT;

  @Test
  void parse_builtConfig_hasEveryField() throws IOException {
    var image =
        new ImageBuilder()
            .layer(new TarBuilder().file("a", "1"))
            .platform("linux", "arm64", "v8")
            .created("2026-01-02T03:04:05.678901234+02:00")
            .env("PATH=/bin", "EMPTY=", "NOVALUE")
            .entrypoint("/bin/sh", "-c")
            .cmd("echo", "")
            .workingDir("/srv")
            .user("1000:1000")
            .labels(Map.of("b", "2", "a", "1"))
            .stopSignal("SIGQUIT")
            .config("ExposedPorts", Map.of("80/tcp", Map.of()))
            .config("Volumes", Map.of("/data", Map.of()))
            .configDocument("author", "somebody")
            .history("RUN one")
            .emptyHistory("CMD two")
            .build();

    var config = ConfigFile.parse(image.config().bytes(), LIMITS);

    assertThat(config.platform()).isEqualTo(Platform.of("linux", "arm64", "v8"));
    assertThat(config.createdAt()).contains(Instant.parse("2026-01-02T01:04:05.678901234Z"));
    assertThat(config.author()).isEqualTo("somebody");
    assertThat(config.diffIds()).containsExactly(DiffId.parse(image.layers().getFirst().diffId()));
    assertThat(config.history())
        .containsExactly(
            new HistoryEntry("", "RUN one", "", "", false),
            new HistoryEntry("", "CMD two", "", "", true));
    var container = config.container();
    assertThat(container.env()).containsExactly("PATH=/bin", "EMPTY=", "NOVALUE");
    assertThat(container.entrypoint()).containsExactly("/bin/sh", "-c");
    assertThat(container.cmd()).containsExactly("echo", "");
    assertThat(container.workingDir()).isEqualTo("/srv");
    assertThat(container.user()).isEqualTo("1000:1000");
    assertThat(container.labels()).containsExactly(Map.entry("a", "1"), Map.entry("b", "2"));
    assertThat(container.stopSignal()).isEqualTo("SIGQUIT");
    assertThat(container.exposedPorts()).containsExactly("80/tcp");
    assertThat(container.volumes()).containsExactly("/data");
    config.requireLayersOf(Manifest.parse(image.document().bytes(), LIMITS));
  }

  @Test
  void parse_emptyImageOfGoContainerregistry_isAccepted() throws IOException {
    var config =
        config(
            """
            {"architecture": "", "created": "0001-01-01T00:00:00Z", "history": null, "os": "",
             "rootfs": {"type": "layers", "diff_ids": null}, "config": {"Env": null, "Cmd": null}}
            """);

    assertThat(config.platform()).isEqualTo(Platform.UNSPECIFIED);
    assertThat(config.platform().isSpecified()).isFalse();
    assertThat(config.diffIds()).isEmpty();
    assertThat(config.container()).isEqualTo(ContainerConfig.EMPTY);
  }

  @Test
  void parse_plainStringCommand_isOneWord() throws IOException {
    var config =
        config(
            """
            {"rootfs": {}, "config": {"Cmd": "run it", "Entrypoint": "sh",
             "ExposedPorts": {"53/udp": null}}}
            """);

    assertThat(config.container().cmd()).containsExactly("run it");
    assertThat(config.container().entrypoint()).containsExactly("sh");
    assertThat(config.container().exposedPorts()).containsExactly("53/udp");
  }

  @Test
  void parse_unreadableTime_isNone() throws IOException {
    var config = config("{\"rootfs\": {}, \"created\": \"yesterday\"}");

    assertThat(config.createdAt()).isEmpty();
    assertThat(config.created()).isEqualTo("yesterday");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {}                                          | ''                  | "rootfs" is missing
          {"rootfs": null}                            | ''                  | "rootfs" is missing
          {"rootfs": []}                              | /rootfs             | wanted an object
          {"rootfs": {"type": "tree"}}                | /rootfs/type        | not made of layers
          {"rootfs": {"diff_ids": ["sha256:x"]}}      | /rootfs/diff_ids/0  | 64 lower-case hex
          {"rootfs": {}, "config": {"Env": "A=B"}}    | /config/Env         | wanted an array
          {"rootfs": {}, "config": {"Env": [1]}}      | /config/Env/0       | wanted a string
          {"rootfs": {}, "config": {"Env": [null]}}   | /config/Env/0       | wanted a string
          {"rootfs": {}, "config": {"Labels": []}}    | /config/Labels      | wanted an object
          {"rootfs": {}, "config": {"Volumes": ["a"]}}| /config/Volumes     | wanted an object
          {"rootfs": {}, "history": [{"empty_layer": 1}]} | /history/0/empty_layer | wanted true or false
          {"rootfs": {}, "os": 1}                     | /os                 | wanted a string
          """)
  void parse_malformed_saysWhereAndWhat(String json, String pointer, String problem) {
    assertThatThrownBy(() -> config(json))
        .isInstanceOfSatisfying(
            MalformedDocumentException.class, e -> assertThat(e.pointer()).isEqualTo(pointer))
        .hasMessageContaining(problem);
  }

  @Test
  void requireLayersOf_otherNumber_isMalformed() throws IOException {
    var image = new ImageBuilder().layer(new TarBuilder().file("a", "1")).build();
    var manifest = Manifest.parse(image.document().bytes(), LIMITS);

    assertThatThrownBy(() -> config("{\"rootfs\": {}}").requireLayersOf(manifest))
        .isInstanceOf(MalformedDocumentException.class)
        .hasMessageContaining("0 diff ids, the manifest has 1 layers");
  }

  @Test
  void parse_size_isLimited() throws IOException {
    byte[] bytes = "{\"rootfs\": {}}".getBytes(StandardCharsets.UTF_8);

    assertThat(ConfigFile.parse(bytes, new DocumentLimits(1, bytes.length, 64)).history())
        .isEqualTo(List.of());
    assertThatThrownBy(() -> ConfigFile.parse(bytes, new DocumentLimits(1, bytes.length - 1, 64)))
        .isInstanceOf(MalformedDocumentException.class);
  }

  private static ConfigFile config(String json) throws IOException {
    return ConfigFile.parse(json.getBytes(StandardCharsets.UTF_8), LIMITS);
  }
}
