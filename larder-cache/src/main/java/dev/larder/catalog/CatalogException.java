// SPDX-License-Identifier: Apache-2.0
package dev.larder.catalog;

import dev.larder.oci.Digest;
import java.io.IOException;
import java.sql.SQLException;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/** The catalog cannot be read or written; the message does not say which catalog that is. */
public final class CatalogException extends IOException {
  private static final long serialVersionUID = 1L;

  private static final int NONE = -1;

  /** SQLite's basic code, or {@link #NONE}. */
  private final int code;

  CatalogException(String message) {
    super(message);
    this.code = NONE;
  }

  CatalogException(SQLException cause) {
    super(message(cause), cause);
    // Extended codes keep the basic one in their low byte.
    this.code = cause.getErrorCode() & 0xFF;
  }

  /** Names and sandboxes stand nowhere else, so no repair can bring them back. */
  private static String message(SQLException cause) {
    if (cause instanceof SQLiteException failure
        && failure.getResultCode() == SQLiteErrorCode.SQLITE_IOERR_SHMSIZE) {
      // The index of the log, which the first process to open the catalog makes.
      return "No space left on device: the catalog cannot be opened; free some 100 KiB, and prune";
    }
    int code = cause.getErrorCode() & 0xFF;
    return code == SQLiteErrorCode.SQLITE_CORRUPT.code || code == SQLiteErrorCode.SQLITE_NOTADB.code
        ? "the catalog is damaged: "
            + cause.getMessage()
            + "; put a copy of it back, or move it and its -wal and -shm away and pull the images"
            + " again"
        : String.valueOf(cause.getMessage());
  }

  private CatalogException(String message, Throwable cause) {
    super(message, cause);
    this.code = NONE;
  }

  /** {@return the failure that {@code row} is not what was written} */
  public static CatalogException damaged(String row) {
    return new CatalogException(row + " is damaged");
  }

  /** {@return the failure that a document is not what was written} */
  public static CatalogException damaged(Digest document, IOException cause) {
    return new CatalogException(
        "the document " + document + " is damaged: " + cause.getMessage(), cause);
  }

  /** {@return whether rows are not what was written, and all else is well} */
  public boolean isDamage() {
    return code == NONE || code == SQLiteErrorCode.SQLITE_OK.code;
  }

  /** {@return whether another process had the catalog, and trying again may help} */
  boolean isBusy() {
    return code == SQLiteErrorCode.SQLITE_BUSY.code || code == SQLiteErrorCode.SQLITE_LOCKED.code;
  }

  /** {@return whether a file that is needed beside the database is not there, nor can be made} */
  boolean isCannotOpen() {
    return code == SQLiteErrorCode.SQLITE_CANTOPEN.code
        || code == SQLiteErrorCode.SQLITE_READONLY.code;
  }
}
