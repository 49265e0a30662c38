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
import dev.larder.erofs.tree.Whiteout;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
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

  private final IdentityHashMap<LowerLink, Node> settled = new IdentityHashMap<>();

  private record Waiting(TarMember member, List<FileName> target) {}

  /** What a target is, and its path without symlinks of this layer. */
  private record Found(@Nullable Node node, List<FileName> path) {}

  ForwardLinks(Directory root, LayerWalk walk) {
    this.root = root;
    this.walk = walk;
  }

  /** {@return what the hard link {@code member} names, or what waits for it} */
  Node targetOf(TarMember member, List<FileName> target) throws LayerFormatException {
    return switch (find(member, target).node()) {
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
        directory.put(link.getKey(), settle(link.getValue()));
      }
    }
  }

  private Node settle(LowerLink first) throws LayerFormatException {
    var chain = new IdentityHashMap<LowerLink, Waiting>();
    LowerLink link = first;
    Node end = null;
    while (end == null) {
      Waiting waits = waiting.get(link);
      if (waits == null || settled.containsKey(link)) {
        end = settled.getOrDefault(link, link);
        continue;
      }
      if (chain.put(link, waits) != null) {
        throw EntryPath.refusal(waits.member(), "a hard link to another entry", "one to itself");
      }
      Found found = find(waits.member(), waits.target());
      switch (found.node()) {
        case null -> end = new LowerLink(found.path());
        case Whiteout whiteout -> end = new LowerLink(found.path());
        case Directory directory -> throw toDirectory(waits.member());
        case LowerLink next -> link = next;
        case Inode inode -> end = inode;
      }
    }
    for (LowerLink one : chain.keySet()) {
      settled.put(one, end);
    }
    return end;
  }

  private Found find(TarMember member, List<FileName> target) throws LayerFormatException {
    LayerWalk.Place parent = walk.find(target.subList(0, target.size() - 1), member);
    Directory directory = parent.directory();
    var path = new ArrayList<FileName>(parent.path());
    path.add(target.getLast());
    return new Found(directory == null ? null : directory.child(target.getLast()), path);
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
