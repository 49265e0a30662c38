// SPDX-License-Identifier: Apache-2.0
package dev.larder.cli.command;

import dev.larder.cli.output.Json;
import dev.larder.cli.output.SandboxJson;
import dev.larder.cli.output.Table;
import dev.larder.cli.output.Words;
import dev.larder.model.SandboxDetail;
import picocli.CommandLine.Model.CommandSpec;

/** How a command prints one sandbox: its disk and its image's config, or with -q the VMDK alone. */
final class SandboxOutput {
  private final Output output;

  SandboxOutput(CommandSpec spec) {
    output = new Output(spec, "Print the path of the VMDK only.");
  }

  Output output() {
    return output;
  }

  void print(Invocation invocation, SandboxDetail detail) {
    var out = invocation.out();
    if (output.isJson()) {
      Json.printObject(out, json -> SandboxJson.detail(json, detail));
      return;
    }
    if (output.isQuiet()) {
      out.println(detail.disk().vmdk());
      return;
    }
    var sandbox = detail.sandbox();
    ImageText.line(out, "Name", sandbox.name());
    ImageText.line(out, "Reference", sandbox.reference());
    ImageText.line(out, "Digest", sandbox.manifestDigest().toString());
    ImageText.line(out, "Created", Words.ago(sandbox.createdAt(), invocation.now()));
    ImageText.printConfig(out, detail.config());
    ImageText.line(out, "VMDK", detail.disk().vmdk().toString());
    out.println();
    var extents = new Table("SIZE", "EXTENT");
    for (var extent : detail.disk().extents()) {
      extents.row(Words.size(extent.sizeBytes()), extent.file().toString());
    }
    extents.print(out);
  }
}
