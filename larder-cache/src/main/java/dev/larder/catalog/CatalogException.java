// SPDX-License-Identifier: Apache-2.0
package dev.larder.catalog;

import dev.larder.oci.Digest;
import java.io.IOException;
import java.sql.SQLException;
import org.sqlite.SQLiteErrorCode;

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
    super(cause.getMessage(), cause);
    // Extended codes keep the basic one in their low byte.
    this.code = cause.getErrorCode() & 0xFF;
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

  /** {@return whether another process had the catalog, and trying again may help} */
  boolean isBusy() {
    return code == SQLiteErrorCode.SQLITE_BUSY.code || code == SQLiteErrorCode.SQLITE_LOCKED.code;
  }

  /** {@return whether a file that is needed beside the database is not there} */
  boolean isCannotOpen() {
    return code == SQLiteErrorCode.SQLITE_CANTOPEN.code;
  }
}
