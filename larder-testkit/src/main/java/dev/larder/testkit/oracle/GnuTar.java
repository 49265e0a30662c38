// SPDX-License-Identifier: Apache-2.0
package dev.larder.testkit.oracle;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** GNU tar as a judge of tars, and as a maker of some. */
public final class GnuTar {

  private GnuTar() {}

  /**
   * {@return a line per entry: mode, numeric owners, size, full time in UTC, name, link target,
   * with one blank between columns}
   *
   * @param tar the tar's bytes
   * @param options further options, as in {@code --xattrs}
   * @throws ToolFailedException when tar finds fault
   * @throws IOException when it cannot run
   */
  public static List<String> list(byte[] tar, String... options) throws IOException {
    var arguments =
        new ArrayList<>(
            List.of("--list", "--verbose", "--full-time", "--numeric-owner", "--file=-"));
    arguments.addAll(List.of(options));
    return Tool.require("tar")
        .run(tar, arguments)
        .text()
        .lines()
        .map(line -> line.replaceAll(" +", " "))
        .toList();
  }

  /**
   * Extracts a tar, with owners, modes, times and extended attributes where the user may set them.
   *
   * @param tar the tar, packed or not
   * @param directory where to; must exist
   * @throws ToolFailedException when tar finds fault
   * @throws IOException when it cannot run
   */
  public static void extract(Path tar, Path directory) throws IOException {
    Tool.require("tar")
        .run(
            "--extract",
            "--file=" + tar,
            "--directory=" + directory,
            "--numeric-owner",
            "--same-permissions",
            "--xattrs",
            "--xattrs-include=*",
            "--acls",
            "--delay-directory-restore");
  }

  /**
   * Makes a tar of a directory's content, {@code ./} first, in PAX.
   *
   * @param directory what goes in
   * @param tar the file to write
   * @param options further options, as in {@code --sparse}
   * @throws ToolFailedException when tar fails
   * @throws IOException when it cannot run
   */
  public static void create(Path directory, Path tar, String... options) throws IOException {
    var arguments =
        new ArrayList<>(
            List.of(
                "--create",
                "--file=" + tar,
                "--directory=" + directory,
                "--format=pax",
                "--sort=name",
                "--numeric-owner",
                "--xattrs",
                "--xattrs-include=*"));
    arguments.addAll(List.of(options));
    arguments.add(".");
    Tool.require("tar").run(new byte[0], arguments);
  }
}
