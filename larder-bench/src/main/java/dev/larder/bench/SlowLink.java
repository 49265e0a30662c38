// SPDX-License-Identifier: Apache-2.0
package dev.larder.bench;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * A way to a server that is long and narrow: a relay on the loopback address through which each
 * byte takes a while, and only so many go in a second, in all and for each connection. Knows
 * nothing of congestion: a connection is at its full pace at once.
 */
final class SlowLink implements AutoCloseable {
  private static final int CHUNK_BYTES = 16 << 10;

  /** What is under way on one connection, as much as Linux lets a receiver's window grow to. */
  private static final int CHUNKS_UNDER_WAY = (6 << 20) / CHUNK_BYTES;

  /**
   * What a link can do.
   *
   * @param oneWay how long a byte takes
   * @param bitsPerSecond of all connections together, in each direction
   * @param bitsPerSecondOfEach of one connection
   */
  record Capacity(Duration oneWay, long bitsPerSecond, long bitsPerSecondOfEach) {}

  /** Bytes, and when they arrive; no bytes at the end. */
  private static final class Chunk {
    final byte[] bytes = new byte[CHUNK_BYTES];
    int length;
    long dueNanos;
  }

  private final Capacity capacity;
  private final int serverPort;
  private final ServerSocket entry;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
  private final Pace there;
  private final Pace back;

  /** {@return a link to a server on the loopback address} */
  static SlowLink to(int serverPort, Capacity capacity) {
    return new SlowLink(serverPort, capacity);
  }

  private SlowLink(int serverPort, Capacity capacity) {
    this.capacity = capacity;
    this.serverPort = serverPort;
    this.there = new Pace(capacity.bitsPerSecond());
    this.back = new Pace(capacity.bitsPerSecond());
    try {
      entry = new ServerSocket(0, 50, InetAddress.ofLiteral("127.0.0.1"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    threads.execute(this::accept);
  }

  /** {@return where the link begins, {@code 127.0.0.1:PORT}} */
  String address() {
    return "127.0.0.1:" + entry.getLocalPort();
  }

  private void accept() {
    try {
      while (true) {
        Socket client = entry.accept();
        sockets.add(client);
        var server = new Socket(InetAddress.ofLiteral("127.0.0.1"), serverPort);
        sockets.add(server);
        carry(client, server, there);
        carry(server, client, back);
      }
    } catch (IOException ignored) {
      // The entry was closed: the link ends.
    }
  }

  private void carry(Socket from, Socket to, Pace shared) {
    var underWay = new ArrayBlockingQueue<Chunk>(CHUNKS_UNDER_WAY);
    var own = new Pace(capacity.bitsPerSecondOfEach());
    threads.execute(() -> enter(from, underWay, shared, own));
    threads.execute(() -> leave(underWay, from, to));
  }

  private void enter(Socket from, BlockingQueue<Chunk> underWay, Pace shared, Pace own) {
    try {
      InputStream in = from.getInputStream();
      Chunk chunk;
      do {
        chunk = new Chunk();
        chunk.length = Math.max(in.read(chunk.bytes), 0);
        long through = Math.max(shared.pass(chunk.length), own.pass(chunk.length));
        chunk.dueNanos = through + capacity.oneWay().toNanos();
        underWay.put(chunk);
        sleepUntil(through);
      } while (chunk.length > 0);
    } catch (IOException | InterruptedException ignored) {
      // The connection is gone: so is what was under way.
      underWay.clear();
      underWay.add(new Chunk());
    }
  }

  private void leave(BlockingQueue<Chunk> underWay, Socket from, Socket to) {
    try {
      OutputStream out = to.getOutputStream();
      for (Chunk chunk = underWay.take(); chunk.length > 0; chunk = underWay.take()) {
        sleepUntil(chunk.dueNanos);
        out.write(chunk.bytes, 0, chunk.length);
      }
      to.shutdownOutput();
    } catch (IOException | InterruptedException ignored) {
      // One of the two went away: the other shall see it.
      close(from);
      close(to);
    }
  }

  private static void sleepUntil(long nanos) throws InterruptedException {
    long left = nanos - System.nanoTime();
    if (left > 0) {
      Thread.sleep(Duration.ofNanos(left));
    }
  }

  /** So many bits in a second, one after the other. */
  private static final class Pace {
    private final long bitsPerSecond;
    private long freeNanos = System.nanoTime();

    Pace(long bitsPerSecond) {
      this.bitsPerSecond = bitsPerSecond;
    }

    /** {@return when so many bytes are through that come now} */
    synchronized long pass(int bytes) {
      freeNanos =
          Math.max(freeNanos, System.nanoTime()) + bytes * 8L * 1_000_000_000L / bitsPerSecond;
      return freeNanos;
    }
  }

  private static void close(Socket socket) {
    try {
      socket.close();
    } catch (IOException ignored) {
      // It is of no use any more.
    }
  }

  /** Ends every connection. */
  @Override
  public void close() {
    try {
      entry.close();
    } catch (IOException ignored) {
      // It is of no use any more.
    }
    sockets.forEach(SlowLink::close);
    threads.shutdownNow();
    threads.close();
  }
}
