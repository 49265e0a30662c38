// SPDX-License-Identifier: Apache-2.0
package dev.larder.oci.login;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.larder.oci.registry.Login;
import dev.larder.testkit.oracle.Tool;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Logins are kept and forgotten; all else in the file stays. */
final class LoginFileWriterTest extends LoginFileCase {
  @Test
  void store_noFile_isMadeForItsOwnerAlone() throws Exception {
    var file = new LoginFile(directory.resolve("new/config.json"), Map.of());
    file.store("docker.io", LOGIN.orElseThrow());
    assertThat(file.find("docker.io")).isEqualTo(LOGIN);
    assertThat(file.file())
        .content()
        .contains("https://index.docker.io/v1/")
        .doesNotContain("pass:word");
    assertThat(Files.getPosixFilePermissions(file.file()))
        .isEqualTo(PosixFilePermissions.fromString("rw-------"));
  }

  @Test
  void store_otherSettings_stay() throws Exception {
    var config =
        write(
            "{\"detachKeys\":\"ctrl-x\",\"auths\":{\"https://quay.io\":{\"auth\":\"b2xk\"},"
                + "\"ghcr.io\":{\"auth\":\"dXNlcjpwYXNzOndvcmQ=\"}},\"proxies\":{\"n\":[1,null,true]}}");
    config.store("quay.io", new Login("me", "new"));
    assertThat(config.find("quay.io")).contains(new Login("me", "new"));
    assertThat(config.find("ghcr.io")).isEqualTo(LOGIN);
    assertThat(Files.readString(config.file()).replaceAll("\\s", ""))
        .startsWith("{\"detachKeys\":\"ctrl-x\",\"auths\":{\"ghcr.io\"")
        .contains("\"proxies\":{\"n\":[1,null,true]}")
        .doesNotContain("https://quay.io");
    try (var left = Files.list(directory)) {
      assertThat(left).hasSize(1);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"{\"auths\":null}", "{}", "", "{\"auths\":{}}"})
  void store_noLoginsYet_isKept(String text) throws Exception {
    var config = write(text);
    config.store("quay.io", LOGIN.orElseThrow());
    assertThat(config.find("quay.io")).isEqualTo(LOGIN);
  }

  @ParameterizedTest
  @ValueSource(strings = {"[]", "{\"auths\":[]}", "1", "{\"auths\":{\"quay.io\""})
  void store_fileOfSomethingElse_isRefusedAndStays(String text) throws Exception {
    var config = write(text);
    assertThatThrownBy(() -> config.store("quay.io", LOGIN.orElseThrow()))
        .isInstanceOf(IOException.class)
        .hasMessage(config.file() + " is not the JSON of a login file");
    assertThat(config.file()).content().isEqualTo(text);
  }

  @Test
  void store_device_isRefusedAndStays() throws Exception {
    Path device = directory.resolve("null");
    Tool.require("mknod").run(device.toString(), "c", "1", "3");
    var config = new LoginFile(device, Map.of());
    assertThatThrownBy(() -> config.store("quay.io", LOGIN.orElseThrow()))
        .isInstanceOf(IOException.class)
        .hasMessage(device + " is no regular file");
    assertThat(Files.readAttributes(device, BasicFileAttributes.class).isOther()).isTrue();
  }

  @Test
  void store_fileOfAnotherUser_staysThatUsers() throws Exception {
    var config = write("{}");
    Tool.require("chown").run("1000:1001", config.file().toString());
    config.store("quay.io", LOGIN.orElseThrow());
    assertThat(config.find("quay.io")).isEqualTo(LOGIN);
    assertThat(Files.readAttributes(config.file(), "unix:uid,gid"))
        .isEqualTo(Map.of("uid", 1000, "gid", 1001));
    assertThat(Files.getPosixFilePermissions(config.file()))
        .isEqualTo(PosixFilePermissions.fromString("rw-------"));
  }

  @Test
  void store_numbers_stayAsTheyAre() throws Exception {
    var config = write("{\"a\":1e400,\"b\":0.1234567890123456789,\"c\":12345678901234567890123}");
    config.store("quay.io", LOGIN.orElseThrow());
    assertThat(Files.readString(config.file()).replaceAll("\\s", ""))
        .startsWith("{\"a\":1E+400,\"b\":0.1234567890123456789,\"c\":12345678901234567890123,");
  }

  @Test
  void store_linkToAFileThatIsNotThereYet_makesThatFile() throws Exception {
    Path link =
        Files.createSymbolicLink(directory.resolve("link.json"), Path.of("elsewhere/file.json"));
    var config = new LoginFile(link, Map.of());
    config.store("quay.io", LOGIN.orElseThrow());
    assertThat(link).isSymbolicLink();
    assertThat(directory.resolve("elsewhere/file.json")).isRegularFile();
    assertThat(config.find("quay.io")).isEqualTo(LOGIN);
  }

  @Test
  void store_manyAtOnce_noneIsLost() throws Exception {
    var config = new LoginFile(directory.resolve("new/config.json"), Map.of());
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var stored = new ArrayList<Future<?>>();
      for (int i = 0; i < 20; i++) {
        var place = "quay.io/team" + i;
        stored.add(
            threads.submit(
                () -> {
                  config.store(place, new Login("me", "p"));
                  return place;
                }));
      }
      for (var one : stored) {
        assertThat(config.holds((String) one.get())).isTrue();
      }
    }
    for (int i = 0; i < 20; i++) {
      assertThat(config.holds("quay.io/team" + i)).isTrue();
    }
    try (var left = Files.list(config.file().getParent())) {
      assertThat(left).containsExactly(config.file());
    }
  }

  @Test
  void store_helper_takesAnEarlierLoginOutOfTheFile() throws Exception {
    helper("keep", "cat >/dev/null");
    var config =
        write(
            "{\"credsStore\":\"keep\",\"auths\":{%s,%s}}"
                .formatted(entry("quay.io", "old"), entry("ghcr.io", "other")));
    config.store("quay.io", LOGIN.orElseThrow());
    assertThat(config.file()).content().contains("ghcr.io").doesNotContain("quay.io");
  }

  @Test
  void remove_login_isGoneAndTheRestStays() throws Exception {
    var config =
        write(
            "{\"auths\":{\"quay.io\":{\"auth\":\"b2xk\"},"
                + "\"ghcr.io\":{\"auth\":\"dXNlcjpwYXNzOndvcmQ=\"}}}");
    assertThat(config.remove("quay.io")).isTrue();
    assertThat(config.remove("quay.io")).isFalse();
    assertThat(config.find("ghcr.io")).isEqualTo(LOGIN);
  }

  @Test
  void store_helper_keepsItAndTheFileDoesNot() throws Exception {
    helper(
        "keep",
        "f='%s/kept'; case $1 in store) cat > $f;; get) cat $f 2>/dev/null || { echo credentials not found; exit 1; };; erase) rm $f;; esac"
            .formatted(directory));
    var config = write("{\"credsStore\":\"keep\"}");
    config.store("quay.io", new Login("me", "a \"quoted\" word"));
    assertThat(config.find("quay.io")).contains(new Login("me", "a \"quoted\" word"));
    assertThat(config.file()).hasContent("{\"credsStore\":\"keep\"}");
    assertThat(config.remove("quay.io")).isTrue();
    assertThat(config.find("quay.io")).isEmpty();
    assertThat(config.remove("quay.io")).isFalse();
  }
}
