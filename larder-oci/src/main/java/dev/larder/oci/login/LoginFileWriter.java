// SPDX-License-Identifier: Apache-2.0
package dev.larder.oci.login;

import dev.larder.oci.registry.Login;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Base64;
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
 * replaced at once, readable by its owner alone.
 */
final class LoginFileWriter {
  private static final JsonFactory FACTORY = new JsonFactory();

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
    var text = new StringWriter();
    try (var json = FACTORY.createGenerator(new Indented(), text)) {
      json.writeStartObject();
      if (!Files.exists(file) || Files.size(file) == 0) {
        if (added != null) {
          writeAuths(json, added);
        }
      } else {
        try (var old = FACTORY.createParser(ObjectReadContext.empty(), file)) {
          copy(old, json, removed, added);
        }
      }
      json.writeEndObject();
    } catch (JacksonException e) {
      throw new IOException(file + " is not the JSON of a login file", e);
    }
    replace(text.append('\n').toString());
  }

  private static void copy(
      JsonParser old, JsonGenerator json, Predicate<String> removed, @Nullable Entry added) {
    boolean written = false;
    old.nextToken();
    while (old.nextToken() == JsonToken.PROPERTY_NAME) {
      if (old.currentName().equals("auths") && old.nextToken() == JsonToken.START_OBJECT) {
        json.writeObjectPropertyStart("auths");
        copyAuths(old, json, removed);
        if (added != null) {
          writeEntry(json, added);
        }
        json.writeEndObject();
        written = true;
      } else {
        json.copyCurrentStructure(old);
      }
    }
    if (!written && added != null) {
      writeAuths(json, added);
    }
  }

  private static void copyAuths(JsonParser old, JsonGenerator json, Predicate<String> removed) {
    while (old.nextToken() == JsonToken.PROPERTY_NAME) {
      if (removed.test(old.currentName())) {
        old.nextToken();
        old.skipChildren();
      } else {
        json.copyCurrentStructure(old);
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

  /** A link is followed: people keep such files elsewhere. */
  private void replace(String text) throws IOException {
    Path real = Files.exists(file) ? file.toRealPath() : file.toAbsolutePath();
    Path directory = real.getParent();
    Files.createDirectories(directory);
    var secret = PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
    Path written = Files.createTempFile(directory, ".login", ".json", secret);
    try {
      Files.writeString(written, text);
      Files.move(written, real, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      Files.deleteIfExists(written);
      throw e;
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
