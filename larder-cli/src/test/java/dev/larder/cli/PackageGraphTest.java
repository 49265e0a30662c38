// SPDX-License-Identifier: Apache-2.0
package dev.larder.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Who may know whom. An arrow that the table lacks, and an arrow that nobody uses any more, fail
 * the build: changing the table is a change of design, see ARCHITECTURE.md.
 *
 * <p>Names are without {@code dev.larder}; {@code api} is that package itself. Of what is not
 * larder's, libraries and those packages of the JDK are listed that only a few may use.
 */
final class PackageGraphTest {

  /** The modules' directories. */
  private static final List<String> MODULES =
      List.of("larder-erofs", "larder-oci", "larder-cache", "larder-cli", "larder-testkit");

  /** Packages of the JDK that say what a package does: SQL, HTTP, native code, recordings. */
  private static final Set<String> WATCHED =
      Set.of("java.sql", "java.net.http", "java.lang.foreign", "jdk.jfr");

  /** Libraries, by the start of their packages' names. */
  private static final List<String> LIBRARIES =
      List.of("tools.jackson", "com.github.luben.zstd", "org.sqlite", "org.tomlj", "picocli");

  private static final String ALLOWED =
      """
      api -> browse catalog erofs.layer error lease model oci oci.archive oci.compression oci.hosts oci.image oci.login oci.proxy oci.registry oci.source prune pull save store verify
      cli -> cli.command cli.console cli.output error picocli
      cli.command -> api cli.console cli.output cli.progress error model oci oci.compression oci.hosts oci.image oci.login oci.proxy oci.registry picocli
      cli.console -> java.lang.foreign
      cli.output -> model oci tools.jackson
      cli.progress -> cli.console cli.output model oci oci.image
      browse -> erofs erofs.error erofs.tree error model
      catalog -> java.sql oci oci.image oci.source org.sqlite
      erofs -> erofs.error erofs.format erofs.layer erofs.merge erofs.pack erofs.read erofs.tar erofs.tree erofs.unpack erofs.write
      erofs.merge -> erofs.layer erofs.tree
      erofs.pack -> erofs.error erofs.tree
      erofs.read -> erofs.error erofs.format erofs.tree
      erofs.tar -> erofs.layer erofs.tree
      erofs.unpack -> erofs.layer erofs.tar erofs.tree
      erofs.write -> erofs.error erofs.format erofs.tree
      lease -> catalog oci store
      model -> erofs.layer oci oci.compression oci.image
      oci.archive -> oci oci.compression oci.image oci.source
      oci.compression -> com.github.luben.zstd java.lang.foreign
      oci.flight -> jdk.jfr
      oci.hosts -> oci org.tomlj
      oci.image -> oci oci.json tools.jackson
      oci.json -> tools.jackson
      oci.login -> oci oci.json oci.registry tools.jackson
      oci.registry -> java.net.http oci oci.flight oci.hosts oci.image oci.json oci.proxy oci.source
      oci.source -> oci oci.image
      prune -> catalog lease model oci oci.image store
      pull -> catalog disk erofs erofs.layer lease model oci oci.compression oci.flight oci.image oci.source prune store verify
      save -> erofs oci oci.archive oci.image oci.source
      store -> java.lang.foreign oci oci.flight
      testkit.cases -> testkit.image testkit.oracle
      testkit.demo -> testkit.image testkit.registry
      testkit.registry -> testkit.image
      verify -> catalog erofs erofs.tree model oci oci.source store
      """;

  @Test
  void compiledClasses_edges_areTheTable() throws IOException {
    var allowed = new TreeSet<String>();
    ALLOWED.lines().forEach(row -> allowed.addAll(edgesOfRow(row)));
    Set<String> used = edges();

    assertThat(used).as("not in the table").isSubsetOf(allowed);
    assertThat(allowed).as("in the table, but not used any more").isSubsetOf(used);
  }

  @Test
  void compiledClasses_edges_makeNoCircle() throws IOException {
    var uses = new HashMap<String, Set<String>>();
    for (String edge : edges()) {
      String[] ends = edge.split(" -> ", 2);
      uses.computeIfAbsent(ends[0], from -> new HashSet<>()).add(ends[1]);
    }

    // Forget whoever uses nobody, and their being used, until that changes nothing: circles stay.
    int before;
    do {
      before = uses.size();
      uses.values().forEach(used -> used.retainAll(uses.keySet()));
      uses.values().removeIf(Set::isEmpty);
    } while (uses.size() < before);

    assertThat(uses).isEmpty();
  }

  private static List<String> edgesOfRow(String row) {
    String[] ends = row.split(" -> ", 2);
    return Stream.of(ends[1].split(" ", -1)).map(to -> ends[0] + " -> " + to).toList();
  }

  private static Set<String> edges() throws IOException {
    var edges = new TreeSet<String>();
    for (String module : MODULES) {
      edges.addAll(edgesOf(classesOf(module)));
    }
    return edges;
  }

  private static Path classesOf(String module) {
    Path base = Path.of(System.getProperty("basedir", "")).toAbsolutePath();
    return base.resolveSibling(module).resolve("target").resolve("classes");
  }

  private static Set<String> edgesOf(Path classes) throws IOException {
    var edges = new TreeSet<String>();
    for (Path file : classFiles(classes)) {
      var named = ReferencedPackages.of(file);
      for (String referenced : named.referenced()) {
        if (isListed(referenced) && !referenced.equals(named.own())) {
          edges.add(shortName(named.own()) + " -> " + shortName(referenced));
        }
      }
    }
    return edges;
  }

  private static List<Path> classFiles(Path classes) throws IOException {
    try (Stream<Path> files = Files.walk(classes)) {
      List<Path> found =
          files
              .filter(file -> file.toString().endsWith(".class"))
              .filter(file -> !file.endsWith("module-info.class"))
              .toList();
      assertThat(found).as("compiled classes in %s", classes).isNotEmpty();
      return found;
    }
  }

  private static boolean isListed(String name) {
    boolean jdk = name.startsWith("java.") || name.startsWith("javax.");
    return WATCHED.contains(name) || (!jdk && !name.startsWith("org.jspecify"));
  }

  private static String shortName(String name) {
    if (name.equals("dev.larder")) {
      return "api";
    }
    if (name.startsWith("dev.larder.")) {
      return name.substring("dev.larder.".length());
    }
    return LIBRARIES.stream().filter(name::startsWith).findFirst().orElse(name);
  }
}
