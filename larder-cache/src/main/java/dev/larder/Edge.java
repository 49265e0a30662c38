// SPDX-License-Identifier: Apache-2.0
package dev.larder;

import dev.larder.catalog.CatalogException;
import dev.larder.error.CacheStorageException;
import dev.larder.error.LarderException;
import dev.larder.error.OperationCancelledException;
import dev.larder.store.Home;
import dev.larder.store.StoreException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.channels.ClosedByInterruptException;
import java.util.concurrent.atomic.AtomicBoolean;

/** Turns what goes wrong inside into {@link LarderException}s, once, where it leaves the cache. */
final class Edge {
  private final Home home;
  private final AtomicBoolean closed = new AtomicBoolean();

  Edge(Home home) {
    this.home = home;
  }

  /** Something that the cache does. */
  @FunctionalInterface
  interface Operation<T> {
    T run() throws IOException, InterruptedException;
  }

  /** What a failure that is not of the cache's own disk means. */
  @FunctionalInterface
  interface Classifier {
    LarderException classify(IOException failure);
  }

  /** {@return what {@code operation} gives; all that can fail in it is the cache's own disk} */
  <T> T call(String name, Operation<T> operation) {
    return call(name, operation, failure -> storage(failure));
  }

  /** {@return what {@code operation} gives} */
  <T> T call(String name, Operation<T> operation, Classifier classifier) {
    if (closed.get()) {
      throw new IllegalStateException("the cache is closed");
    }
    try {
      if (Thread.interrupted()) {
        throw new InterruptedException();
      }
      return operation.run();
    } catch (InterruptedException | InterruptedIOException | ClosedByInterruptException e) {
      throw cancelled(name, e);
    } catch (StoreException e) {
      // An interrupt shows as a failure of the file that was being written.
      throw e.getCause() instanceof ClosedByInterruptException ? cancelled(name, e) : storage(e);
    } catch (CatalogException e) {
      throw storage(e);
    } catch (IOException e) {
      throw classifier.classify(e);
    }
  }

  private static OperationCancelledException cancelled(String name, Exception cause) {
    Thread.currentThread().interrupt();
    return new OperationCancelledException(name, cause);
  }

  /**
   * Lets no further call in.
   *
   * @return whether this was the first time
   */
  boolean close() {
    return !closed.getAndSet(true);
  }

  /** Something that a close does, which an interrupt does not stop. */
  @FunctionalInterface
  interface CleanUp {
    void run() throws IOException;
  }

  /** Does {@code cleanUp}, on a thread that may be interrupted. */
  void cleanUp(CleanUp cleanUp) {
    try {
      cleanUp.run();
    } catch (IOException e) {
      throw storage(e);
    }
  }

  private CacheStorageException storage(IOException failure) {
    String message = message(failure);
    return failure instanceof StoreException e
        ? new CacheStorageException(e.path(), message, e)
        : new CacheStorageException(home.catalog(), home.catalog() + ": " + message, failure);
  }

  /** {@return what a failure says; of one that says nothing, what it is} */
  static String message(Exception failure) {
    String message = failure.getMessage();
    return message == null ? failure.toString() : message;
  }
}
