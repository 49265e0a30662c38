// SPDX-License-Identifier: Apache-2.0
package dev.larder.oci.image;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.SequencedSet;
import java.util.Set;

/**
 * How a container of an image is to be started: the {@code config} object of image-spec config.md.
 * What the image does not say is empty.
 *
 * @param env environment variables, each {@code NAME=VALUE}, as they stand
 * @param entrypoint the command, in words
 * @param cmd the default arguments of the entrypoint, or the command if there is none
 * @param workingDir the working directory
 * @param user the user, and after a colon the group, as names or numbers
 * @param labels labels, in the document's order
 * @param stopSignal the signal that ends the container, such as {@code SIGTERM}
 * @param exposedPorts ports, such as {@code 80/tcp}
 * @param volumes paths of volumes
 */
public record ContainerConfig(
    List<String> env,
    List<String> entrypoint,
    List<String> cmd,
    String workingDir,
    String user,
    Map<String, String> labels,
    String stopSignal,
    Set<String> exposedPorts,
    Set<String> volumes) {
  /** A config that says nothing. */
  public static final ContainerConfig EMPTY =
      new ContainerConfig(
          List.of(), List.of(), List.of(), "", "", Map.of(), "", Set.of(), Set.of());

  /** Copies the collections and keeps their order. */
  public ContainerConfig {
    env = List.copyOf(env);
    entrypoint = List.copyOf(entrypoint);
    cmd = List.copyOf(cmd);
    labels = Collections.unmodifiableSequencedMap(ordered(labels));
    exposedPorts = Collections.unmodifiableSequencedSet(ordered(exposedPorts));
    volumes = Collections.unmodifiableSequencedSet(ordered(volumes));
  }

  static ContainerConfig read(DocumentReader reader) throws MalformedDocumentException {
    List<String> env = List.of();
    List<String> entrypoint = List.of();
    List<String> cmd = List.of();
    String workingDir = "";
    String user = "";
    Map<String, String> labels = Map.of();
    String stopSignal = "";
    Set<String> exposedPorts = Set.of();
    Set<String> volumes = Set.of();
    reader.beginObject();
    while (reader.nextField()) {
      switch (reader.fieldName()) {
        case "Env" -> env = reader.strings();
        case "Entrypoint" -> entrypoint = words(reader);
        case "Cmd" -> cmd = words(reader);
        case "WorkingDir" -> workingDir = reader.string();
        case "User" -> user = reader.string();
        case "Labels" -> labels = reader.stringMap();
        case "StopSignal" -> stopSignal = reader.string();
        case "ExposedPorts" -> exposedPorts = reader.names();
        case "Volumes" -> volumes = reader.names();
        default -> reader.skip();
      }
    }
    return new ContainerConfig(
        env, entrypoint, cmd, workingDir, user, labels, stopSignal, exposedPorts, volumes);
  }

  /** Docker reads a plain string where the specification wants an array, as one word. */
  private static List<String> words(DocumentReader reader) throws MalformedDocumentException {
    return reader.isString() ? List.of(reader.string()) : reader.strings();
  }

  private static SequencedMap<String, String> ordered(Map<String, String> map) {
    return new LinkedHashMap<>(map);
  }

  private static SequencedSet<String> ordered(Set<String> set) {
    return new LinkedHashSet<>(set);
  }
}
