// SPDX-License-Identifier: Apache-2.0
package dev.larder.testkit.oracle;

import java.io.IOException;
import java.nio.file.Path;

/** {@code qemu-img} as a reader of VMDK descriptors. */
public final class QemuImg {

  private QemuImg() {}

  /**
   * Writes the disk that a descriptor describes.
   *
   * @param vmdk the descriptor
   * @param out the raw disk; replaced when it exists
   * @throws ToolFailedException when qemu-img refuses the descriptor
   * @throws IOException when it cannot run
   */
  public static void convertToRaw(Path vmdk, Path out) throws IOException {
    Tool.require("qemu-img")
        .run("convert", "-f", "vmdk", "-O", "raw", vmdk.toString(), out.toString());
  }

  /**
   * Requires a descriptor's disk and a raw file to hold the same bytes, without writing either.
   *
   * @param vmdk the descriptor
   * @param raw the raw disk
   * @throws ToolFailedException when they differ
   * @throws IOException when it cannot run
   */
  public static void compare(Path vmdk, Path raw) throws IOException {
    Tool.require("qemu-img")
        .run("compare", "-f", "vmdk", "-F", "raw", vmdk.toString(), raw.toString());
  }
}
