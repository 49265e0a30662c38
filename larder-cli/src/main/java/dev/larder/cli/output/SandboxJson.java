// SPDX-License-Identifier: Apache-2.0
package dev.larder.cli.output;

import dev.larder.model.BootDisk;
import dev.larder.model.Sandbox;
import dev.larder.model.SandboxDetail;

/** Sandboxes in JSON. The keys are a contract: new ones may be added, none renamed. */
public final class SandboxJson {
  private SandboxJson() {}

  /** Writes what a list tells of a sandbox. */
  public static void sandbox(Json json, Sandbox sandbox) {
    json.member("name", sandbox.name());
    json.member("reference", sandbox.reference());
    json.member("digest", sandbox.manifestDigest().toString());
    json.member("created_at", sandbox.createdAt().toString());
    json.member("image_present", sandbox.imagePresent());
  }

  /** Writes what a VMM needs. */
  public static void detail(Json json, SandboxDetail detail) {
    sandbox(json, detail.sandbox());
    json.object("disk", disk -> disk(disk, detail.disk()));
    json.object("config", config -> ImageJson.config(config, detail.config()));
  }

  private static void disk(Json json, BootDisk disk) {
    json.member("vmdk", disk.vmdk().toString());
    json.member("size_bytes", disk.sizeBytes());
    json.array("extents", disk.extents(), SandboxJson::extent);
  }

  private static void extent(Json json, BootDisk.Extent extent) {
    json.member("file", extent.file().toString());
    json.member("size_bytes", extent.sizeBytes());
  }
}
