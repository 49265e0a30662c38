// SPDX-License-Identifier: Apache-2.0
package dev.larder.testkit.registry;

import dev.larder.testkit.registry.Delivery.Framing;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

/** One connection of a client: reads requests, writes responses, byte by byte as told. */
final class Connection implements Closeable {
  private static final int SLICE_BYTES = 256 << 10;
  private static final int LINE_LIMIT_BYTES = 64 << 10;
  private static final int CHUNK_BYTES = 32 << 10;

  private final SocketChannel channel;
  private final InputStream in;
  private final WritableByteChannel out;

  /** A connection in clear text, whose files go out without a copy through this process. */
  Connection(SocketChannel channel) throws IOException {
    this.channel = channel;
    this.in = new BufferedInputStream(channel.socket().getInputStream());
    this.out = channel;
  }

  /** A connection under TLS. */
  Connection(SocketChannel channel, SSLContext context) throws IOException {
    Socket socket = channel.socket();
    var secure =
        (SSLSocket)
            context
                .getSocketFactory()
                .createSocket(socket, "127.0.0.1", socket.getLocalPort(), true);
    secure.setUseClientMode(false);
    this.channel = channel;
    this.in = new BufferedInputStream(secure.getInputStream());
    this.out = Channels.newChannel(secure.getOutputStream());
  }

  /** {@return the next request, empty when the client is done} */
  Optional<Request> findRequest() throws IOException {
    Optional<String> first = findLine();
    if (first.isEmpty()) {
      return Optional.empty();
    }
    String[] words = first.get().split(" ", -1);
    if (words.length != 3) {
      throw new IOException("not a request: " + first.get());
    }
    var headers = new HashMap<String, List<String>>();
    for (String line = requireLine(); !line.isEmpty(); line = requireLine()) {
      int colon = line.indexOf(':');
      if (colon < 0) {
        throw new IOException("not a header: " + line);
      }
      headers
          .computeIfAbsent(
              line.substring(0, colon).toLowerCase(Locale.ROOT), name -> new ArrayList<>())
          .add(line.substring(colon + 1).strip());
    }
    String length = headers.getOrDefault("content-length", List.of("0")).getFirst();
    String form = new String(in.readNBytes(Integer.parseInt(length)), StandardCharsets.UTF_8);
    int question = words[1].indexOf('?');
    return Optional.of(
        question < 0
            ? new Request(words[0], words[1], form, headers)
            : new Request(
                words[0],
                words[1].substring(0, question),
                words[1].substring(question + 1),
                headers));
  }

  /** {@return whether the connection is good for another request} */
  boolean send(Request request, Response response) throws IOException, InterruptedException {
    Delivery delivery = response.delivery();
    Thread.sleep(delivery.delay());
    boolean last = isLast(request, response);
    sendHead(response, last);
    if (request.method().equals("HEAD")) {
      return !last;
    }
    long count = Math.min(response.count(), delivery.stopAfterBytes());
    sendBody(response, count);
    if (count < response.count()) {
      stop(delivery);
    }
    if (delivery.framing() == Framing.CHUNKED) {
      write("0\r\n\r\n");
    }
    return !last && channel.isOpen();
  }

  private static boolean isLast(Request request, Response response) {
    return response.delivery().framing() == Framing.CLOSE
        || request.findHeader("Connection").filter("close"::equalsIgnoreCase).isPresent();
  }

  private void sendHead(Response response, boolean last) throws IOException {
    Framing framing = response.delivery().framing();
    var head = new StringBuilder();
    head.append(framing == Framing.CLOSE ? "HTTP/1.0 " : "HTTP/1.1 ")
        .append(response.status())
        .append(" Scripted\r\n");
    for (Map.Entry<String, String> header : response.headers().entrySet()) {
      head.append(header.getKey()).append(": ").append(header.getValue()).append("\r\n");
    }
    switch (framing) {
      case LENGTH -> {
        if (!response.headers().containsKey("Content-Length")) {
          head.append("Content-Length: ").append(response.count()).append("\r\n");
        }
      }
      case CHUNKED -> head.append("Transfer-Encoding: chunked\r\n");
      case CLOSE -> {}
    }
    if (last) {
      head.append("Connection: close\r\n");
    }
    write(head.append("\r\n").toString());
  }

  private void sendBody(Response response, long count) throws IOException, InterruptedException {
    long pace = response.delivery().bytesPerSecond();
    // Paced bytes go out twenty times a second, or one by one where the pace is slower than that.
    long slice = Math.clamp(pace / 20, 1, SLICE_BYTES);
    Duration pause = Duration.ofNanos(slice * 1_000_000_000 / pace);
    if (pace == Long.MAX_VALUE && response.delivery().framing() != Framing.CHUNKED) {
      response.body().writeTo(out, response.from(), count);
      return;
    }
    long step = pace == Long.MAX_VALUE ? CHUNK_BYTES : slice;
    for (long sent = 0; sent < count; sent += step) {
      long now = Math.min(step, count - sent);
      boolean chunked = response.delivery().framing() == Framing.CHUNKED;
      if (chunked) {
        write(Long.toHexString(now) + "\r\n");
      }
      response.body().writeTo(out, response.from() + sent, now);
      if (chunked) {
        write("\r\n");
      }
      Thread.sleep(pause);
    }
  }

  private void stop(Delivery delivery) throws IOException, InterruptedException {
    switch (delivery.stop()) {
      case END -> {}
      case CLOSE -> close();
      case RESET -> {
        channel.setOption(StandardSocketOptions.SO_LINGER, 0);
        close();
      }
      case HANG -> Thread.sleep(Duration.ofDays(1));
    }
  }

  private void write(String text) throws IOException {
    var bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.ISO_8859_1));
    while (bytes.hasRemaining()) {
      out.write(bytes);
    }
  }

  private String requireLine() throws IOException {
    return findLine().orElseThrow(() -> new EOFException("the client left within its request"));
  }

  private Optional<String> findLine() throws IOException {
    var line = new ByteArrayOutputStream();
    for (int next = in.read(); next != '\n'; next = in.read()) {
      if (next < 0) {
        return Optional.empty();
      }
      if (line.size() == LINE_LIMIT_BYTES) {
        throw new IOException("a line is longer than " + LINE_LIMIT_BYTES + " bytes");
      }
      line.write(next);
    }
    return Optional.of(line.toString(StandardCharsets.ISO_8859_1).stripTrailing());
  }

  /** Closes the connection whatever state it is in; TLS is not taken leave of. */
  @Override
  public void close() throws IOException {
    channel.close();
  }
}
