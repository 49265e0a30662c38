// SPDX-License-Identifier: Apache-2.0
package dev.larder.cli.command;

import dev.larder.CacheOptions;
import dev.larder.ImageCache;
import dev.larder.cli.console.Environment;
import dev.larder.cli.console.Streams;
import dev.larder.error.LarderException;
import dev.larder.error.OperationCancelledException;
import dev.larder.oci.hosts.HostsPaths;
import dev.larder.oci.login.LoginFiles;
import dev.larder.oci.proxy.Proxies;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Instant;

/**
 * One run of the command, as a subcommand sees it.
 *
 * @param streams where it reads and writes
 * @param environment what else it depends on
 * @param home where the cache is
 * @param debug whether failures show where they come from
 */
public record Invocation(Streams streams, Environment environment, Path home, boolean debug) {
  PrintStream out() {
    return streams.out();
  }

  PrintStream err() {
    return streams.err();
  }

  Instant now() {
    return environment.clock().instant();
  }

  /** {@return how the cache is opened unless a command's options say otherwise} */
  CacheOptions cacheOptions() {
    var options = CacheOptions.at(home).withClock(environment.clock());
    var logins = LoginFiles.ofUser(environment.variables());
    var proxies = Proxies.ofUser(environment.variables(), System.getProperties());
    var hosts = HostsPaths.ofUser(environment.variables());
    return options.withRegistry(
        options.registry().withCredentials(logins).withHosts(hosts).withProxies(proxies));
  }

  /** {@return the cache; the caller closes it} */
  ImageCache openCache() {
    return ImageCache.open(cacheOptions());
  }

  /**
   * Tells of a failure.
   *
   * @return what it means for the end of the process
   */
  public ExitStatus report(LarderException failure) {
    if (failure instanceof OperationCancelledException && streams.terminal().size().isPresent()) {
      err().println(); // behind the ^C that the terminal shows
    }
    err().println("larder: " + FailureText.of(failure));
    if (debug) {
      failure.printStackTrace(err());
    }
    return FailureText.status(failure);
  }
}
