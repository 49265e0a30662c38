// SPDX-License-Identifier: Apache-2.0
package dev.larder.oci.login;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.oci.registry.Login;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** Files of logins, and programs that they may name. */
abstract class LoginFileCase {
  static final Optional<Login> LOGIN = Optional.of(new Login("user", "pass:word"));

  @TempDir Path temporary;
  Path directory;

  @BeforeEach
  void makeDirectory() throws IOException {
    directory = Files.createDirectory(temporary.resolve("files"));
  }

  void login(String file, String username) throws IOException {
    login(file, "quay.io", username);
  }

  void login(String file, String place, String username) throws IOException {
    new LoginFile(directory.resolve(file), Map.of()).store(place, new Login(username, "p"));
  }

  static String entry(String key, String username) {
    return "\"%s\":{\"username\":\"%s\",\"password\":\"p\"}".formatted(key, username);
  }

  static String userAt(Map<String, String> environment) throws IOException {
    return LoginFiles.ofUser(environment).find("quay.io").orElseThrow().username();
  }

  void helper(String name, String script) throws IOException {
    Path bin = Files.createDirectories(temporary.resolve("bin"));
    Path program =
        Files.writeString(bin.resolve("docker-credential-" + name), "#!/bin/sh\n" + script + "\n");
    assertThat(program.toFile().setExecutable(true)).isTrue();
  }

  LoginFile write(String text) throws IOException {
    return new LoginFile(
        Files.writeString(directory.resolve("config.json"), text),
        Map.of("PATH", temporary.resolve("bin").toString()));
  }
}
