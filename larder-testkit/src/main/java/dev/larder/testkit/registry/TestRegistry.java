// SPDX-License-Identifier: Apache-2.0
package dev.larder.testkit.registry;

import dev.larder.testkit.registry.Contents.Name;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * A registry on the loopback address that serves what was put into it, counts who asked for what,
 * and misbehaves on request. It reads HTTP/1.1 from blocking sockets, so that every byte of a
 * response can be decided by a test. Safe for use by several threads; contents and scripts may
 * change while it serves.
 */
public final class TestRegistry implements AutoCloseable {
  private static final Pattern TARGET =
      Pattern.compile("/v2/(?<repository>.+)/(?<kind>manifests|blobs)/(?<name>[^/]+)");

  private static final class Script {
    private final Predicate<Request> match;
    private final Misbehaviour misbehaviour;
    private int timesLeft;

    Script(Predicate<Request> match, Misbehaviour misbehaviour, int times) {
      this.match = match;
      this.misbehaviour = misbehaviour;
      this.timesLeft = times;
    }
  }

  /**
   * A request and the status it was answered with.
   *
   * @param request the request
   * @param status the status code sent
   */
  public record Exchange(Request request, int status) {}

  private final ServerSocketChannel server;
  private final @Nullable SSLContext tls; // null for clear text
  private final TokenServer tokens;
  private final ExecutorService threads =
      Executors.newThreadPerTaskExecutor(
          Thread.ofPlatform().daemon().name("test-registry-", 0).factory());
  private final Set<Connection> connections = ConcurrentHashMap.newKeySet();
  private final AtomicInteger mostConnections = new AtomicInteger();
  private final Contents contents = new Contents();
  private final List<Script> scripts = new ArrayList<>();
  private final List<Exchange> exchanges = new ArrayList<>();

  /** {@return a registry in clear text that everybody may read} */
  public static TestRegistry start() {
    return start(new Access.Open());
  }

  /** {@return a registry in clear text} */
  public static TestRegistry start(Access access) {
    return new TestRegistry(null, access);
  }

  /** {@return a registry under TLS} */
  public static TestRegistry startTls(TestCertificates certificates, Access access) {
    return new TestRegistry(certificates.context(), access);
  }

  private TestRegistry(@Nullable SSLContext tls, Access access) {
    this.tls = tls;
    this.tokens = new TokenServer(access);
    try {
      server = ServerSocketChannel.open();
      server.bind(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    threads.execute(this::accept);
  }

  /** {@return the registry's name in a reference: {@code 127.0.0.1:PORT}} */
  public String host() {
    return "127.0.0.1:" + port();
  }

  /** {@return the port it listens on} */
  public int port() {
    return server.socket().getLocalPort();
  }

  /** {@return the start of every URL: scheme, host and port} */
  public String origin() {
    return (tls == null ? "http://" : "https://") + host();
  }

  /** {@return {@code name} with the registry in front, such as {@code 127.0.0.1:5000/app:1}} */
  public String reference(String name) {
    return host() + "/" + name;
  }

  /**
   * Puts an image: its manifest under a tag and its digest, and the blobs it points at.
   *
   * @return the manifest's digest
   */
  public String put(
      String repository, String tag, String mediaType, byte[] manifest, Body... content) {
    for (Body blob : content) {
      putBlob(repository, blob);
    }
    String digest = putManifest(repository, mediaType, manifest);
    tag(repository, tag, digest);
    return digest;
  }

  /** {@return the digest of a manifest or an index that is put under that digest alone} */
  public String putManifest(String repository, String mediaType, byte[] bytes) {
    var content = Body.of(bytes.clone());
    String digest = content.digest();
    contents.putManifest(repository, mediaType, content, digest);
    return digest;
  }

  /** Puts a manifest or an index under {@code digest}, which may be of any algorithm. */
  public void putManifest(String repository, String mediaType, byte[] bytes, String digest) {
    contents.putManifest(repository, mediaType, Body.of(bytes.clone()), digest);
  }

  /** Puts a blob under {@code digest}, which may be of any algorithm. */
  public void putBlob(String repository, Body content, String digest) {
    contents.putBlob(new Name(repository, digest), content);
  }

  /** {@return the digest of a blob that is put} */
  public String putBlob(String repository, Body content) {
    String digest = content.digest();
    putBlob(repository, content, digest);
    return digest;
  }

  /** {@return the digest of a file that is put as a blob} */
  public String putBlob(String repository, Path file) {
    return putBlob(repository, Body.of(file));
  }

  /** Lets {@code tag} name the manifest {@code digest}, which the repository must have. */
  public void tag(String repository, String tag, String digest) {
    contents.tag(repository, tag, digest);
  }

  /** Forgets a tag or a manifest. */
  public void removeManifest(String repository, String tagOrDigest) {
    contents.removeManifest(new Name(repository, tagOrDigest));
  }

  /** Forgets a blob. */
  public void removeBlob(String repository, String digest) {
    contents.removeBlob(new Name(repository, digest));
  }

  /** Misbehaves at every matching request from now on. */
  public void script(Predicate<Request> match, Misbehaviour misbehaviour) {
    script(match, Integer.MAX_VALUE, misbehaviour);
  }

  /**
   * Misbehaves at the next {@code times} matching requests. Of several scripts that match a
   * request, the one given first acts, until its times are used up; the others wait.
   */
  public void script(Predicate<Request> match, int times, Misbehaviour misbehaviour) {
    synchronized (scripts) {
      scripts.add(new Script(match, misbehaviour, times));
    }
  }

  /** Behaves from now on. */
  public void clearScripts() {
    synchronized (scripts) {
      scripts.clear();
    }
  }

  /** Makes every token issued so far worthless, as if its time were over. */
  public void revokeTokens() {
    tokens.revokeAll();
  }

  /** {@return the tokens that are good now} */
  public Set<String> tokens() {
    return tokens.tokens();
  }

  /** {@return what was asked and answered so far, in the order of the answers} */
  public List<Exchange> exchanges() {
    synchronized (exchanges) {
      return List.copyOf(exchanges);
    }
  }

  /** Forgets what was asked so far. */
  public void clearExchanges() {
    synchronized (exchanges) {
      exchanges.clear();
    }
  }

  /** {@return how many connections were open at once, at most} */
  public int mostConnections() {
    return mostConnections.get();
  }

  /** {@return how many matching requests were answered, whatever with} */
  public long requests(Predicate<Request> match) {
    return exchanges().stream().filter(exchange -> match.test(exchange.request())).count();
  }

  /** {@return how often each blob, by digest, was sent, in whole or in part} */
  public Map<String, Integer> blobsServed() {
    return served("blobs");
  }

  /** {@return how often each manifest, by the tag or digest asked for, was sent} */
  public Map<String, Integer> manifestsServed() {
    return served("manifests");
  }

  private Map<String, Integer> served(String kind) {
    var served = new LinkedHashMap<String, Integer>();
    for (Exchange exchange : exchanges()) {
      Matcher target = TARGET.matcher(exchange.request().path());
      boolean sent = exchange.status() == 200 || exchange.status() == 206;
      if (sent
          && exchange.request().method().equals("GET")
          && target.matches()
          && target.group("kind").equals(kind)) {
        served.merge(target.group("name"), 1, Integer::sum);
      }
    }
    return served;
  }

  private void accept() {
    try {
      while (true) {
        SocketChannel client = server.accept();
        threads.execute(() -> serve(client));
      }
    } catch (IOException ignored) {
      // The server socket was closed: the registry ends.
    }
  }

  private void serve(SocketChannel client) {
    try (var connection = tls == null ? new Connection(client) : new Connection(client, tls)) {
      connections.add(connection);
      mostConnections.accumulateAndGet(connections.size(), Math::max);
      try {
        boolean open = server.isOpen();
        while (open) {
          Optional<Request> request = connection.findRequest();
          open = request.isPresent() && answer(connection, request.get());
        }
      } finally {
        connections.remove(connection);
      }
    } catch (IOException ignored) {
      // The client went away, or a script closed the connection: both are a test's business.
    } catch (InterruptedException ignored) {
      // The registry ends while a response was told to hang.
    }
  }

  private boolean answer(Connection connection, Request request)
      throws IOException, InterruptedException {
    Response response = findScript(request).answer(request, properResponse(request));
    synchronized (exchanges) {
      exchanges.add(new Exchange(request, response.status()));
    }
    return connection.send(request, response);
  }

  private Misbehaviour findScript(Request request) {
    synchronized (scripts) {
      for (Script script : scripts) {
        if (script.timesLeft > 0 && script.match.test(request)) {
          if (script.timesLeft != Integer.MAX_VALUE) {
            script.timesLeft--;
          }
          return script.misbehaviour;
        }
      }
    }
    return (asked, proper) -> proper;
  }

  private Response properResponse(Request request) {
    if (request.path().equals(TokenServer.PATH)) {
      return tokens.issue(request);
    }
    if (!request.method().equals("GET") && !request.method().equals("HEAD")) {
      return Response.error(405, "UNSUPPORTED", "only reading is supported");
    }
    Matcher target = TARGET.matcher(request.path());
    if (!target.matches()) {
      return request.path().equals("/v2/")
          ? tokens
              .findRefusal(request, "", origin())
              .orElseGet(() -> Response.of(200, "application/json", "{}"))
          : Response.error(404, "UNSUPPORTED", "no such endpoint");
    }
    var name = new Name(target.group("repository"), target.group("name"));
    return tokens
        .findRefusal(request, name.repository(), origin())
        .orElseGet(
            () ->
                target.group("kind").equals("blobs")
                    ? contents.blob(request, name)
                    : contents.manifest(name));
  }

  /** Ends the registry and every connection to it. */
  @Override
  public void close() {
    try {
      server.close();
      for (Connection connection : connections) {
        connection.close();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    threads.shutdownNow();
    threads.close();
  }
}
