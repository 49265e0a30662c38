// SPDX-License-Identifier: Apache-2.0
package dev.larder.testkit.registry;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * An HTTP proxy on the loopback address that notes what it is asked for and refuses on request. It
 * opens tunnels ({@code CONNECT}) and forwards requests in absolute form, to the loopback address
 * whatever the host's name, so that a test can give a local server a name that is not loopback's.
 * Safe for use by several threads.
 */
public final class TestProxy implements AutoCloseable {
  private static final int HEAD_LIMIT_BYTES = 64 << 10;

  /**
   * What the proxy was asked for.
   *
   * @param line the request line, such as {@code CONNECT registry.test:443 HTTP/1.1}
   * @param fields the header fields, as sent
   */
  public record Asked(String line, List<String> fields) {
    /** Copies the fields. */
    public Asked {
      fields = List.copyOf(fields);
    }

    private Optional<String> findField(String name) {
      return fields.stream()
          .filter(field -> field.toLowerCase(Locale.ROOT).startsWith(name + ":"))
          .map(field -> field.substring(name.length() + 1).strip())
          .findFirst();
    }
  }

  private final ServerSocket server;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
  private final List<Asked> asked = new ArrayList<>(); // guarded by itself
  private volatile String login = "";
  private volatile int refusal;
  private volatile int tunnelRefusal;
  private volatile boolean hanging;

  /** {@return a proxy that everybody may use} */
  public static TestProxy start() {
    return new TestProxy();
  }

  private TestProxy() {
    try {
      server = new ServerSocket(0, 50, InetAddress.ofLiteral("127.0.0.1"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    threads.execute(this::accept);
  }

  /** {@return where it is, {@code 127.0.0.1:PORT}} */
  public String address() {
    return "127.0.0.1:" + server.getLocalPort();
  }

  /** From now on 407 to whoever is not this user. */
  public void requireLogin(String username, String password) {
    login =
        "Basic "
            + Base64.getEncoder()
                .encodeToString((username + ":" + password).getBytes(StandardCharsets.UTF_8));
  }

  /** From now on this status to everybody. */
  public void refuse(int status) {
    refusal = status;
    tunnelRefusal = status;
  }

  /** From now on this status to whoever wants a tunnel. */
  public void refuseTunnels(int status) {
    tunnelRefusal = status;
  }

  /** From now on no answer to anybody. */
  public void hang() {
    hanging = true;
  }

  /** {@return what it was asked for so far} */
  public List<Asked> asked() {
    synchronized (asked) {
      return List.copyOf(asked);
    }
  }

  /** {@return the request lines of {@link #asked}} */
  public List<String> lines() {
    return asked().stream().map(Asked::line).toList();
  }

  private void accept() {
    try {
      while (true) {
        Socket client = server.accept();
        threads.execute(() -> serve(client));
      }
    } catch (IOException ignored) {
      // The server socket was closed: the proxy ends.
    }
  }

  private void serve(Socket client) {
    try (client) {
      sockets.add(client);
      var in = new BufferedInputStream(client.getInputStream());
      for (Asked request = read(in); !request.line().isEmpty(); request = read(in)) {
        synchronized (asked) {
          asked.add(request);
        }
        if (hanging) {
          Thread.sleep(Duration.ofDays(1));
        }
        int status = status(request);
        if (status != 200) {
          write(client, "HTTP/1.1 " + status + " Scripted\r\nContent-Length: 0\r\n\r\n");
        } else if (request.line().startsWith("CONNECT ")) {
          tunnel(request, client, in);
          return;
        } else {
          forward(request, client, in);
        }
      }
    } catch (IOException ignored) {
      // One of the two went away, which is a test's business.
    } catch (InterruptedException ignored) {
      // The proxy ends while it was told to hang.
    } finally {
      sockets.remove(client);
    }
  }

  private int status(Asked request) {
    if (!login.isEmpty() && !request.findField("proxy-authorization").equals(Optional.of(login))) {
      return 407;
    }
    int refused = request.line().startsWith("CONNECT ") ? tunnelRefusal : refusal;
    return refused == 0 ? 200 : refused;
  }

  private void tunnel(Asked request, Socket client, InputStream in) throws IOException {
    String authority = request.line().split(" ", -1)[1];
    int port = Integer.parseInt(authority.substring(authority.lastIndexOf(':') + 1));
    try (Socket registry = connect(port)) {
      write(client, "HTTP/1.1 200 Connected\r\n\r\n");
      threads.execute(() -> copy(registry, client));
      in.transferTo(registry.getOutputStream());
    } finally {
      client.close();
    }
  }

  /** One request, and its response as it comes: nothing is kept open behind it. */
  private void forward(Asked request, Socket client, InputStream in) throws IOException {
    String[] words = request.line().split(" ", -1);
    URI uri = URI.create(words[1]);
    try (Socket registry = connect(uri.getPort() < 0 ? 80 : uri.getPort())) {
      String query = uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery();
      var head = new StringBuilder(words[0] + " " + uri.getRawPath() + query + " HTTP/1.1\r\n");
      request.fields().stream()
          .filter(field -> !field.matches("(?i)(proxy-.*|connection):.*"))
          .forEach(field -> head.append(field).append("\r\n"));
      write(registry, head.append("Connection: close\r\n\r\n").toString());
      long length = Long.parseLong(request.findField("content-length").orElse("0"));
      registry.getOutputStream().write(in.readNBytes(Math.toIntExact(length)));
      registry.getInputStream().transferTo(client.getOutputStream());
    } finally {
      client.close();
    }
  }

  private Socket connect(int port) throws IOException {
    var registry = new Socket(InetAddress.ofLiteral("127.0.0.1"), port);
    sockets.add(registry);
    return registry;
  }

  private void copy(Socket from, Socket to) {
    try (from;
        to) {
      from.getInputStream().transferTo(to.getOutputStream());
    } catch (IOException ignored) {
      // One of the two went away.
    } finally {
      sockets.remove(from);
    }
  }

  private static Asked read(InputStream in) throws IOException {
    String line = readLine(in);
    var fields = new ArrayList<String>();
    if (!line.isEmpty()) {
      for (String field = readLine(in); !field.isEmpty(); field = readLine(in)) {
        fields.add(field);
      }
    }
    return new Asked(line, fields);
  }

  private static String readLine(InputStream in) throws IOException {
    var line = new ByteArrayOutputStream();
    for (int next = in.read(); next >= 0 && next != '\n'; next = in.read()) {
      line.write(next);
      if (line.size() > HEAD_LIMIT_BYTES) {
        throw new IOException("a line is longer than " + HEAD_LIMIT_BYTES + " bytes");
      }
    }
    return line.toString(StandardCharsets.ISO_8859_1).stripTrailing();
  }

  private static void write(Socket socket, String text) throws IOException {
    OutputStream out = socket.getOutputStream();
    out.write(text.getBytes(StandardCharsets.ISO_8859_1));
    out.flush();
  }

  /** Ends the proxy and every connection through it. */
  @Override
  public void close() {
    try {
      server.close();
      for (Socket socket : sockets) {
        socket.close();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    threads.shutdownNow();
    threads.close();
  }
}
