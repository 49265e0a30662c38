// SPDX-License-Identifier: Apache-2.0
package dev.larder.cli;

import dev.larder.cli.console.Environment;
import dev.larder.cli.console.ProcessTerminal;
import dev.larder.cli.console.StandardOutput;
import dev.larder.cli.console.Streams;
import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** The process: its streams, its signals, its end. */
public final class Main {
  /** How long a signal waits for what is running to clean up. */
  private static final long CLEAN_UP_SECONDS = 10;

  private Main() {}

  /**
   * Runs the command and ends the process with its status. A process that only ends is spared the
   * search for who logs that it exits ({@link Runtime#exit}).
   */
  @SuppressWarnings("SystemExitOutsideMain") // this is main
  public static void main(String[] arguments) {
    int status = run(List.of(arguments));
    if (status != 0) {
      System.exit(status);
    }
  }

  /** {@return the exit status of the command, run with the streams of this process} */
  static int run(List<String> arguments) {
    var ended = cleanUpOnSignal(Thread.currentThread());
    try {
      return Larder.run(arguments, streams(), Environment.ofProcess());
    } finally {
      ended.countDown();
    }
  }

  /**
   * SIGINT and SIGTERM make the JVM run its hooks while the command goes on; then it ends with 128
   * and the signal's number by itself. The hook interrupts the command, as a caller of the library
   * would, and waits until it has cleaned up.
   *
   * @return what is counted down when the command has ended
   */
  private static CountDownLatch cleanUpOnSignal(Thread command) {
    var ended = new CountDownLatch(1);
    var hook =
        Thread.ofPlatform()
            .name("clean-up")
            .unstarted(
                () -> {
                  if (ended.getCount() == 0) {
                    return;
                  }
                  command.interrupt();
                  try {
                    boolean _ = ended.await(CLEAN_UP_SECONDS, TimeUnit.SECONDS);
                  } catch (InterruptedException ignored) { // the process ends in any case
                  }
                });
    Runtime.getRuntime().addShutdownHook(hook);
    return ended;
  }

  /**
   * Standard input is read through a channel, which an interrupt wakes. Output is UTF-8 whatever
   * the locale: references and JSON are.
   */
  private static Streams streams() {
    var in = Channels.newInputStream(new FileInputStream(FileDescriptor.in).getChannel());
    return new Streams(
        in,
        print(new StandardOutput(new FileOutputStream(FileDescriptor.out)), false),
        print(new FileOutputStream(FileDescriptor.err), true),
        ProcessTerminal.ofError(),
        ProcessTerminal.ofOutput());
  }

  private static PrintStream print(OutputStream out, boolean autoFlush) {
    return new PrintStream(new BufferedOutputStream(out), autoFlush, StandardCharsets.UTF_8);
  }
}
