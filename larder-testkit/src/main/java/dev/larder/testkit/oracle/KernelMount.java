// SPDX-License-Identifier: Apache-2.0
package dev.larder.testkit.oracle;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * An EROFS image as the Linux kernel sees it, mounted read-only on a directory of its own until
 * closed. Needs root. Image and devices are attached to loop devices, which detach by themselves
 * when the mount goes.
 *
 * <pre>{@code
 * try (var mount = KernelMount.of(disk)) {
 *   TreeListing seen = TreeListing.of(mount.root());
 * }
 * }</pre>
 */
public final class KernelMount implements AutoCloseable {

  private final Path root;
  private final String device;
  private final Dmesg dmesg;
  private final AtExit unmount;
  private int toldErrors;
  private boolean closed;

  private KernelMount(Path root, String device, Dmesg dmesg) {
    this.root = root;
    this.device = device;
    this.dmesg = dmesg;
    this.unmount = new AtExit(() -> unmount(root));
  }

  /**
   * Mounts an image.
   *
   * @param image the EROFS image, or the flat concatenation of one and its devices
   * @param devices the files of its device table, in order; none for a single image
   * @return the mount
   * @throws IOException when the kernel refuses it, with what the kernel logged
   */
  public static KernelMount of(Path image, Path... devices) throws IOException {
    return of(image, List.of(devices));
  }

  /**
   * Mounts an image.
   *
   * @param image the EROFS image, or the flat concatenation of one and its devices
   * @param devices the files of its device table, in order; none for a single image
   * @return the mount
   * @throws IOException when the kernel refuses it, with what the kernel logged
   */
  public static KernelMount of(Path image, List<Path> devices) throws IOException {
    Requirement.root();
    Dmesg dmesg = Dmesg.mark();
    Path root = Files.createTempDirectory("testkit-mount-");
    var loops = new ArrayList<String>();
    try {
      String device = attach(image, loops);
      var options = new StringBuilder("ro");
      for (Path extra : devices) {
        options.append(",device=").append(attach(extra, loops));
      }
      mount(device, root, options.toString(), dmesg);
      return new KernelMount(root, device, dmesg);
    } catch (IOException | RuntimeException e) {
      Files.delete(root);
      throw e;
    } finally {
      detach(loops);
    }
  }

  /** {@return the directory that shows the image's root} */
  public Path root() {
    return root;
  }

  /**
   * {@return the errors that the kernel logged about this mount so far; reading a damaged image
   * adds some}
   *
   * @throws IOException when the log cannot be read
   */
  public List<String> kernelErrors() throws IOException {
    List<String> errors = dmesg.erofsErrors(Path.of(device).getFileName().toString());
    toldErrors = errors.size();
    return errors;
  }

  /**
   * Unmounts, at once or, when something still uses the mount, as soon as nothing does.
   *
   * @throws IllegalStateException when the kernel has logged errors about this mount that {@link
   *     #kernelErrors} has not told
   */
  @Override
  public void close() {
    if (closed) {
      return;
    }
    closed = true;
    try {
      int told = toldErrors;
      List<String> errors = kernelErrors();
      if (errors.size() > told) {
        throw new IllegalStateException(
            "the kernel complains of the image: " + errors.subList(told, errors.size()));
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read the kernel's log", e);
    } finally {
      unmount.close();
    }
  }

  private static String attach(Path file, List<String> loops) throws IOException {
    String loop =
        Tool.require("losetup")
            .run("--find", "--show", "--read-only", file.toAbsolutePath().toString())
            .text()
            .strip();
    loops.add(loop);
    return loop;
  }

  private static void mount(String device, Path root, String options, Dmesg dmesg)
      throws IOException {
    try {
      Tool.require("mount").run("-t", "erofs", "-o", options, device, root.toString());
    } catch (ToolFailedException e) {
      String name = Path.of(device).getFileName().toString();
      throw new IOException(e.getMessage() + String.join("\n", dmesg.erofsErrors(name)), e);
    }
  }

  /** A loop device that is mounted stays until the mount goes: the kernel clears it then. */
  private static void detach(List<String> loops) throws IOException {
    for (String loop : loops) {
      Tool.require("losetup").run("--detach", loop);
    }
  }

  private static void unmount(Path root) {
    try {
      Tool umount = Tool.require("umount");
      if (umount.tryRun(new byte[0], List.of(root.toString())).status() != 0) {
        umount.run("--lazy", root.toString());
      }
      Files.delete(root);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot unmount " + root, e);
    }
  }
}
