package io.vestnik.export;

import static org.assertj.core.api.Assertions.assertThat;

import io.vestnik.Pair;
import io.vestnik.file.HttpGetter;
import io.vestnik.wire.Json;
import io.vestnik.wire.Talk;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.jspecify.annotations.Nullable;

/// An export that was got by HTTP: its bytes, and the files in it.
record Exported(byte[] bytes, Map<String, byte[]> files) {
  /// Asks for one; gives its file_id.
  static String ask(Talk talk) {
    return talk.call("exportAccount", "password", Talk.PASSWORD).expect("200").text("file_id");
  }

  /// Waits until it is ready, and gets it.
  static Exported get(HttpGetter http, String fileId, String token) {
    Pair.eventually(
        () -> assertThat(http.ask("HEAD", path(fileId), token).statusCode()).isEqualTo(200));
    HttpResponse<byte[]> response = http.get(path(fileId), token);
    assertThat(response.statusCode()).isEqualTo(200);
    return of(response.body());
  }

  static String path(String fileId) {
    return "/files/" + fileId;
  }

  static Exported of(byte[] bytes) {
    Map<String, byte[]> files = new LinkedHashMap<>();
    try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(bytes))) {
      ZipEntry entry = zip.getNextEntry();
      while (entry != null) {
        files.put(entry.getName(), zip.readAllBytes());
        entry = zip.getNextEntry();
      }
    } catch (IOException e) {
      throw new AssertionError(e);
    }
    return new Exported(bytes, files);
  }

  private String text(String name) {
    return new String(Objects.requireNonNull(files.get(name), name), StandardCharsets.UTF_8);
  }

  Map<String, @Nullable Object> account() {
    return Json.read(text("account.json"));
  }

  /// The items of a file that is a list.
  @SuppressWarnings("unchecked") // a list of objects, as JSON has them
  List<Map<String, @Nullable Object>> list(String name) {
    Object list = Json.read("{\"list\":" + text(name) + "}").get("list");
    return (List<Map<String, @Nullable Object>>) Objects.requireNonNull(list);
  }

  /// One field of each item.
  List<@Nullable Object> each(String name, String field) {
    return list(name).stream().<@Nullable Object>map(item -> item.get(field)).toList();
  }
}
