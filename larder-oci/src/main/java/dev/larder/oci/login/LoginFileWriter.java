// SPDX-License-Identifier: Apache-2.0
package dev.larder.oci.login;

import dev.larder.oci.FileProblem;
import dev.larder.oci.registry.Login;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Base64;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.PrettyPrinter;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.util.DefaultPrettyPrinter;

/**
 * Writes a login file anew with other {@code auths}, and everything else as it was. The file is
 * replaced at once, readable by its owner alone. Whoever writes it at the same time waits.
 */
final class LoginFileWriter {
  private static final JsonFactory FACTORY = new JsonFactory();
  private static final String NO_LOGIN_FILE = " is not the JSON of a login file";
  private static final int MAX_LINKS = 40;
  private static final String UID = "unix:uid";
  private static final Integer ROOT = 0;
  private static final OpenOption[] DURABLY = {
    StandardOpenOption.WRITE, StandardOpenOption.SYNC, LinkOption.NOFOLLOW_LINKS
  };

  private final Path file;

  LoginFileWriter(Path file) {
    this.file = file;
  }

  /** What the file says of one server. */
  private record Entry(String server, String auth) {
    static Entry of(String server, Login login) {
      byte[] pair = (login.username() + ":" + login.password()).getBytes(StandardCharsets.UTF_8);
      return new Entry(server, Base64.getEncoder().encodeToString(pair));
    }
  }

  /** Writes a login, instead of those whose keys are {@code replaced}. */
  void put(String server, Login login, Predicate<String> replaced) throws IOException {
    write(replaced, Entry.of(server, login));
  }

  /** Leaves out the logins whose keys are {@code removed}. */
  void remove(Predicate<String> removed) throws IOException {
    write(removed, null);
  }

  private void write(Predicate<String> removed, @Nullable Entry added) throws IOException {
    Path real = followed(file);
    if (Files.exists(real) && !Files.isRegularFile(real)) {
      // Least of all /dev/null, which says to others that there are no logins.
      throw new IOException(
          real + (Files.isDirectory(real) ? " is a directory" : " is no regular file"));
    }
    try {
      Files.createDirectories(real.getParent());
      try (var _ = LoginFileLock.take(real)) {
        replace(real, changed(real, removed, added));
      }
    } catch (FileSystemException e) {
      throw FileProblem.named(real, e);
    }
  }

  /** {@return what a file says, with other logins} */
  private String changed(Path real, Predicate<String> removed, @Nullable Entry added)
      throws IOException {
    var text = new StringWriter();
    try (var json = FACTORY.createGenerator(new Indented(), text)) {
      json.writeStartObject();
      if (Files.notExists(real) || Files.size(real) == 0) {
        if (added != null) {
          writeAuths(json, added);
        }
      } else {
        try (var old = FACTORY.createParser(ObjectReadContext.empty(), real)) {
          copy(old, json, removed, added);
        }
      }
      json.writeEndObject();
    } catch (JacksonException e) {
      throw new IOException(file + NO_LOGIN_FILE, e);
    }
    return text.append('\n').toString();
  }

  private void copy(
      JsonParser old, JsonGenerator json, Predicate<String> removed, @Nullable Entry added)
      throws IOException {
    boolean written = false;
    require(old.nextToken() == JsonToken.START_OBJECT);
    while (old.nextToken() == JsonToken.PROPERTY_NAME) {
      if (!old.currentName().equals("auths")) {
        json.copyCurrentStructureExact(old);
      } else if (old.nextToken() != JsonToken.VALUE_NULL) {
        require(old.currentToken() == JsonToken.START_OBJECT);
        json.writeObjectPropertyStart("auths");
        copyAuths(old, json, removed);
        if (added != null) {
          writeEntry(json, added);
        }
        json.writeEndObject();
        written = true;
      }
    }
    if (!written && added != null) {
      writeAuths(json, added);
    }
  }

  private void require(boolean condition) throws IOException {
    if (!condition) {
      throw new IOException(file + NO_LOGIN_FILE);
    }
  }

  private static void copyAuths(JsonParser old, JsonGenerator json, Predicate<String> removed) {
    while (old.nextToken() == JsonToken.PROPERTY_NAME) {
      if (removed.test(old.currentName())) {
        old.nextToken();
        old.skipChildren();
      } else {
        json.copyCurrentStructureExact(old);
      }
    }
  }

  private static void writeAuths(JsonGenerator json, Entry entry) {
    json.writeObjectPropertyStart("auths");
    writeEntry(json, entry);
    json.writeEndObject();
  }

  private static void writeEntry(JsonGenerator json, Entry entry) {
    json.writeObjectPropertyStart(entry.server());
    json.writeStringProperty("auth", entry.auth());
    json.writeEndObject();
  }

  /** {@return where the links lead, if there are any} People keep such files elsewhere. */
  private static Path followed(Path file) throws IOException {
    Path at = file.toAbsolutePath();
    for (int links = 0; Files.isSymbolicLink(at); links++) {
      if (links == MAX_LINKS) {
        throw new IOException(file + " is a link that leads to itself");
      }
      at = at.resolveSibling(Files.readSymbolicLink(at));
    }
    return at;
  }

  private static void replace(Path file, String text) throws IOException {
    var secret = PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
    Path written = Files.createTempFile(file.getParent(), ".login", ".json", secret);
    try {
      Files.write(written, text.getBytes(StandardCharsets.UTF_8), DURABLY);
      if (Files.exists(file) && Files.getAttribute(written, UID).equals(ROOT)) {
        keepOwner(file, written);
      }
      Files.move(written, file, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      Files.deleteIfExists(written);
      throw FileProblem.named(file, e);
    }
  }

  /** What root writes for a user stays the user's; others cannot give files away. */
  private static void keepOwner(Path from, Path to) throws IOException {
    for (String id : List.of(UID, "unix:gid")) {
      Object owner = Files.getAttribute(from, id);
      // Whose directory it is may put a link there meanwhile.
      if (!owner.equals(Files.getAttribute(to, id, LinkOption.NOFOLLOW_LINKS))) {
        Files.setAttribute(to, id, owner, LinkOption.NOFOLLOW_LINKS);
      }
    }
  }

  /** As both commands write it, but for the width. */
  private static final class Indented extends ObjectWriteContext.Base {
    @Override
    public PrettyPrinter getPrettyPrinter() {
      return new DefaultPrettyPrinter();
    }
  }
}
