// SPDX-License-Identifier: Apache-2.0
package dev.larder.erofs.unpack;

import dev.larder.erofs.layer.LayerFormatException;
import dev.larder.erofs.tar.TarMember;
import dev.larder.erofs.tree.Directory;
import dev.larder.erofs.tree.FileName;
import dev.larder.erofs.tree.Inode;
import dev.larder.erofs.tree.LowerLink;
import dev.larder.erofs.tree.Node;
import dev.larder.erofs.tree.RegularFile;
import dev.larder.erofs.tree.SpecialFile;
import dev.larder.erofs.tree.Symlink;
import dev.larder.erofs.tree.SymlinkTarget;
import dev.larder.erofs.tree.Whiteout;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The hard links of a layer. One whose target has not come yet waits as a {@link LowerLink} of its
 * own; when all entries are there, it becomes what its target is, or stays a link into the layers
 * below.
 */
final class ForwardLinks {
  private final Directory root;
  private final LayerWalk walk;

  /** By identity: two waiting links with equal targets may become different things. */
  private final IdentityHashMap<LowerLink, Waiting> waiting = new IdentityHashMap<>();

  private final IdentityHashMap<LowerLink, Settled> settled = new IdentityHashMap<>();
  private final Set<LowerLink> settling = Collections.newSetFromMap(new IdentityHashMap<>());

  /**
   * What a link became.
   *
   * @param nesting how many links stand inside each other's targets until one leads through none
   */
  private record Settled(Node end, int nesting) {}

  /** How many links are being settled for others. */
  private int depth;

  private record Waiting(TarMember member, List<FileName> target) {}

  /** What a target is, and its path without symlinks of this layer. */
  private record Found(@Nullable Node node, List<FileName> path) {}

  ForwardLinks(Directory root, LayerWalk walk) {
    this.root = root;
    this.walk = walk;
  }

  /** {@return what the hard link {@code member} names, or what waits for it} */
  Node targetOf(TarMember member, List<FileName> target) throws LayerFormatException {
    LayerWalk.Place parent = walk.find(target.subList(0, target.size() - 1), member);
    return switch (found(parent, target.getLast()).node()) {
      case null -> await(member, target);
      case Whiteout whiteout -> await(member, target);
      case Directory directory -> throw toDirectory(member);
      case LowerLink link -> link;
      case RegularFile file -> file;
      case Symlink symlink -> symlink;
      case SpecialFile special -> special;
    };
  }

  /** Puts what each link names in its place. */
  void settle() throws LayerFormatException {
    if (waiting.isEmpty()) {
      return;
    }
    var open = new ArrayDeque<Directory>();
    open.add(root);
    while (!open.isEmpty()) {
      Directory directory = open.remove();
      var links = new ArrayList<Map.Entry<FileName, LowerLink>>();
      directory
          .children()
          .forEach(
              (name, child) -> {
                if (child instanceof Directory below) {
                  open.add(below);
                } else if (child instanceof LowerLink link) {
                  links.add(Map.entry(name, link));
                }
              });
      for (var link : links) {
        directory.put(link.getKey(), settle(link.getValue()).end());
      }
    }
  }

  private Settled settle(LowerLink first) throws LayerFormatException {
    var chain = new IdentityHashMap<LowerLink, Waiting>();
    LowerLink link = first;
    Node end = null;
    int nesting = 0;
    while (end == null) {
      Waiting waits = waiting.get(link);
      Settled before = settled.get(link);
      if (waits == null || before != null) {
        end = before == null ? link : before.end();
        nesting = Math.max(nesting, before == null ? 0 : before.nesting());
        continue;
      }
      if (!settling.add(link)) {
        throw EntryPath.refusal(waits.member(), "a hard link to another entry", "one to itself");
      }
      chain.put(link, waits);
      var nested = new Nested(waits.member());
      List<FileName> target = waits.target();
      LayerWalk.Place parent =
          walk.find(target.subList(0, target.size() - 1), waits.member(), nested);
      nesting = Math.max(nesting, nested.deepest);
      Found found = found(parent, target.getLast());
      switch (found.node()) {
        case null -> end = new LowerLink(found.path());
        case Whiteout whiteout -> end = new LowerLink(found.path());
        case Directory directory -> throw toDirectory(waits.member());
        case LowerLink next -> link = next;
        case Inode inode -> end = inode;
      }
    }
    var result = new Settled(end, nesting);
    for (LowerLink one : chain.keySet()) {
      settled.put(one, result);
      settling.remove(one);
    }
    return result;
  }

  /** The links on the way to a link's target, which have to be settled before. */
  private final class Nested implements LayerWalk.Links {
    private final TarMember member;
    private int deepest;

    Nested(TarMember member) {
      this.member = member;
    }

    @Override
    public Node endOf(LowerLink link) throws LayerFormatException {
      // The nesting that is going on is a bound to the stack; the one that was counted makes the
      // outcome the same, whichever link is settled first.
      Settled through = depth < SymlinkTarget.MAX_HOPS ? deeper(link) : null;
      if (through == null || through.nesting() >= SymlinkTarget.MAX_HOPS) {
        throw EntryPath.refusal(
            member, "at most " + SymlinkTarget.MAX_HOPS + " hard links on the way", "more");
      }
      deepest = Math.max(deepest, through.nesting() + 1);
      return through.end();
    }

    private Settled deeper(LowerLink link) throws LayerFormatException {
      depth++;
      Settled through = settle(link);
      depth--;
      return through;
    }
  }

  private static Found found(LayerWalk.Place parent, FileName name) {
    Directory directory = parent.directory();
    var path = new ArrayList<FileName>(parent.path());
    path.add(name);
    return new Found(directory == null ? null : directory.child(name), path);
  }

  private LowerLink await(TarMember member, List<FileName> target) {
    var link = new LowerLink(target);
    waiting.put(link, new Waiting(member, target));
    return link;
  }

  private static LayerFormatException toDirectory(TarMember member) {
    return EntryPath.refusal(
        member, "a link target that is no directory", "\"" + member.linkTarget() + "\"");
  }
}
