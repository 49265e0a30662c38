// SPDX-License-Identifier: Apache-2.0
package dev.larder.erofs.tree;

import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A directory. Changes while a tree is built, by one thread; not after. */
public final class Directory implements Inode {
  private final Map<FileName, Node> children = new HashMap<>();
  private @Nullable Metadata metadata;
  private boolean opaque;
  private boolean whitedOut;

  private Directory(@Nullable Metadata metadata) {
    this.metadata = metadata;
  }

  /** {@return an empty directory that a layer lists} */
  public static Directory of(Metadata metadata) {
    return new Directory(metadata);
  }

  /**
   * {@return an empty directory that a layer implies by an entry below it: it keeps the metadata of
   * the layer below, or what a symlink there leads to}
   */
  public static Directory implied() {
    return new Directory(null);
  }

  /** {@return whether the layer implies this directory without listing it} */
  public boolean isImplied() {
    return metadata == null;
  }

  /** {@return the metadata, {@link Metadata#IMPLIED_DIRECTORY} if the directory is implied} */
  @Override
  public Metadata metadata() {
    Metadata own = metadata;
    return own == null ? Metadata.IMPLIED_DIRECTORY : own;
  }

  /** Makes this a listed directory with the given metadata; its children stay. */
  public void list(Metadata listed) {
    this.metadata = listed;
    this.whitedOut = false;
  }

  /** {@return whether nothing of the layers below shows through} */
  public boolean isOpaque() {
    return opaque;
  }

  /** Hides the directory's content in the layers below. */
  public void makeOpaque() {
    opaque = true;
  }

  /**
   * {@return whether the layer implies this directory and also hides the name in the layers below:
   * it keeps nothing of them, and without entries it is not there at all}
   */
  public boolean isWhitedOut() {
    return whitedOut;
  }

  /** Hides the name in the layers below. */
  public void whiteOut() {
    opaque = true;
    whitedOut = isImplied();
  }

  /** {@return the children, unordered, as a view} */
  public Map<FileName, Node> children() {
    return Collections.unmodifiableMap(children);
  }

  /** {@return the child of that name, or null} */
  public @Nullable Node child(FileName name) {
    return children.get(name);
  }

  /** Adds a child; what had the name before is returned, and no longer a child. */
  public @Nullable Node put(FileName name, Node child) {
    return children.put(name, child);
  }

  /** Removes a child, if it is there; what it was is returned. */
  public @Nullable Node remove(FileName name) {
    return children.remove(name);
  }
}
