// SPDX-License-Identifier: Apache-2.0
package dev.larder.cli.command;

import dev.larder.ImageFiles;
import dev.larder.cli.output.FileJson;
import dev.larder.cli.output.Json;
import dev.larder.cli.output.Table;
import dev.larder.cli.output.Words;
import dev.larder.model.FileEntry;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/** {@code ls REF [PATH]}: lists files in an image. */
final class LsCommand implements Command {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm", Locale.ROOT).withZone(ZoneOffset.UTC);

  private final PositionalParamSpec reference = Options.parameter(0, "REF", "Image to look into.");
  private final PositionalParamSpec path =
      Options.optionalParameter(1, "PATH", "/", "File or directory (default: the root).");
  private final OptionSpec details =
      Options.flag("Print mode, links, owner, group, size, time (UTC) too.", "-l");
  private final OptionSpec recursive =
      Options.flag("List all that is under the path, by whole paths.", "-R");
  private final CommandSpec spec = Options.command(this, "ls", "List files in an image.");
  private final Output output = new Output(spec, "Print names only, even with -l.");

  LsCommand() {
    spec.addOption(details).addOption(recursive).addPositional(reference).addPositional(path);
  }

  @Override
  public CommandSpec spec() {
    return spec;
  }

  @Override
  public ExitStatus run(Invocation invocation) {
    var out = invocation.out();
    try (var cache = invocation.openCache();
        var files = cache.files(reference.getValue())) {
      var listed = list(files);
      if (output.isJson()) {
        Json.printArray(out, listed, FileJson::entry);
      } else if (isDetailed()) {
        table(listed).print(out);
      } else {
        listed.forEach(file -> out.println(Words.printable(name(file))));
      }
    }
    return ExitStatus.DONE;
  }

  private boolean isDetailed() {
    return details.<Boolean>getValue() && !output.isQuiet();
  }

  private boolean isRecursive() {
    return recursive.<Boolean>getValue();
  }

  /** As {@code ls}: a link to a directory is followed, unless the link itself is to be shown. */
  private List<FileEntry> list(ImageFiles files) {
    String wanted = path.getValue();
    if (isRecursive()) {
      var listed = new ArrayList<FileEntry>();
      files.walk(wanted, listed::add);
      return listed;
    }
    var file = files.get(wanted);
    if (file.type() == FileEntry.Type.SYMLINK && !details.<Boolean>getValue()) {
      var end = files.follow(wanted);
      file = end.type() == FileEntry.Type.DIRECTORY ? end : file;
    }
    return file.type() == FileEntry.Type.DIRECTORY ? files.list(file.path()) : List.of(file);
  }

  private String name(FileEntry file) {
    return isRecursive() ? file.path() : file.name();
  }

  private Table table(List<FileEntry> files) {
    var table = new Table("MODE", "LINKS", "UID", "GID", "SIZE", "MODIFIED", "NAME");
    for (var file : files) {
      table.row(
          mode(file),
          String.valueOf(file.linkCount()),
          String.valueOf(file.uid()),
          String.valueOf(file.gid()),
          size(file),
          TIME.format(file.modified()),
          name(file) + (file.target().isEmpty() ? "" : " -> " + file.target()));
    }
    return table;
  }

  private static String size(FileEntry file) {
    return switch (file.type()) {
      case FILE -> String.valueOf(file.sizeBytes());
      case CHARACTER_DEVICE, BLOCK_DEVICE -> file.device().major() + ", " + file.device().minor();
      case DIRECTORY, SYMLINK, FIFO, SOCKET -> Words.UNKNOWN;
    };
  }

  /** Ten letters, as {@code ls -l} has them. */
  private static String mode(FileEntry file) {
    char type =
        switch (file.type()) {
          case FILE -> '-';
          case DIRECTORY -> 'd';
          case SYMLINK -> 'l';
          case CHARACTER_DEVICE -> 'c';
          case BLOCK_DEVICE -> 'b';
          case FIFO -> 'p';
          case SOCKET -> 's';
        };
    int bits = file.permissions();
    var text = new StringBuilder().append(type);
    for (int shift = 6; shift >= 0; shift -= 3) {
      text.append((bits >> shift & 4) != 0 ? 'r' : '-')
          .append((bits >> shift & 2) != 0 ? 'w' : '-');
      text.append((bits >> shift & 1) != 0 ? 'x' : '-');
    }
    special(text, 3, (bits & 04000) != 0, 's');
    special(text, 6, (bits & 02000) != 0, 's');
    special(text, 9, (bits & 01000) != 0, 't');
    return text.toString();
  }

  /** Capital where nobody may execute. */
  private static void special(StringBuilder text, int at, boolean set, char letter) {
    if (set) {
      text.setCharAt(at, text.charAt(at) == 'x' ? letter : Character.toUpperCase(letter));
    }
  }
}
