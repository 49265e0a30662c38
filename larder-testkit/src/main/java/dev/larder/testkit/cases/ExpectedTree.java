// SPDX-License-Identifier: Apache-2.0
package dev.larder.testkit.cases;

import dev.larder.testkit.cases.Expected.Inode;
import dev.larder.testkit.oracle.TreeEntry;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a mount must show, in the form in which the oracle lists it. Link counts and names of one
 * inode are counted here, so that a case need not say them.
 *
 * @param entries every name, the root included, in the order of their bytes
 */
public record ExpectedTree(List<TreeEntry> entries) {
  /** Copies the entries. */
  public ExpectedTree {
    entries = List.copyOf(entries);
  }

  /**
   * {@return the tree of these names}
   *
   * @param names every name but the root, which is a directory that nobody lists unless it is among
   *     them; parents included
   */
  public static ExpectedTree of(Expected... names) {
    return of(List.of(names));
  }

  /**
   * {@return the tree of these names}
   *
   * @param names every name but the root, which is a directory that nobody lists unless it is among
   *     them; parents included
   */
  public static ExpectedTree of(List<Expected> names) {
    var inodes = new TreeMap<String, Inode>();
    inodes.put("", Expected.impliedDir("").inode());
    names.forEach(name -> inodes.put(name.path(), name.inode()));
    var links = new IdentityHashMap<Inode, Long>();
    var firstPaths = new IdentityHashMap<Inode, String>();
    inodes.forEach(
        (path, inode) -> {
          firstPaths.putIfAbsent(inode, path);
          links.merge(inode, inode.type() == 'd' ? 2L : 1L, Long::sum);
          if (inode.type() == 'd' && !path.isEmpty()) {
            links.merge(parentOf(path, inodes), 1L, Long::sum);
          }
        });
    return new ExpectedTree(
        inodes.entrySet().stream()
            .map(
                name -> {
                  Inode inode = name.getValue();
                  return entry(
                      name.getKey(),
                      inode,
                      links.getOrDefault(inode, 0L),
                      firstPaths.getOrDefault(inode, ""));
                })
            .toList());
  }

  private static Inode parentOf(String path, Map<String, Inode> inodes) {
    String parent = path.substring(0, Math.max(0, path.lastIndexOf('/')));
    Inode inode = inodes.get(parent);
    if (inode == null) {
      throw new IllegalArgumentException("no parent of " + path);
    }
    return inode;
  }

  private static TreeEntry entry(String path, Inode inode, long links, String firstPath) {
    return new TreeEntry(
        path,
        inode.type(),
        inode.mode(),
        inode.uid(),
        inode.gid(),
        links,
        inode.sizeBytes(),
        inode.device(),
        inode.modified(),
        inode.linkTarget(),
        inode.xattrs(),
        inode.contentDigest(),
        firstPath);
  }
}
