package io.vestnik.file;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/// What a picture is by its first bytes, whatever anybody says of it.
enum PictureKind {
  PNG("png"),
  JPEG("jpeg"),
  GIF("gif"),
  WEBP("webp");

  /// The format's name in `javax.imageio`.
  final String format;

  PictureKind(String format) {
    this.format = format;
  }

  /// The kind, or null where it is none of these.
  static @Nullable PictureKind of(byte[] image) {
    String start = new String(image, 0, Math.min(16, image.length), StandardCharsets.ISO_8859_1);
    if (start.startsWith("\u0089PNG\r\n\u001a\n")) {
      return PNG;
    }
    if (start.startsWith("\u00ff\u00d8\u00ff")) {
      return JPEG;
    }
    if (start.startsWith("GIF87a") || start.startsWith("GIF89a")) {
      return GIF;
    }
    return start.startsWith("RIFF") && start.startsWith("WEBPVP8", 8) ? WEBP : null;
  }

  /// How often a JPEG is gone over, at the most: each scan of a progressive one costs as much as
  /// the whole picture, and needs but a few bytes.
  static int scans(byte[] jpeg) {
    int scans = 0;
    for (int i = 0; i + 1 < jpeg.length; i++) {
      if (jpeg[i] == (byte) 0xff && jpeg[i + 1] == (byte) 0xda) {
        scans++;
      }
    }
    return scans;
  }

  /// The Exif data of a JPEG, or null where there are none.
  static byte @Nullable [] exif(byte[] jpeg) {
    ByteBuffer data = ByteBuffer.wrap(jpeg).position(2);
    while (data.remaining() >= 4) {
      int marker = Short.toUnsignedInt(data.getShort());
      int length = Short.toUnsignedInt(data.getShort()) - 2;
      if (marker < 0xffc0 || marker == 0xffda || length < 0 || length > data.remaining()) {
        return null;
      }
      byte[] segment = new byte[length];
      data.get(segment);
      if (marker == 0xffe1 && starts(segment, "Exif\0\0")) {
        return segment;
      }
    }
    return null;
  }

  /// The most pixels that any part of a WebP says it has, or null where its parts contradict each
  /// other or move. Its decoder believes the parts, not the whole.
  static @Nullable Long webpPixels(byte[] webp) {
    ByteBuffer data = ByteBuffer.wrap(webp).order(ByteOrder.LITTLE_ENDIAN).position(12);
    long pixels = 0;
    while (data.remaining() >= 8) {
      byte[] name = new byte[4];
      data.get(name);
      long length = Integer.toUnsignedLong(data.getInt());
      if (length > data.remaining()) {
        return null;
      }
      ByteBuffer chunk = data.slice().limit((int) length).slice().order(ByteOrder.LITTLE_ENDIAN);
      Long size = chunkPixels(new String(name, StandardCharsets.ISO_8859_1), chunk);
      if (size == null || (pixels != 0 && size != 0 && size != pixels)) {
        return null;
      }
      pixels = Math.max(pixels, size);
      data.position((int) Math.min(data.limit(), data.position() + length + (length & 1)));
    }
    return pixels == 0 ? null : pixels;
  }

  // 0 for a chunk that says nothing of it (developers.google.com/speed/webp/docs/riff_container).
  private static @Nullable Long chunkPixels(String name, ByteBuffer chunk) {
    return switch (name) {
      case "ANIM", "ANMF" -> null;
      case "VP8X" ->
          chunk.limit() < 10
              ? null
              : ((chunk.getInt(4) & 0xff_ffffL) + 1) * ((chunk.getInt(6) >>> 8) + 1L);
      case "VP8L" -> {
        long bits = chunk.limit() < 5 ? -1 : Integer.toUnsignedLong(chunk.getInt(1));
        yield bits < 0 ? null : ((bits & 0x3fff) + 1) * ((bits >>> 14 & 0x3fff) + 1);
      }
      case "VP8 " ->
          chunk.limit() < 10 ? null : (chunk.getShort(6) & 0x3fffL) * (chunk.getShort(8) & 0x3fffL);
      default -> 0L;
    };
  }

  private static boolean starts(byte[] bytes, String text) {
    return new String(bytes, 0, Math.min(text.length(), bytes.length), StandardCharsets.ISO_8859_1)
        .equals(text);
  }
}
