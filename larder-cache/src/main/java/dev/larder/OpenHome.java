// SPDX-License-Identifier: Apache-2.0
package dev.larder;

import dev.larder.catalog.Catalog;
import dev.larder.store.Home;
import dev.larder.store.Store;
import java.io.IOException;
import java.util.function.Consumer;

/**
 * What stands under a home, opened: to be read where it cannot be written.
 *
 * @param store the files
 * @param catalog what exists
 */
record OpenHome(Store store, Catalog catalog) implements AutoCloseable {
  /** {@return what stands under {@code home}; {@code steps} hears of each change before it} */
  static OpenHome open(Home home, Consumer<String> steps) throws IOException, InterruptedException {
    var store = Store.open(home, steps);
    try {
      var catalog =
          store.isReadOnly()
              ? Catalog.openReadOnly(home.catalog())
              : Catalog.open(home.catalog(), steps);
      return new OpenHome(store, catalog);
    } catch (IOException | InterruptedException | RuntimeException e) {
      store.close();
      throw e;
    }
  }

  @Override
  public void close() throws IOException {
    try (store) {
      catalog.close();
    }
  }
}
