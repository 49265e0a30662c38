// SPDX-License-Identifier: Apache-2.0
package dev.larder.testkit.oracle;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** {@code fsck.erofs} as a judge of images. */
public final class FsckErofs {

  private FsckErofs() {}

  /**
   * Checks an image's metadata and reads all its data.
   *
   * @param image the image
   * @param devices the files of its device table, in order
   * @throws ToolFailedException when it finds fault
   * @throws IOException when it cannot run
   */
  public static void check(Path image, Path... devices) throws IOException {
    check(image, List.of(devices));
  }

  /**
   * Checks an image's metadata and reads all its data.
   *
   * @param image the image
   * @param devices the files of its device table, in order
   * @throws ToolFailedException when it finds fault
   * @throws IOException when it cannot run
   */
  public static void check(Path image, List<Path> devices) throws IOException {
    // Without a directory: decode everything, write nothing.
    run(image, devices, List.of("--extract"));
  }

  /**
   * Checks an image's metadata and reads no data. fsck.erofs 1.5 dies of what is longer than 4 GiB
   * in one run: it counts such runs in 32 bits.
   *
   * @param image the image
   * @param devices the files of its device table, in order
   * @throws ToolFailedException when it finds fault
   * @throws IOException when it cannot run
   */
  public static void checkMetadata(Path image, List<Path> devices) throws IOException {
    run(image, devices, List.of());
  }

  private static void run(Path image, List<Path> devices, List<String> options) throws IOException {
    var arguments = new ArrayList<String>();
    // It walks by recursion: the stack it has by default ends some 1,000 directories down.
    arguments.add("--stack=unlimited");
    arguments.add(Requirement.program("fsck.erofs").toString());
    devices.forEach(device -> arguments.add("--device=" + device));
    arguments.add("-d3"); // informative: without it a good image is met with silence
    arguments.addAll(options);
    arguments.add(image.toString());
    ToolResult result = Tool.require("prlimit").run(new byte[0], arguments);
    // Its status alone says nothing: fsck.erofs 1.5 ends with 0 after a bad superblock checksum.
    String said = result.errorText() + result.text();
    if (!said.contains("No errors found") || said.contains("<E>")) {
      throw new ToolFailedException("fsck.erofs " + String.join(" ", arguments), result);
    }
  }
}
