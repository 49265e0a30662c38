// SPDX-License-Identifier: Apache-2.0
package dev.larder.cli.command;

import dev.larder.cli.output.Json;
import dev.larder.oci.compression.Decompression;
import dev.larder.oci.image.Platform;
import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine.Model.CommandSpec;

/** {@code info}: what larder runs on, for reports of problems and of speed. */
final class InfoCommand implements Command {
  private final CommandSpec spec =
      Options.command(this, "info", "Show the version, the cache's home, and what runs it.");
  private final Output output = new Output(spec, "Print the version only.");

  @Override
  public CommandSpec spec() {
    return spec;
  }

  @Override
  public ExitStatus run(Invocation invocation) {
    var out = invocation.out();
    if (output.isJson()) {
      Json.printObject(out, json -> facts(invocation).forEach(json::member));
    } else if (output.isQuiet()) {
      out.println(Root.version());
    } else {
      facts(invocation).forEach((name, value) -> ImageText.line(out, name, value));
    }
    return ExitStatus.DONE;
  }

  /** The JVM's last word says whether its start-up cache fits: "sharing". */
  private static Map<String, String> facts(Invocation invocation) {
    var facts = new LinkedHashMap<String, String>();
    facts.put("version", Root.version());
    facts.put("home", invocation.home().toAbsolutePath().toString());
    facts.put("platform", Platform.host().toString());
    facts.put("java", System.getProperty("java.runtime.version", ""));
    facts.put(
        "jvm", System.getProperty("java.vm.name") + ", " + System.getProperty("java.vm.info"));
    facts.put("gzip", Decompression.gzipLibrary());
    return facts;
  }
}
