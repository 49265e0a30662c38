// SPDX-License-Identifier: Apache-2.0
package dev.larder.testkit.oracle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ConcatenatedDiskTest {

  @TempDir private Path directory;

  @Test
  void write_extentsWithOffsets_equalsQemuImg() throws Exception {
    Path vmdk = vmdk(3 << 20);
    Path disk = directory.resolve("disk");
    Path converted = directory.resolve("converted");

    ConcatenatedDisk.write(vmdk, disk);

    QemuImg.convertToRaw(vmdk, converted);
    assertThat(Files.mismatch(disk, converted)).isEqualTo(-1);
    QemuImg.compare(vmdk, disk);
    assertThat(disk).hasSize((1 << 20) + (3 << 20));
    assertThat(ConcatenatedDisk.files(vmdk))
        .containsExactly(directory.resolve("first"), directory.resolve("second"));
  }

  @Test
  void compare_oneByteOff_refused() throws Exception {
    Path vmdk = vmdk(3 << 20);
    Path disk = directory.resolve("disk");
    ConcatenatedDisk.write(vmdk, disk);
    byte[] bytes = Files.readAllBytes(disk);
    bytes[2_000_000] ^= 1;
    Files.write(disk, bytes);

    assertThatThrownBy(() -> QemuImg.compare(vmdk, disk)).isInstanceOf(ToolFailedException.class);
  }

  @Test
  void write_fileTooShort_refused() throws Exception {
    Path vmdk = vmdk((3 << 20) - 1);

    assertThatThrownBy(() -> ConcatenatedDisk.write(vmdk, directory.resolve("disk")))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("second");
  }

  private Path vmdk(int secondBytes) throws IOException {
    byte[] first = new byte[1 << 20];
    first[0] = 1;
    byte[] second = new byte[secondBytes];
    Arrays.fill(second, 1 << 20, secondBytes, (byte) 2);
    Files.write(directory.resolve("first"), first);
    Files.write(directory.resolve("second"), second);
    Path vmdk = Files.createDirectories(directory.resolve("vmdk")).resolve("disk.vmdk");
    return Files.writeString(
        vmdk,
        """
        # Disk DescriptorFile
        version=1
        CID=12345678
        parentCID=ffffffff
        createType="twoGbMaxExtentFlat"
        RW 2048 FLAT "../first" 0
        RW 2048 FLAT "../second" 0
        RW 4096 FLAT "../second" 2048
        ddb.virtualHWVersion = "4"
        ddb.geometry.cylinders = "1"
        ddb.geometry.heads = "16"
        ddb.geometry.sectors = "63"
        ddb.adapterType = "ide"
        """);
  }
}
