// SPDX-License-Identifier: Apache-2.0
package dev.larder.cli.command;

import dev.larder.ImageCache;
import dev.larder.oci.InvalidReferenceException;
import dev.larder.oci.Reference;
import dev.larder.oci.registry.RegistryOptions;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/**
 * How a command speaks to registries, and what it takes from them: {@code --insecure}, {@code
 * --ca-certs}, {@code --limit}.
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

  private final LimitArguments limits;

  RegistryArguments(CommandSpec spec) {
    this.limits = new LimitArguments(spec);
    spec.addOption(insecure).addOption(caCertificates);
  }

  private static Path readable(String text) {
    var file = Path.of(text);
    if (!Files.isReadable(file) || Files.isDirectory(file)) {
      throw new IllegalArgumentException("cannot read the file " + text);
    }
    return file;
  }

  /**
   * {@return the cache, which speaks to registries as these arguments say; the caller closes it}
   */
  ImageCache openCache(Invocation invocation, List<String> references) {
    var options = limits.apply(invocation.cacheOptions());
    return ImageCache.open(options.withRegistry(apply(options.registry(), references)));
  }

  /** {@return how these arguments speak to the registries of {@code references}} */
  RegistryOptions options(Invocation invocation, List<String> references) {
    return apply(limits.apply(invocation.cacheOptions()).registry(), references);
  }

  /** {@return {@code options} as these arguments change them for {@code references}} */
  private RegistryOptions apply(RegistryOptions options, List<String> references) {
    var changed = options.withCaCertificates(caCertificates.<List<Path>>getValue());
    if (insecure.<Boolean>getValue()) {
      for (String reference : references) {
        try {
          changed = changed.withInsecureRegistry(Reference.parse(reference).domain());
        } catch (InvalidReferenceException ignored) { // the pull will say so
        }
      }
    }
    return changed;
  }
}
