// SPDX-License-Identifier: Apache-2.0
package dev.larder.bench;

import java.io.IOException;
import java.util.List;

/** One thing that the table of figures tells about. */
interface Row {

  /** {@return what selects it on the command line} */
  String name();

  /**
   * {@return its lines of the table}
   *
   * @throws IOException if anything of it fails
   */
  List<Figure> measure(Workbench bench) throws IOException, InterruptedException;
}
