package io.vestnik.promise;

import static org.assertj.core.api.Assertions.assertThat;

import io.vestnik.ChildServer;
import io.vestnik.wire.Talk;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// One folder has one server: a second would number messages anew. What cannot be had is refused
/// with one clear line and exit status 1.
class SecondServerTest {
  @TempDir private Path data;

  private void assertRefused(ChildServer server, String line) {
    assertThat(server.status()).isEqualTo(1);
    assertThat(server.errors()).isEqualTo("vestnik: " + line);
    assertThat(server.output()).isEmpty();
  }

  @Test
  void isRefusedWhileTheFirstLivesAndHurtsItNot() {
    try (ChildServer first = ChildServer.start(data)) {
      try (ChildServer second = ChildServer.starting(data)) {
        assertRefused(
            second,
            "Another server is using the data folder "
                + data
                + ": stop it, or use another --data.");
      }
      try (Talk talk = first.talk()) {
        talk.register("anna").call("getChats").expect("200");
      }
      first.kill();
    }
    try (ChildServer next = ChildServer.start(data);
        Talk talk = next.talk()) {
      talk.signIn("anna");
    }
  }

  @Test
  void isRefusedWhereThePortIsTaken() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      String address = "127.0.0.1:" + taken.getLocalPort();
      try (ChildServer server = serve("--listen", address, "--data", data.toString())) {
        assertThat(server.status()).isEqualTo(1);
        assertThat(server.errors())
            .startsWith("vestnik: Cannot listen on")
            .contains(address, "another program is listening there")
            .doesNotContain("\n", "\tat ");
      }
    }
  }

  @Test
  void isRefusedWhereTheFolderCannotBeMade() throws Exception {
    Path file = Files.writeString(data.resolve("file"), "no folder");
    try (ChildServer server = serve("--listen", "127.0.0.1:0", "--data", file + "/inside")) {
      assertThat(server.status()).isEqualTo(1);
      assertThat(server.errors())
          .startsWith("vestnik: Cannot use the data folder " + file + "/inside")
          .doesNotContain("\n");
    }
  }

  private static ChildServer serve(String... options) {
    String[] arguments = new String[options.length + 1];
    arguments[0] = "serve";
    System.arraycopy(options, 0, arguments, 1, options.length);
    return ChildServer.of(Map.of(), arguments);
  }
}
