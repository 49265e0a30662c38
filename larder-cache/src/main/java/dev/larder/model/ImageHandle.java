// SPDX-License-Identifier: Apache-2.0
package dev.larder.model;

import dev.larder.oci.Digest;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * A cached image, by name: what the catalog said of it when the handle was made. The accessors are
 * reads of that moment and touch nothing; {@link #inspect} and {@link #remove} go to the cache that
 * the handle came from. Immutable and safe for use by several threads.
 *
 * <p>What is unknown, because the catalog's row is damaged or the image does not say, is empty.
 */
public final class ImageHandle {
  private final Owner owner;
  private final String reference;
  private final @Nullable Digest manifestDigest;
  private final @Nullable String architecture;
  private final @Nullable String os;
  private final @Nullable String variant;
  private final int layerCount;
  private final @Nullable Long sizeBytes;
  private final @Nullable Instant createdAt;
  private final @Nullable Instant lastUsedAt;
  private final boolean dangling;

  /** The cache that a handle leads back to. */
  public interface Owner {
    /** {@return everything known of the image of that name} */
    ImageDetail inspect(String reference);

    /** Removes the image of that name. */
    ImageRemoveReport remove(String reference, RemoveOption... options);
  }

  private ImageHandle(Builder builder) {
    this.owner = builder.owner;
    this.reference = builder.reference;
    this.manifestDigest = builder.manifestDigest;
    this.architecture = builder.architecture;
    this.os = builder.os;
    this.variant = builder.variant;
    this.layerCount = builder.layerCount;
    this.sizeBytes = builder.sizeBytes;
    this.createdAt = builder.createdAt;
    this.lastUsedAt = builder.lastUsedAt;
    this.dangling = builder.dangling;
  }

  /** {@return a handle that says the same, and leads to {@code newOwner}} */
  public ImageHandle withOwner(Owner newOwner) {
    return builder(newOwner, reference)
        .manifestDigest(manifestDigest)
        .platform(os, architecture, variant)
        .layers(layerCount, sizeBytes)
        .times(createdAt, lastUsedAt)
        .dangling(dangling)
        .build();
  }

  /** {@return the normalised reference, such as {@code docker.io/library/python:3.12}} */
  public String reference() {
    return reference;
  }

  /**
   * {@return whether the image has no name, because its tag moved to another} Its {@link
   * #reference} is then {@code repository@digest}.
   */
  public boolean isDangling() {
    return dangling;
  }

  /** {@return the digest of the manifest's bytes, as they were received} */
  public Optional<Digest> manifestDigest() {
    return Optional.ofNullable(manifestDigest);
  }

  /** {@return the architecture that the image is for, such as {@code amd64}} */
  public Optional<String> architecture() {
    return Optional.ofNullable(architecture);
  }

  /** {@return the operating system that the image is for, such as {@code linux}} */
  public Optional<String> os() {
    return Optional.ofNullable(os);
  }

  /** {@return the variant of the architecture, such as {@code v8}, if the image names one} */
  public Optional<String> variant() {
    return Optional.ofNullable(variant);
  }

  /** {@return the number of layers, 0 or more} */
  public int layerCount() {
    return layerCount;
  }

  /** {@return the size of the image's layers as they are downloaded, in bytes} */
  public OptionalLong sizeBytes() {
    return sizeBytes == null ? OptionalLong.empty() : OptionalLong.of(sizeBytes);
  }

  /** {@return when this image first came under this name} */
  public Optional<Instant> createdAt() {
    return Optional.ofNullable(createdAt);
  }

  /** {@return when the image was last pulled, loaded or given to a sandbox} */
  public Optional<Instant> lastUsedAt() {
    return Optional.ofNullable(lastUsedAt);
  }

  /**
   * {@return everything known of this image}
   *
   * @throws dev.larder.error.ImageNotFoundException if it was removed meanwhile
   */
  public ImageDetail inspect() {
    return owner.inspect(reference);
  }

  /**
   * Removes this image, as {@code ImageCache.remove} does.
   *
   * @return what went
   * @throws dev.larder.error.ImageNotFoundException if it was removed meanwhile
   * @throws dev.larder.error.ImageInUseException if a sandbox or a lease uses it, unless forced
   */
  public ImageRemoveReport remove(RemoveOption... options) {
    return owner.remove(reference, options);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof ImageHandle handle
        && owner.equals(handle.owner)
        && reference.equals(handle.reference)
        && Objects.equals(manifestDigest, handle.manifestDigest);
  }

  @Override
  public int hashCode() {
    return Objects.hash(reference, manifestDigest);
  }

  /** {@return the reference, with the digest that it had} */
  @Override
  public String toString() {
    return manifestDigest == null ? reference : reference + " (" + manifestDigest + ")";
  }

  /** {@return a builder of a handle on the image {@code reference} of {@code owner}} */
  public static Builder builder(Owner owner, String reference) {
    return new Builder(owner, reference);
  }

  /** Collects what is known of an image; whatever is not set stays unknown. Not thread-safe. */
  public static final class Builder {
    private final Owner owner;
    private final String reference;
    private @Nullable Digest manifestDigest;
    private @Nullable String architecture;
    private @Nullable String os;
    private @Nullable String variant;
    private int layerCount;
    private @Nullable Long sizeBytes;
    private @Nullable Instant createdAt;
    private @Nullable Instant lastUsedAt;
    private boolean dangling;

    private Builder(Owner owner, String reference) {
      this.owner = owner;
      this.reference = reference;
    }

    /** Sets the manifest's digest, null for unknown. */
    public Builder manifestDigest(@Nullable Digest value) {
      manifestDigest = value;
      return this;
    }

    /** Sets the platform; each part null for unknown. */
    public Builder platform(
        @Nullable String osName, @Nullable String architectureName, @Nullable String variantName) {
      os = osName;
      architecture = architectureName;
      variant = variantName;
      return this;
    }

    /** Sets the number of layers and their download size in bytes. */
    public Builder layers(int count, @Nullable Long downloadSizeBytes) {
      layerCount = count;
      sizeBytes = downloadSizeBytes;
      return this;
    }

    /**
     * Sets when the image came under the name and when the image was last used, null for unknown.
     */
    public Builder times(@Nullable Instant created, @Nullable Instant lastUsed) {
      createdAt = created;
      lastUsedAt = lastUsed;
      return this;
    }

    /** Sets whether the image has no name. */
    public Builder dangling(boolean value) {
      dangling = value;
      return this;
    }

    /** {@return the handle} */
    public ImageHandle build() {
      return new ImageHandle(this);
    }
  }
}
