// SPDX-License-Identifier: Apache-2.0
package dev.larder.cli.command;

import dev.larder.CacheOptions;
import dev.larder.ImageCache;
import dev.larder.oci.InvalidReferenceException;
import dev.larder.oci.hosts.ShortNames;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/**
 * How a command speaks to registries, and what it takes from them: {@code --insecure}, {@code
 * --ca-certs}, {@code --parallel-ranges}, {@code --limit}.
 */
final class RegistryArguments {
  private final OptionSpec insecure =
      Options.flag(
          "Do not check the registry's certificate, and allow HTTP without TLS.", "--insecure");
  private final OptionSpec caCertificates =
      Options.repeated(
          Path.class,
          RegistryArguments::readable,
          "FILE",
          "PEM file of authorities to trust besides those of the JDK.",
          "--ca-certs");

  private final OptionSpec parallelRanges =
      Options.value(
          Integer.class,
          RegistryArguments::ranges,
          "N",
          "Fetch a big layer in N ranges at once (default: 1); helps where a registry limits"
              + " each connection.",
          "--parallel-ranges");

  private final LimitArguments limits;

  RegistryArguments(CommandSpec spec) {
    this.limits = new LimitArguments(spec);
    spec.addOption(insecure).addOption(caCertificates).addOption(parallelRanges);
  }

  private static int ranges(String text) {
    if (text.matches("[1-9]|[12][0-9]|3[0-2]")) {
      return Integer.parseInt(text);
    }
    throw new IllegalArgumentException("'" + text + "' is not a number from 1 to 32");
  }

  private static Path readable(String text) {
    var file = Options.path(text);
    if (!Files.isReadable(file) || Files.isDirectory(file)) {
      throw new IllegalArgumentException("cannot read the file " + text);
    }
    return file;
  }

  /**
   * {@return the cache, which speaks to registries as these arguments say; the caller closes it}
   */
  ImageCache openCache(Invocation invocation, List<String> references) {
    return ImageCache.open(cacheOptions(invocation, references));
  }

  /** {@return the run's options as these arguments change them for {@code references}} */
  CacheOptions cacheOptions(Invocation invocation, List<String> references) {
    var options = limits.apply(invocation.cacheOptions());
    var registry = options.registry().withCaCertificates(caCertificates.<List<Path>>getValue());
    Integer ranges = parallelRanges.getValue();
    if (ranges != null) {
      registry = registry.withParallelRanges(ranges);
    }
    if (insecure.<Boolean>getValue()) {
      var shortNames = ShortNames.of(registry.hosts());
      for (String reference : references) {
        try {
          registry = registry.withInsecureRegistry(shortNames.parse(reference).domain());
        } catch (InvalidReferenceException | IOException _) { // who uses the reference says so
        }
      }
    }
    return options.withRegistry(registry);
  }
}
