// SPDX-License-Identifier: Apache-2.0
package dev.larder.cli.command;

import dev.larder.CacheOptions;
import dev.larder.model.PullLimits;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** {@code --limit NAME=VALUE}: how much an image may ask for. */
final class LimitArguments {
  private final OptionSpec limits =
      Options.repeated(
          Limit.class,
          Limit::parse,
          "NAME=VALUE",
          "Another limit on what an image may ask for; may be repeated. Known: "
              + String.join(", ", PullLimits.NAMES)
              + ".",
          "--limit");

  /** One limit; known to be possible. */
  private record Limit(String name, long value) {
    static Limit parse(String text) {
      int equals = text.indexOf('=');
      if (equals < 0) {
        throw new IllegalArgumentException("a limit is written NAME=VALUE: '" + text + "'");
      }
      var limit = new Limit(text.substring(0, equals), ByteCount.parse(text.substring(equals + 1)));
      limit.apply(PullLimits.DEFAULT);
      return limit;
    }

    PullLimits apply(PullLimits to) {
      return to.with(name, value);
    }
  }

  LimitArguments(CommandSpec spec) {
    spec.addOption(limits);
  }

  /** {@return {@code options} with these limits} */
  CacheOptions apply(CacheOptions options) {
    var changed = options.limits();
    for (var limit : limits.<List<Limit>>getValue()) {
      changed = limit.apply(changed);
    }
    return options.withLimits(changed);
  }
}
