// SPDX-License-Identifier: Apache-2.0
package dev.larder.erofs.read;

import dev.larder.erofs.format.DeviceSlot;

/**
 * One entry of the device table, in bytes.
 *
 * @param bytes the length of the device
 * @param mappedStart where the device starts when all stand behind one another, or 0 if they do not
 */
record Device(long bytes, long mappedStart) {
  static Device of(DeviceSlot slot, int blockBits) {
    return new Device(slot.blocks() << blockBits, slot.mappedBlock() << blockBits);
  }

  boolean isMappedAt(long physical) {
    return mappedStart > 0 && physical >= mappedStart && physical - mappedStart < bytes;
  }
}
