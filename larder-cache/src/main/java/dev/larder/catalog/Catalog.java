// SPDX-License-Identifier: Apache-2.0
package dev.larder.catalog;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Properties;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.sqlite.JDBC;

/**
 * The one truth about what exists. Work runs in short transactions, one at a time on one
 * connection; other processes have connections of their own. Safe for use by several threads.
 *
 * <p>Every commit is on the disk before it returns ({@code synchronous=FULL}): files are deleted
 * after their rows, and a row that came back after a power cut would be a lie.
 */
public final class Catalog implements AutoCloseable {
  /** How long SQLite waits for another process before this class looks for an interrupt. */
  private static final int BUSY_MILLIS = 50;

  private static final String READ = "BEGIN";
  private static final String WRITE = "BEGIN IMMEDIATE";

  /** Transactions are short; whoever holds one this long is stuck. */
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final ReentrantLock turn = new ReentrantLock();
  private final Sql sql;
  private final Session session;
  private final boolean readOnly;
  private final Consumer<String> steps;

  /** Guarded by {@link #turn}. */
  private boolean closed;

  private Catalog(Sql sql, boolean readOnly, Consumer<String> steps) {
    this.sql = sql;
    this.session = new Session(sql);
    this.readOnly = readOnly;
    this.steps = steps;
  }

  /**
   * {@return the catalog in {@code database}, which is created if need be}
   *
   * @param steps hears of the beginning and the commit of each transaction that writes, just before
   *     it, for tests that stop there
   * @throws CatalogException if it cannot be opened, or is of a later version
   */
  public static Catalog open(Path database, Consumer<String> steps)
      throws CatalogException, InterruptedException {
    var sql = new Sql(connect(database.toString()));
    try {
      sql.execute("PRAGMA busy_timeout = " + BUSY_MILLIS);
      patiently(
          () -> {
            requireKnownVersion(sql);
            sql.execute("PRAGMA journal_mode = WAL");
            sql.execute("PRAGMA synchronous = FULL");
            sql.execute("PRAGMA foreign_keys = ON");
            return true;
          });
      var catalog = new Catalog(sql, false, steps);
      if (catalog.read(_ -> Schema.versionOf(sql)) < Schema.VERSION) {
        catalog.write(_ -> bringUpUnlessOthersDid(sql));
      }
      return catalog;
    } catch (CatalogException | InterruptedException | RuntimeException e) {
      closeAfter(e, sql);
      throw e;
    }
  }

  /**
   * {@return the catalog in {@code database}, in a home that cannot be written}
   *
   * @throws CatalogException if it cannot be opened, is of another version, or has changes that can
   *     only be read where it can be written
   */
  public static Catalog openReadOnly(Path database) throws CatalogException {
    try {
      // Beside a process that has it open: that one has made the files that WAL needs.
      return openReadOnly(database, "mode=ro");
    } catch (CatalogException e) {
      var log = database.resolveSibling(database.getFileName() + "-wal");
      if (!e.isCannotOpen() || log.toFile().length() > 0) {
        throw e;
      }
      return openReadOnly(database, "immutable=1");
    }
  }

  private static Catalog openReadOnly(Path database, String how) throws CatalogException {
    var sql = new Sql(connect("file:" + database.toUri().getRawPath() + "?" + how));
    try {
      sql.execute("PRAGMA busy_timeout = " + BUSY_MILLIS);
      requireKnownVersion(sql);
      if (Schema.versionOf(sql) < Schema.VERSION) {
        throw new CatalogException(
            "written by an earlier larder; open it once where it can be written");
      }
      return new Catalog(sql, true, step -> {});
    } catch (CatalogException | RuntimeException e) {
      closeAfter(e, sql);
      throw e;
    }
  }

  private static Connection connect(String database) throws CatalogException {
    try {
      // Not through DriverManager, which looks for drivers in all modules first.
      return JDBC.createConnection("jdbc:sqlite:" + database, new Properties());
    } catch (SQLException e) {
      throw new CatalogException(e);
    }
  }

  private static void requireKnownVersion(Sql sql) throws CatalogException {
    int version = Schema.versionOf(sql);
    if (version > Schema.VERSION) {
      throw new CatalogException(
          "written by a later larder (schema "
              + version
              + ", this one knows "
              + Schema.VERSION
              + "); use that one, or another home");
    }
  }

  private static boolean bringUpUnlessOthersDid(Sql sql) throws CatalogException {
    if (Schema.versionOf(sql) >= Schema.VERSION) {
      return false;
    }
    Schema.bringUp(sql);
    return true;
  }

  private static void closeAfter(Exception failure, Sql sql) {
    try {
      sql.close();
    } catch (CatalogException e) {
      failure.addSuppressed(e);
    }
  }

  /** {@return whether the catalog can only be read} */
  public boolean isReadOnly() {
    return readOnly;
  }

  /** What is done in one transaction. */
  @FunctionalInterface
  public interface Work<T> {
    /** {@return what the transaction is for} May be run again, from the start. */
    T run(Session session) throws CatalogException;
  }

  /** {@return what {@code work} reads; all of it is of one moment} */
  public <T> T read(Work<T> work) throws CatalogException, InterruptedException {
    return transaction(READ, work);
  }

  /**
   * {@return what {@code work} gives, once all that it wrote is on the disk} If it throws, nothing
   * was written.
   */
  public <T> T write(Work<T> work) throws CatalogException, InterruptedException {
    if (readOnly) {
      throw new CatalogException("the cache is read-only");
    }
    return transaction(WRITE, work);
  }

  /** Does what {@link #write} does on a thread that cleans up, and may be interrupted already. */
  public <T> T writeUninterruptibly(Work<T> work) throws CatalogException {
    boolean interrupted = Thread.interrupted();
    try {
      while (true) {
        try {
          return write(work);
        } catch (InterruptedException ignored) { // the flag is restored when this is done
          interrupted = true;
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private <T> T transaction(String begin, Work<T> work)
      throws CatalogException, InterruptedException {
    turn.lockInterruptibly();
    try {
      if (closed) {
        throw new IllegalStateException("the cache is closed");
      }
      return patiently(() -> once(begin, work));
    } finally {
      turn.unlock();
    }
  }

  private <T> T once(String begin, Work<T> work) throws CatalogException {
    step(begin, "begin a transaction");
    sql.execute(begin);
    T value;
    try {
      value = work.run(session);
      step(begin, "commit it");
      sql.execute("COMMIT");
    } catch (CatalogException | RuntimeException e) {
      rollBackAfter(e);
      throw e;
    }
    return value;
  }

  private void step(String begin, String step) {
    if (begin.equals(WRITE)) {
      steps.accept(step);
    }
  }

  private void rollBackAfter(Exception failure) {
    try {
      sql.execute("ROLLBACK");
    } catch (CatalogException e) {
      // After some errors SQLite has rolled back by itself, and says that there is nothing to do.
      failure.addSuppressed(e);
    }
  }

  private interface Attempt<T> {
    T run() throws CatalogException;
  }

  private static <T> T patiently(Attempt<T> attempt) throws CatalogException, InterruptedException {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (true) {
      try {
        return attempt.run();
      } catch (CatalogException e) {
        if (!e.isBusy() || System.nanoTime() - deadline > 0) {
          throw e;
        }
      }
      if (Thread.interrupted()) {
        throw new InterruptedException();
      }
    }
  }

  /** Closes the database, after the transaction that is running. */
  @Override
  public void close() throws CatalogException {
    turn.lock();
    try {
      if (!closed) {
        closed = true;
        sql.close();
      }
    } finally {
      turn.unlock();
    }
  }
}
