// SPDX-License-Identifier: Apache-2.0
package dev.larder.oci.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A proxy's URL, as it stands in a variable. */
final class HttpProxyTest {
  @ParameterizedTest
  @CsvSource({
    "http://proxy.example:3128,             proxy.example:3128, ''",
    "proxy.example:3128,                    proxy.example:3128, ''",
    "proxy.example,                         proxy.example:80,   ''",
    "HTTP://proxy.example/,                 proxy.example:80,   ''",
    "http://proxy_1:8080/path?query,        proxy_1:8080,       ''",
    "http://[fe80::1]:3128,                 [fe80::1]:3128,     ''",
    "http://10.0.0.1:65535,                 10.0.0.1:65535,     ''",
    "http://user:secret@proxy.example:3128, proxy.example:3128, user:secret",
    "user:secret@proxy.example,             proxy.example:80,   user:secret",
    "http://user@proxy.example,             proxy.example:80,   user:",
    "http://user:p%40ss%3Aw+%25@proxy,      proxy:80,           user:p@ss:w+%",
    "http://user:p@ss@proxy:1,              proxy:1,            user:p@ss",
  })
  void parse_url_givesHostPortAndLogin(String url, String address, String login) {
    var proxy = HttpProxy.parse(url);

    assertThat(proxy.address()).isEqualTo(address);
    assertThat(proxy.authorization().map(HttpProxyTest::decode).orElse("")).isEqualTo(login);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "http://",
        "http://:3128",
        "http://user:secret@",
        "http://user:secret@proxy:0",
        "http://user:secret@proxy:65536",
        "http://user:secret@proxy:123456",
        "http://user:secret@proxy:port",
        "http://user:secret@fe80::1",
        "http://user:secret%zz@proxy",
        "http://user:secret@two words",
        "https://user:secret@proxy",
        "socks5://user:secret@proxy",
      })
  void parse_noSuchUrl_isRefusedAndNotShown(String url) {
    assertThatThrownBy(() -> HttpProxy.parse(url))
        .isInstanceOf(IllegalArgumentException.class)
        .hasNoCause()
        .message()
        .doesNotContain("secret")
        .hasLineCount(1);
  }

  @Test
  void toString_withLogin_doesNotShowIt() {
    assertThat(HttpProxy.parse("http://user:secret@proxy:3128")).hasToString("proxy:3128");
  }

  private static String decode(String authorization) {
    return new String(
        Base64.getDecoder().decode(authorization.substring("Basic ".length())),
        StandardCharsets.UTF_8);
  }
}
