// SPDX-License-Identifier: Apache-2.0
package dev.larder.oci.registry;

import dev.larder.oci.Interrupted;
import dev.larder.oci.hosts.Endpoint;
import dev.larder.oci.hosts.FileState;
import dev.larder.oci.proxy.HttpProxy;
import dev.larder.oci.proxy.InvalidProxyException;
import dev.larder.oci.proxy.Proxies;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.SocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Redirect;
import java.net.http.HttpClient.Version;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * One HTTP request and its response, nothing more: no redirect is followed, no status judged. Keeps
 * the connections of the client. Safe for use by several threads.
 *
 * <p>The buffers of the JDK's client are made larger than its 16 KiB, unless the user has set
 * {@code jdk.httpclient.bufsize}: with 256 KiB a blob of 455 MB takes half the processor time. The
 * setting is the JVM's, read when its first HTTP client is made.
 *
 * <p>So is the one that keeps the JDK from giving a proxy a name and a password for a tunnel,
 * {@code jdk.http.auth.tunneling.disabledSchemes}: it is lifted where a proxy's URL has them,
 * unless the user has set it.
 */
final class Transport implements AutoCloseable {
  private static final String BUFFER_PROPERTY = "jdk.httpclient.bufsize";
  private static final int BUFFER_BYTES = 256 << 10;

  /** The JDK's own pool makes a thread for each exchange that has something to do. */
  private static final int WORKERS = 4;

  private static final String TUNNEL_PROPERTY = "jdk.http.auth.tunneling.disabledSchemes";

  static {
    setUnlessSet(BUFFER_PROPERTY, Integer.toString(BUFFER_BYTES));
  }

  private final Origins origins;
  private final Trust trust;
  private final Proxies proxies;
  private final Timeouts timeouts;
  private final ExecutorService workers = newWorkers();

  /**
   * A client, and the files that its certificates were read from, as they were before that.
   *
   * @param http the client
   * @param files the files
   */
  private record Client(HttpClient http, List<FileState> files) {}

  /** By what their certificates are about, null for clear text; guarded by itself. */
  private final Map<@Nullable Tls, Client> clients = new HashMap<>();

  /** Those whose files have changed, while requests may be under way; guarded by clients. */
  private final List<HttpClient> replaced = new ArrayList<>();

  Transport(Origins origins, Trust trust, Proxies proxies, Timeouts timeouts) {
    this.origins = origins;
    this.trust = trust;
    this.proxies = proxies;
    this.timeouts = timeouts;
    if (proxies.hasLogin()) {
      setUnlessSet(TUNNEL_PROPERTY, "");
    }
  }

  private static void setUnlessSet(String property, String value) {
    if (System.getProperty(property) == null) {
      System.setProperty(property, value);
    }
  }

  /** {@return the proxy that a request for {@code uri} goes through} */
  Optional<HttpProxy> findProxy(URI uri) throws InvalidProxyException {
    return proxies.find(uri);
  }

  /**
   * {@return the response to a GET, as soon as its headers are here}
   *
   * @param at whose settings of TLS count
   * @throws InterruptedIOException if the thread is interrupted, which it stays
   * @throws HttpTimeoutException if the headers take too long
   * @throws IOException as the HTTP client throws it
   */
  Reply get(Endpoint at, URI uri, Map<String, String> headers) throws IOException {
    var request = HttpRequest.newBuilder(uri);
    headers.forEach(request::setHeader);
    return send(at, uri, request);
  }

  /** {@return the response to a POST of a form, as {@link #get} does} */
  Reply post(Endpoint at, URI uri, String form) throws IOException {
    return send(
        at,
        uri,
        HttpRequest.newBuilder(uri)
            .setHeader("Content-Type", "application/x-www-form-urlencoded")
            .POST(HttpRequest.BodyPublishers.ofString(form)));
  }

  private Reply send(Endpoint at, URI uri, HttpRequest.Builder request) throws IOException {
    request.setHeader("User-Agent", "larder");
    // The JDK's client gives proxy fields to the proxy alone.
    findProxy(uri)
        .flatMap(HttpProxy::authorization)
        .ifPresent(login -> request.setHeader("Proxy-Authorization", login));
    // The time-out of HttpRequest covers the body too from JDK 26 on, hence one of our own.
    CompletableFuture<HttpResponse<InputStream>> response =
        client(at, uri).sendAsync(request.build(), info -> new BodyStream(timeouts.body()));
    try {
      HttpResponse<InputStream> arrived =
          response.get(timeouts.headers().toNanos(), TimeUnit.NANOSECONDS);
      // A proxy that refuses a tunnel with 407 looks like a response without a stream.
      InputStream body = Objects.requireNonNullElse(arrived.body(), InputStream.nullInputStream());
      return new Reply(uri, arrived.statusCode(), arrived.headers(), body);
    } catch (InterruptedException e) {
      response.cancel(true);
      throw Interrupted.during("a response was awaited", e);
    } catch (TimeoutException e) {
      response.cancel(true);
      var late =
          new HttpTimeoutException("no response within " + timeouts.headers().toMillis() + " ms");
      late.initCause(e);
      throw late;
    } catch (ExecutionException e) {
      throw e.getCause() instanceof IOException cause
          ? cause
          : new IOException("the request failed", e.getCause());
    }
  }

  private HttpClient client(Endpoint at, URI uri) throws IOException {
    @Nullable Tls tls =
        Origins.isSecure(uri) ? trust.tls(at.settings(), origins.isVerified(at, uri)) : null;
    // Certificates are renewed on disk while a client lives.
    List<FileState> files = tls == null ? List.of() : tls.files();
    synchronized (clients) {
      Client client = clients.get(tls);
      if (client == null || !client.files().equals(files)) {
        // Clear text is never upgraded to HTTP/2: few servers can, some stumble over the question.
        HttpClient http =
            tls == null
                ? newClient(new NoTls(), Version.HTTP_1_1)
                : newClient(trust.context(tls), Version.HTTP_2);
        if (client != null) {
          replace(client.http());
        }
        client = new Client(http, files);
        clients.put(tls, client);
      }
      return client.http();
    }
  }

  /** Lets what is under way end by itself; a request that comes too late is tried again. */
  private void replace(HttpClient client) {
    client.shutdown();
    replaced.removeIf(HttpClient::isTerminated);
    replaced.add(client);
  }

  /** Threads that end when there is nothing to do for a while. */
  private static ExecutorService newWorkers() {
    var workers =
        new ThreadPoolExecutor(
            WORKERS,
            WORKERS,
            5,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            Thread.ofPlatform().daemon().name("larder-http-", 0).factory());
    workers.allowCoreThreadTimeOut(true);
    return workers;
  }

  private HttpClient newClient(SSLContext context, Version version) {
    return HttpClient.newBuilder()
        .executor(workers)
        .version(version)
        .followRedirects(Redirect.NEVER)
        .connectTimeout(timeouts.connect())
        .proxy(new Selector(proxies))
        .sslContext(context)
        .build();
  }

  /** Tells the JDK's client what {@link #proxies} says, and not what its own default does. */
  private static final class Selector extends ProxySelector {
    private final Proxies proxies;

    Selector(Proxies proxies) {
      this.proxies = proxies;
    }

    @Override
    public List<Proxy> select(URI uri) {
      try {
        return List.of(proxies.find(uri).map(Selector::proxy).orElse(Proxy.NO_PROXY));
      } catch (InvalidProxyException e) {
        throw new IllegalStateException("found out before the request", e);
      }
    }

    private static Proxy proxy(HttpProxy found) {
      return new Proxy(
          Proxy.Type.HTTP, InetSocketAddress.createUnresolved(found.host(), found.port()));
    }

    @Override
    public void connectFailed(URI uri, SocketAddress address, IOException failure) {}
  }

  /** Ends every connection, whatever it does, and the threads. */
  @Override
  public void close() {
    synchronized (clients) {
      clients.values().forEach(client -> client.http().shutdownNow());
      replaced.forEach(HttpClient::shutdownNow);
    }
    workers.shutdown(); // what the clients still have to say, the JDK's own pool says
  }
}
