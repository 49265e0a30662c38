// SPDX-License-Identifier: Apache-2.0
package dev.larder;

import dev.larder.catalog.Catalog;
import dev.larder.catalog.CatalogException;
import dev.larder.catalog.ImageRecord;
import dev.larder.catalog.SandboxRecord;
import dev.larder.catalog.Session;
import dev.larder.error.ImageNotFoundException;
import dev.larder.error.SandboxExistsException;
import dev.larder.error.SandboxNotFoundException;
import dev.larder.model.PullOptions;
import dev.larder.model.Sandbox;
import dev.larder.model.SandboxDetail;
import dev.larder.oci.Digest;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What holds images: each sandbox pins one manifest, under a name, until it is removed. Safe for
 * use by several threads.
 */
public final class Sandboxes {
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_.-]{0,127}");

  private final Catalog catalog;
  private final Edge edge;
  private final Images images;
  private final Pulling pulling;
  private final InstantSource clock;

  Sandboxes(Catalog catalog, Edge edge, Images images, Pulling pulling, InstantSource clock) {
    this.catalog = catalog;
    this.edge = edge;
    this.images = images;
    this.pulling = pulling;
    this.clock = clock;
  }

  /**
   * {@return a new sandbox of the image {@code reference}} As {@link #create(String, String,
   * PullOptions)} with {@link PullOptions#defaults()}.
   */
  public SandboxDetail create(String name, String reference) {
    return create(name, reference, PullOptions.defaults());
  }

  /**
   * {@return a new sandbox of the image {@code reference}, which is pulled as {@code options} say}
   * The sandbox exists from the moment on that the image does, so that no prune comes between.
   *
   * @param name 1 to 128 letters, digits, dots, dashes and underscores, the first a letter or digit
   * @throws IllegalArgumentException if the name is not of that form
   * @throws SandboxExistsException if there is a sandbox of that name
   * @throws dev.larder.error.LarderException if the image is not there and cannot be pulled
   */
  public SandboxDetail create(String name, String reference, PullOptions options) {
    if (!NAME.matcher(name).matches()) {
      throw new IllegalArgumentException(
          "a sandbox's name is 1 to 128 letters, digits, dots, dashes and underscores, the first a"
              + " letter or digit: "
              + name);
    }
    edge.call(
        "creating the sandbox",
        () ->
            catalog.read(
                session -> {
                  requireFree(session, name);
                  return true;
                }));
    pulling.pull(reference, options, (session, image) -> insert(session, name, image));
    return inspect(name);
  }

  private void insert(Session session, String name, ImageRecord image) throws CatalogException {
    requireFree(session, name);
    session.sandboxes().create(name, image.reference(), image.requireDigest(), clock.instant());
  }

  private static void requireFree(Session session, String name) throws CatalogException {
    if (session.sandboxes().find(name).isPresent()) {
      throw new SandboxExistsException(name);
    }
  }

  /** {@return all sandboxes, by name} */
  public List<Sandbox> list() {
    return edge.call(
        "listing sandboxes",
        () -> {
          var sandboxes = new ArrayList<Sandbox>();
          for (var row : catalog.read(session -> session.sandboxes().list())) {
            sandbox(row).ifPresent(sandboxes::add);
          }
          return sandboxes;
        });
  }

  /**
   * {@return what a VMM needs to start the sandbox}
   *
   * @throws SandboxNotFoundException if there is no such sandbox
   * @throws ImageNotFoundException if its image was removed by force
   */
  public SandboxDetail inspect(String name) {
    return edge.call(
        "inspecting the sandbox", () -> catalog.read(session -> detail(session, name)));
  }

  private SandboxDetail detail(Session session, String name) throws CatalogException {
    var row = session.sandboxes().find(name).orElseThrow(() -> new SandboxNotFoundException(name));
    var sandbox = sandbox(row).orElseThrow(() -> CatalogException.damaged("the sandbox " + name));
    var image =
        session
            .images()
            .findByManifest(sandbox.manifestDigest())
            .orElseThrow(
                () ->
                    new ImageNotFoundException(
                        sandbox.reference(),
                        "the image of sandbox "
                            + name
                            + " was removed: "
                            + sandbox.reference()
                            + " ("
                            + sandbox.manifestDigest()
                            + "); pull it again"));
    return new SandboxDetail(
        sandbox, images.requireSoundDisk(session, image), images.config(session, image));
  }

  /**
   * Removes a sandbox; its image stays, and is free for a prune if nothing else uses it.
   *
   * @throws SandboxNotFoundException if there is no such sandbox
   */
  public void remove(String name) {
    boolean removed =
        edge.call(
            "removing the sandbox",
            () -> catalog.write(session -> session.sandboxes().delete(name)));
    if (!removed) {
      throw new SandboxNotFoundException(name);
    }
  }

  /** Empty if the row is damaged: it pins nothing that could be named. */
  private static Optional<Sandbox> sandbox(SandboxRecord row) {
    try {
      return Optional.of(
          new Sandbox(
              row.name(),
              row.reference(),
              Digest.parse(row.manifestDigest()),
              row.createdAt(),
              row.imagePresent()));
    } catch (IllegalArgumentException ignored) { // one damaged row never stops the rest
      return Optional.empty();
    }
  }
}
