// SPDX-License-Identifier: Apache-2.0
package dev.larder.testkit.image;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Makes an image from layers and a config. Unless said otherwise it is an OCI image for linux/amd64
 * whose config holds nothing but the layers:
 *
 * <pre>{@code
 * TestImage image = new ImageBuilder()
 *     .layer(TestLayer.of(new TarBuilder().file("a", "b")))
 *     .env("PATH=/bin").cmd("sh")
 *     .build();
 * }</pre>
 *
 * The same calls give the same bytes. Not safe for use by several threads.
 */
public final class ImageBuilder {

  private final List<TestLayer> layers = new ArrayList<>();
  private final Map<String, Object> config = new LinkedHashMap<>();
  private final Map<String, Object> document = new LinkedHashMap<>();
  private final List<Object> history = new ArrayList<>();
  private final Map<String, String> annotations = new LinkedHashMap<>();
  private ManifestFormat format = ManifestFormat.OCI;
  private String os = "linux";
  private String architecture = "amd64";
  private String variant = "";

  /** Begins an image without layers. */
  public ImageBuilder() {}

  /**
   * Adds a layer on top.
   *
   * @param layer the layer
   * @return this builder
   */
  public ImageBuilder layer(TestLayer layer) {
    layers.add(layer);
    return this;
  }

  /**
   * Adds a gzip layer on top.
   *
   * @param tar what it holds
   * @return this builder
   */
  public ImageBuilder layer(TarBuilder tar) {
    return layer(TestLayer.of(tar));
  }

  /**
   * Chooses the manifest's format.
   *
   * @param format the format
   * @return this builder
   */
  public ImageBuilder format(ManifestFormat format) {
    this.format = format;
    return this;
  }

  /**
   * Chooses the platform.
   *
   * @param os the operating system, as in {@code linux}
   * @param architecture the architecture, as in {@code arm64}
   * @param variant the variant, empty for none
   * @return this builder
   */
  public ImageBuilder platform(String os, String architecture, String variant) {
    this.os = os;
    this.architecture = architecture;
    this.variant = variant;
    return this;
  }

  /**
   * Sets the environment.
   *
   * @param env variables as {@code NAME=value}
   * @return this builder
   */
  public ImageBuilder env(String... env) {
    return config("Env", List.of(env));
  }

  /**
   * Sets the default arguments.
   *
   * @param cmd the arguments
   * @return this builder
   */
  public ImageBuilder cmd(String... cmd) {
    return config("Cmd", List.of(cmd));
  }

  /**
   * Sets the entry point.
   *
   * @param entrypoint the program and its first arguments
   * @return this builder
   */
  public ImageBuilder entrypoint(String... entrypoint) {
    return config("Entrypoint", List.of(entrypoint));
  }

  /**
   * Sets the working directory.
   *
   * @param workingDir an absolute path
   * @return this builder
   */
  public ImageBuilder workingDir(String workingDir) {
    return config("WorkingDir", workingDir);
  }

  /**
   * Sets the user.
   *
   * @param user as in {@code 1000:1000}
   * @return this builder
   */
  public ImageBuilder user(String user) {
    return config("User", user);
  }

  /**
   * Sets the labels.
   *
   * @param labels names and values
   * @return this builder
   */
  public ImageBuilder labels(Map<String, String> labels) {
    return config("Labels", new TreeMap<>(labels));
  }

  /**
   * Sets the stop signal.
   *
   * @param stopSignal as in {@code SIGTERM}
   * @return this builder
   */
  public ImageBuilder stopSignal(String stopSignal) {
    return config("StopSignal", stopSignal);
  }

  /**
   * Sets any member of the config's inner {@code config} object.
   *
   * @param name the member's name
   * @param value a map, list, string, number or boolean
   * @return this builder
   */
  public ImageBuilder config(String name, Object value) {
    config.put(name, value);
    return this;
  }

  /**
   * Sets any member at the top of the config document, in place of the one that would be there.
   *
   * @param name the member's name, as in {@code created}
   * @param value a map, list, string, number or boolean
   * @return this builder
   */
  public ImageBuilder configDocument(String name, Object value) {
    document.put(name, value);
    return this;
  }

  /**
   * Sets when the image was made.
   *
   * @param created as RFC 3339
   * @return this builder
   */
  public ImageBuilder created(String created) {
    return configDocument("created", created);
  }

  /**
   * Adds a line of history that made the next layer.
   *
   * @param createdBy the command that made it
   * @return this builder
   */
  public ImageBuilder history(String createdBy) {
    history.add(Map.of("created_by", createdBy));
    return this;
  }

  /**
   * Adds a line of history that made no layer.
   *
   * @param createdBy the command that made it
   * @return this builder
   */
  public ImageBuilder emptyHistory(String createdBy) {
    var line = new LinkedHashMap<String, Object>();
    line.put("created_by", createdBy);
    line.put("empty_layer", true);
    history.add(line);
    return this;
  }

  /**
   * Adds an annotation to the manifest.
   *
   * @param name its name
   * @param value its value
   * @return this builder
   */
  public ImageBuilder annotation(String name, String value) {
    annotations.put(name, value);
    return this;
  }

  /** {@return the image} */
  public TestImage build() {
    var configBlob = new Blob.InMemory(Json.bytes(configDocument()));
    var manifest = new LinkedHashMap<String, Object>();
    manifest.put("schemaVersion", 2);
    manifest.put("mediaType", format.manifestType());
    manifest.put("config", Descriptors.of(format.configType(), configBlob));
    manifest.put(
        "layers",
        layers.stream()
            .map(layer -> Descriptors.of(layer.mediaType(format), layer.blob()))
            .toList());
    if (!annotations.isEmpty()) {
      manifest.put("annotations", annotations);
    }
    var manifestBlob = new Blob.InMemory(Json.bytes(manifest));
    return new TestImage(format, os, architecture, variant, manifestBlob, configBlob, layers);
  }

  private Map<String, Object> configDocument() {
    var all = new LinkedHashMap<String, Object>();
    all.put("architecture", architecture);
    all.put("os", os);
    if (!variant.isEmpty()) {
      all.put("variant", variant);
    }
    all.put("config", config);
    var diffIds = layers.stream().map(TestLayer::diffId).toList();
    var rootfs = new LinkedHashMap<String, Object>();
    rootfs.put("type", "layers");
    rootfs.put("diff_ids", diffIds);
    all.put("rootfs", rootfs);
    if (!history.isEmpty()) {
      all.put("history", history);
    }
    all.putAll(document);
    return all;
  }
}
