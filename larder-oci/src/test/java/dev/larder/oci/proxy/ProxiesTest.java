// SPDX-License-Identifier: Apache-2.0
package dev.larder.oci.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which setting decides, and what goes past it. */
final class ProxiesTest {
  /** Variables and properties, what is asked for, and the proxy, or - for none. */
  @ParameterizedTest
  @CsvSource({
    "'',                                            https://quay.io,   -",
    "HTTPS_PROXY=a:1,                               https://quay.io,   a:1",
    "HTTPS_PROXY=a:1,                               http://quay.io,    -",
    "HTTP_PROXY=a:1,                                http://quay.io,    a:1",
    "HTTP_PROXY=a:1,                                https://quay.io,   -",
    "http_proxy=a:1,                                http://quay.io,    a:1",
    "https_proxy=a:1,                               https://quay.io,   a:1",
    "HTTPS_PROXY=a:1 https_proxy=b:1,               https://quay.io,   a:1",
    "HTTPS_PROXY= https_proxy=b:1,                  https://quay.io,   b:1",
    "ALL_PROXY=a:1,                                 https://quay.io,   a:1",
    "all_proxy=a:1,                                 http://quay.io,    a:1",
    "ALL_PROXY=a:1 https_proxy=b:1,                 https://quay.io,   b:1",
    "HTTPS_PROXY=a:1 NO_PROXY=quay.io,              https://quay.io,   -",
    "HTTPS_PROXY=a:1 no_proxy=quay.io,              https://quay.io,   -",
    "HTTPS_PROXY=a:1 NO_PROXY=x no_proxy=quay.io,   https://quay.io,   a:1",
    "https.proxyHost=p,                             https://quay.io,   p:443",
    "http.proxyHost=p,                              http://quay.io,    p:80",
    "https.proxyHost=p https.proxyPort=8,           https://quay.io,   p:8",
    "https.proxyHost=fe80::1 https.proxyPort=8,     https://quay.io,   [fe80::1]:8",
    "https.proxyHost=p HTTPS_PROXY=a:1,             https://quay.io,   p:443",
    "http.proxyHost=p HTTPS_PROXY=a:1,              https://quay.io,   a:1",
    "https.proxyHost= HTTPS_PROXY=a:1,              https://quay.io,   a:1",
    "https.proxyHost=p NO_PROXY=quay.io,            https://quay.io,   p:443",
    "HTTPS_PROXY=a:1 http.nonProxyHosts=quay.io,    https://quay.io,   a:1",
    "https.proxyHost=p http.nonProxyHosts=QUAY.io,  https://quay.io,   -",
    "https.proxyHost=p http.nonProxyHosts=a|*.io,   https://quay.io,   -",
    "https.proxyHost=p http.nonProxyHosts=quay.*,   https://quay.io,   -",
    "https.proxyHost=p http.nonProxyHosts=*.io,     https://io,        p:443",
    "https.proxyHost=p http.nonProxyHosts=uay.io,   https://quay.io,   p:443",
    "https.proxyHost=p http.nonProxyHosts=q.ay.io,  https://quay.io,   p:443",
    "https.proxyHost=p http.nonProxyHosts=[fe80::2], https://[fe80::2], -",
    "https.proxyHost=p http.nonProxyHosts=,         https://127.0.0.1, -",
    "HTTPS_PROXY=a:1,                               https://localhost, -",
    "HTTPS_PROXY=a:1,                               https://LOCALHOST, -",
    "HTTPS_PROXY=a:1,                               https://127.9.9.9, -",
    "HTTPS_PROXY=a:1,                               https://[::1]:5000, -",
  })
  void find_user_isWhatTheFirstSettingSays(String set, String url, String proxy) throws Exception {
    Map<String, String> all =
        Stream.of(set.split(" ", -1))
            .filter(pair -> !pair.isEmpty())
            .map(pair -> pair.split("=", 2))
            .collect(Collectors.toMap(pair -> pair[0], pair -> pair[1]));
    var properties = new Properties();
    properties.putAll(all);

    assertThat(find(Proxies.ofUser(all, properties), url)).isEqualTo(proxy);
  }

  /** The rules of Go's httpproxy, one a row. */
  @ParameterizedTest
  @CsvSource({
    "'*',                       quay.io,              true",
    "'x,*',                     10.0.0.1,             true",
    "'',                        quay.io,              false",
    "example.com,               example.com,          true",
    "example.com,               EXAMPLE.com,          true",
    "EXAMPLE.com,               example.com,          true",
    "example.com,               a.b.example.com,      true",
    "example.com,               notexample.com,       false",
    "example.com,               example.com.evil,     false",
    ".example.com,              example.com,          false",
    ".example.com,              a.example.com,        true",
    "*.example.com,             example.com,          false",
    "*.example.com,             a.example.com,        true",
    "example.com:443,           example.com,          true",
    "example.com:443,           example.com:443,      true",
    "example.com:443,           example.com:8443,     false",
    "example.com:8443,          a.example.com:8443,   true",
    ".example.com:8443,         a.example.com,        false",
    "example.com:,              example.com:8443,     true",
    "'a, example.com ,b',       example.com,          true",
    "10.0.0.1,                  10.0.0.1:5000,        true",
    "10.0.0.1:5000,             10.0.0.1:5000,        true",
    "10.0.0.1:5000,             10.0.0.1,             false",
    "0.0.1,                     10.0.0.1,             true",
    "10.0.0.0/8,                10.255.0.1:5000,      true",
    "10.0.0.0/8,                11.0.0.1,             false",
    "10.128.0.0/9,              10.127.0.1,           false",
    "10.128.0.0/9,              10.129.0.1,           true",
    "0.0.0.0/0,                 192.0.2.1,            true",
    "0.0.0.0/0,                 quay.io,              false",
    "10.0.0.0/33,               10.0.0.0,             false",
    "fe80::/10,                 [fe81::2],            true",
    "fe80::/10,                 [fec0::2],            false",
    "fe80::/10,                 10.0.0.1,             false",
    "fe80::1,                   [fe80:0::1]:5000,     true",
    "[fe80::1]:5000,            [fe80::1]:5000,       true",
    "[fe80::1]:5000,            [fe80::1],            false",
    ":5000,                     quay.io:5000,         false",
    "'.',                       quay.io,              false",
    "http://quay.io,            quay.io,              false",
  })
  void find_noProxy_isAsGoReadsIt(String noProxy, String authority, boolean past) throws Exception {
    var proxies = Proxies.of("http://proxy:3128", noProxy);

    assertThat(find(proxies, "https://" + authority)).isEqualTo(past ? "-" : "proxy:3128");
  }

  @Test
  void find_none_goesStraight() throws Exception {
    assertThat(find(Proxies.none(), "https://quay.io")).isEqualTo("-");
  }

  @ParameterizedTest
  @ValueSource(strings = {"HTTPS_PROXY", "https_proxy", "ALL_PROXY", "all_proxy"})
  void find_valueThatIsNoProxy_namesTheVariableAlone(String name) throws Exception {
    var proxies = Proxies.ofUser(Map.of(name, "socks5://user:secret@p:1080"), new Properties());

    assertThatThrownBy(() -> proxies.find(URI.create("https://quay.io")))
        .isInstanceOf(InvalidProxyException.class)
        .hasMessageStartingWith(name + " ")
        .hasMessageContaining("socks5")
        .hasMessageNotContaining("secret");
    // What does not concern a request does not spoil it.
    assertThat(find(proxies, "https://localhost")).isEqualTo("-");
  }

  @Test
  void of_urlThatIsNone_isRefused() {
    assertThatThrownBy(() -> Proxies.of("socks5://p", ""))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static String find(Proxies proxies, String url) throws InvalidProxyException {
    return proxies.find(URI.create(url)).map(HttpProxy::address).orElse("-");
  }
}
