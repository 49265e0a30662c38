// SPDX-License-Identifier: Apache-2.0
package dev.larder.erofs.unpack;

import dev.larder.erofs.layer.LayerFormatException;
import dev.larder.erofs.layer.LayerLimits;
import dev.larder.erofs.tar.TarMember;
import dev.larder.erofs.tar.Warnings;
import dev.larder.erofs.tree.Directory;
import dev.larder.erofs.tree.FileData;
import dev.larder.erofs.tree.FileName;
import dev.larder.erofs.tree.LowerLink;
import dev.larder.erofs.tree.Metadata;
import dev.larder.erofs.tree.Node;
import dev.larder.erofs.tree.RegularFile;
import dev.larder.erofs.tree.SpecialFile;
import dev.larder.erofs.tree.Symlink;
import dev.larder.erofs.tree.SymlinkTarget;
import dev.larder.erofs.tree.Whiteout;
import dev.larder.erofs.tree.Xattr;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Applies a layer's entries in their order to an empty tree. One thread at a time.
 *
 * <p>Where image-spec is silent, containerd's applier ({@code pkg/archive/tar.go}) is followed:
 *
 * <ul>
 *   <li>an entry's parent path is walked through symlinks, bounded by the root, and its last name
 *       never is; nor is a hard link's target;
 *   <li>an entry whose parent is neither directory nor symlink is refused;
 *   <li>an entry that is the root and no directory is ignored;
 *   <li>whiteouts of {@code .} and {@code ..} are refused;
 *   <li>a symlink's mode is 0777, since Linux knows no other.
 * </ul>
 *
 * It is not followed in these, where its result hangs on the order of entries or on what a file
 * system happens to do:
 *
 * <ul>
 *   <li>a whiteout hides nothing of its own layer, and an opaque marker neither, in any order
 *       (image-spec says so);
 *   <li>a hard link may name a later entry, and that one rather than one of a lower layer;
 *   <li>a hard link's own mode, owner, time and attributes mean nothing: those of what it names
 *       count;
 *   <li>times before 1970 are kept;
 *   <li>{@code ..} in a name is refused unless it surely means the parent.
 * </ul>
 */
public final class LayerTreeBuilder {
  /** {@code PATH_MAX} without the NUL; the kernel cuts a longer one off when it follows it. */
  private static final int MAX_SYMLINK_BYTES = 4095;

  private static final int SYMLINK_PERMISSIONS = 0777;

  private final Directory root = Directory.implied();
  private final LayerLimits limits;
  private final Warnings warnings;
  private final LayerWalk walk;
  private final ForwardLinks forwardLinks;
  private long entries;
  private long fileBytes;
  private long metadataBytes;

  /**
   * A builder of one layer.
   *
   * @param limits what the layer may ask for
   * @param warnings takes what was ignored
   */
  public LayerTreeBuilder(LayerLimits limits, Warnings warnings) {
    this.limits = limits;
    this.warnings = warnings;
    this.walk = new LayerWalk(root, limits);
    this.forwardLinks = new ForwardLinks(root, walk);
  }

  /**
   * Applies the next entry.
   *
   * @param member the entry
   * @param content takes the bytes if the entry turns out to be a file that is kept
   * @throws LayerFormatException if a layer may not have this entry
   */
  public void add(TarMember member, Content content) throws IOException {
    entries++;
    requireRoom(member);
    EntryPath path = EntryPath.ofName(member, limits);
    List<FileName> names = withoutUp(path.names(), member);
    switch (path.kind()) {
      case LEFTOVER -> warnings.add("leftovers of aufs are ignored", member.name());
      case OPAQUE -> walk.require(names, member).makeOpaque();
      case WHITEOUT -> hide(requireParent(names, member), names.getLast());
      case ENTRY -> {
        if (names.isEmpty()) {
          applyToRoot(member);
        } else {
          put(names, member, content);
        }
      }
    }
    if (entries + walk.impliedDirectories() > limits.entriesPerLayer()) {
      throw EntryPath.refusal(
              member, "at most " + limits.entriesPerLayer() + " entries (entriesPerLayer)", "more")
          .ofLimit();
    }
  }

  /** {@return the number of entries so far} */
  public long entries() {
    return entries;
  }

  /**
   * {@return the layer's tree, with hard links tied} Add nothing after this.
   *
   * @throws LayerFormatException if a hard link names a directory or, in the end, itself
   */
  public Directory finish() throws LayerFormatException {
    forwardLinks.settle();
    return root;
  }

  private void requireRoom(TarMember member) throws LayerFormatException {
    metadataBytes += member.name().length() + member.linkTarget().length();
    for (Xattr xattr : member.metadata().xattrs()) {
      metadataBytes += xattr.name().length() + xattr.valueLength();
    }
    if (metadataBytes > limits.metadataBytes()) {
      throw EntryPath.refusal(
              member,
              "paths, link targets and attributes of at most "
                  + limits.metadataBytes()
                  + " bytes (metadataBytes)",
              "more")
          .ofLimit();
    }
  }

  private void applyToRoot(TarMember member) {
    if (member.type() == TarMember.Type.DIRECTORY) {
      root.list(member.metadata());
    } else {
      warnings.add("an entry that is the root and no directory is ignored", member.name());
    }
  }

  private void put(List<FileName> names, TarMember member, Content content) throws IOException {
    FileName name = names.getLast();
    switch (member.type()) {
      case DIRECTORY -> list(requireParent(names, member), name, member.metadata());
      case REGULAR -> {
        Directory parent = requireParent(names, member);
        replace(parent, name, regularFile(member, content), member);
      }
      case SYMLINK -> replace(requireParent(names, member), name, symlink(member), member);
      case HARD_LINK -> {
        // Before the parents are made: they are not the link's target.
        Node target = linkTarget(member);
        replace(requireParent(names, member), name, target, member);
      }
      case CHARACTER_DEVICE -> putSpecial(names, member, SpecialFile.Kind.CHARACTER_DEVICE);
      case BLOCK_DEVICE -> putSpecial(names, member, SpecialFile.Kind.BLOCK_DEVICE);
      case FIFO -> putSpecial(names, member, SpecialFile.Kind.FIFO);
    }
  }

  private void putSpecial(List<FileName> names, TarMember member, SpecialFile.Kind kind)
      throws LayerFormatException {
    Node special =
        new SpecialFile(member.metadata(), kind, member.deviceMajor(), member.deviceMinor());
    replace(requireParent(names, member), names.getLast(), special, member);
  }

  /**
   * Puts what is no directory. One that the entries before only implied goes with them, though a
   * lower layer may have a symlink there and they be meant for where it leads.
   */
  private void replace(Directory parent, FileName name, Node node, TarMember member) {
    if (parent.child(name) instanceof Directory before
        && before.isImplied()
        && !before.children().isEmpty()) {
      warnings.add(
          "entries below a name go, since a later one says it is no directory", member.name());
    }
    parent.put(name, node);
  }

  /** Lists a directory: over a directory, its children stay. */
  private static void list(Directory parent, FileName name, Metadata metadata) {
    Node before = parent.child(name);
    if (before instanceof Directory directory) {
      directory.list(metadata);
      return;
    }
    Directory directory = Directory.of(metadata);
    if (before != null) {
      // A whiteout, or an entry that took the place of whatever the layers below have.
      directory.makeOpaque();
    }
    parent.put(name, directory);
  }

  private static void hide(Directory parent, FileName name) {
    switch (parent.child(name)) {
      case null -> parent.put(name, Whiteout.INSTANCE);
      case Directory directory -> directory.whiteOut();
      case Whiteout again -> {}
      case LowerLink own -> {}
      case RegularFile own -> {}
      case Symlink own -> {}
      case SpecialFile own -> {}
    }
  }

  private RegularFile regularFile(TarMember member, Content content) throws IOException {
    if (member.size() > limits.bytesPerFile()) {
      throw EntryPath.refusal(
              member,
              "a file of at most " + limits.bytesPerFile() + " bytes (bytesPerFile)",
              member.size() + " bytes")
          .ofLimit();
    }
    if (member.size() > limits.bytesPerLayer() - fileBytes) {
      throw EntryPath.refusal(
              member,
              "files of at most " + limits.bytesPerLayer() + " bytes (bytesPerLayer)",
              "more, with its " + member.size() + " bytes")
          .ofLimit();
    }
    fileBytes += member.size();
    FileData data = member.size() == 0 ? FileData.Empty.INSTANCE : content.store(member);
    return new RegularFile(member.metadata(), member.size(), data);
  }

  private static Symlink symlink(TarMember member) throws LayerFormatException {
    int bytes = member.linkTarget().length();
    if (bytes == 0 || bytes > MAX_SYMLINK_BYTES) {
      throw EntryPath.refusal(
          member, "a link target of 1 to " + MAX_SYMLINK_BYTES + " bytes", bytes + " bytes");
    }
    return new Symlink(ofSymlink(member.metadata()), member.linkTarget().toBytes());
  }

  private static Metadata ofSymlink(Metadata listed) {
    if (listed.permissions() == SYMLINK_PERMISSIONS) {
      return listed;
    }
    return new Metadata(
        SYMLINK_PERMISSIONS,
        listed.uid(),
        listed.gid(),
        listed.mtimeSeconds(),
        listed.mtimeNanos(),
        listed.xattrs());
  }

  private Node linkTarget(TarMember member) throws LayerFormatException {
    if (member.linkTarget().length() == 0) {
      throw EntryPath.refusal(member, "a link target", "an empty one");
    }
    List<FileName> target = withoutUp(EntryPath.ofTarget(member, limits), member);
    if (target.isEmpty()) {
      throw EntryPath.refusal(member, "a link target that is no directory", "the root");
    }
    return forwardLinks.targetOf(member, target);
  }

  private Directory requireParent(List<FileName> names, TarMember member)
      throws LayerFormatException {
    return walk.require(names.subList(0, names.size() - 1), member);
  }

  /**
   * Takes {@code ..} out of a name. What is before it must be a directory that this layer lists:
   * anything else may be a symlink in a lower layer, and then leads elsewhere.
   */
  private List<FileName> withoutUp(List<FileName> names, TarMember member)
      throws LayerFormatException {
    if (!names.contains(SymlinkTarget.UP)) {
      return names;
    }
    var kept = new ArrayList<FileName>();
    for (FileName name : names) {
      if (!name.equals(SymlinkTarget.UP)) {
        kept.add(name);
        continue;
      }
      if (kept.isEmpty()) {
        throw EntryPath.refusal(member, "a path inside the root", "one that leaves it by ..");
      }
      if (!isListedDirectory(kept, member)) {
        throw EntryPath.refusal(
            member,
            "a directory that the layer has listed before ..",
            "\"" + kept.getLast() + "\"");
      }
      kept.removeLast();
    }
    return kept;
  }

  private boolean isListedDirectory(List<FileName> names, TarMember member)
      throws LayerFormatException {
    @Nullable Directory parent = walk.find(names.subList(0, names.size() - 1), member).directory();
    return parent != null
        && parent.child(names.getLast()) instanceof Directory directory
        && !directory.isImplied();
  }
}
