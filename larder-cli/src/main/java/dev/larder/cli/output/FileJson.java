// SPDX-License-Identifier: Apache-2.0
package dev.larder.cli.output;

import dev.larder.model.CopyReport;
import dev.larder.model.FileChange;
import dev.larder.model.FileEntry;

/** Files of images in JSON. The keys are a contract: none is ever renamed. */
public final class FileJson {
  private FileJson() {}

  /** Writes what a listing tells of a file. */
  public static void entry(Json json, FileEntry file) {
    json.member("path", file.path());
    json.member("type", Words.constant(file.type()));
    json.member("mode", "%04o".formatted(file.permissions()));
    json.member("uid", file.uid());
    json.member("gid", file.gid());
    json.member("links", file.linkCount());
    json.member("size_bytes", file.sizeBytes());
    json.member("modified_at", file.modified().toString());
    json.textOrNull("target", file.target());
    json.member("major", file.device().major());
    json.member("minor", file.device().minor());
  }

  /** Writes how a path differs. */
  public static void change(Json json, FileChange change) {
    json.member("kind", Words.constant(change.kind()));
    json.member("path", change.path());
    json.texts("aspects", change.aspects().stream().map(Words::constant).toList());
  }

  /** Writes what was copied. */
  public static void copied(Json json, CopyReport report) {
    json.member("files", report.files());
    json.member("directories", report.directories());
    json.member("symlinks", report.symlinks());
    json.member("bytes", report.bytes());
    json.array(
        "skipped",
        report.skipped(),
        (item, skipped) -> {
          item.member("path", skipped.path());
          item.member("reason", skipped.reason());
        });
  }
}
