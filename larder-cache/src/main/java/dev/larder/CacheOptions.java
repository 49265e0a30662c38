// SPDX-License-Identifier: Apache-2.0
package dev.larder;

import dev.larder.model.PullLimits;
import dev.larder.oci.hosts.HostsPaths;
import dev.larder.oci.login.LoginFiles;
import dev.larder.oci.proxy.Proxies;
import dev.larder.oci.registry.RegistryOptions;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Map;

/**
 * How a cache is opened.
 *
 * @param home where it is; created if need be
 * @param registry how registries are spoken to
 * @param parallelLayers how many layers are made at once, over all pulls; at least 1. Each takes
 *     three threads and some 5 MiB of buffers
 * @param limits what an image may ask for
 * @param clock what time it is
 */
public record CacheOptions(
    Path home,
    RegistryOptions registry,
    int parallelLayers,
    PullLimits limits,
    InstantSource clock) {

  private static final int PARALLEL_LAYERS = 3;

  /** Checks the number of layers. */
  public CacheOptions {
    if (parallelLayers < 1) {
      throw new IllegalArgumentException("at least one layer at a time, not " + parallelLayers);
    }
  }

  /**
   * {@return options for a cache in the default home} That is {@code $LARDER_HOME}, else {@code
   * $XDG_DATA_HOME/larder}, else {@code ~/.local/share/larder}.
   */
  public static CacheOptions defaults() {
    return at(defaultHome(System.getenv(), System.getProperty("user.home", "")));
  }

  /**
   * {@return options for a cache in {@code home}} Registries are asked with the credentials that
   * Docker, podman and larder left of logins, where {@code registries.conf} and {@code hosts.toml}
   * say, over TLS except at the loopback address, through the proxies that the JVM's properties and
   * the environment name.
   */
  public static CacheOptions at(Path home) {
    return new CacheOptions(
        home,
        RegistryOptions.DEFAULT
            .withCredentials(LoginFiles.ofUser(System.getenv()))
            .withHosts(HostsPaths.ofUser(System.getenv()))
            .withProxies(Proxies.ofUser(System.getenv(), System.getProperties())),
        PARALLEL_LAYERS,
        PullLimits.DEFAULT,
        InstantSource.system());
  }

  /**
   * {@return the default home of a user} A relative {@code XDG_DATA_HOME} is none (XDG Base
   * Directory Specification).
   *
   * @param environment the environment variables
   * @param userHome the user's home directory
   */
  public static Path defaultHome(Map<String, String> environment, String userHome) {
    String own = environment.getOrDefault("LARDER_HOME", "");
    if (!own.isEmpty()) {
      return Path.of(own);
    }
    var data = Path.of(environment.getOrDefault("XDG_DATA_HOME", ""));
    return (data.isAbsolute() ? data : Path.of(userHome, ".local", "share")).resolve("larder");
  }

  /** {@return these options with another way to speak to registries} */
  public CacheOptions withRegistry(RegistryOptions value) {
    return new CacheOptions(home, value, parallelLayers, limits, clock);
  }

  /** {@return these options with another number of layers at once} */
  public CacheOptions withParallelLayers(int value) {
    return new CacheOptions(home, registry, value, limits, clock);
  }

  /** {@return these options with other limits} */
  public CacheOptions withLimits(PullLimits value) {
    return new CacheOptions(home, registry, parallelLayers, value, clock);
  }

  /** {@return these options with another clock} */
  public CacheOptions withClock(InstantSource value) {
    return new CacheOptions(home, registry, parallelLayers, limits, value);
  }
}
