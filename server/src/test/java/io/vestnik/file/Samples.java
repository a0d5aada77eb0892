package io.vestnik.file;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.zip.CRC32;
import javax.imageio.ImageIO;

/// Pictures, good and bad.
public final class Samples {
  /// Of one pixel each.
  public static final byte[] LOSSY_WEBP =
      Base64.getDecoder().decode("UklGRiIAAABXRUJQVlA4IBYAAAAwAQCdASoBAAEADsD+JaQAA3AAAAAA");

  public static final byte[] LOSSLESS_WEBP =
      Base64.getDecoder().decode("UklGRhoAAABXRUJQVlA4TA0AAAAvAAAAEAcQERGIiP4HAA==");

  public static final byte[] MOVING_WEBP =
      Base64.getDecoder()
          .decode(
              "UklGRlIAAABXRUJQVlA4WAoAAAASAAAAAAAAAAAAQU5JTQYAAAD/////AABBTk1GJgAAAAAAAAAAAAAAAAAA"
                  + "AGQAAABWUDhMDQAAAC8AAAAQBxAREYiI/gcA");

  private Samples() {}

  /// As `setPhoto` takes it.
  public static String text(byte[] image) {
    return Base64.getEncoder().encodeToString(image);
  }

  /// A picture of two colours, red on the left and blue on the right.
  public static BufferedImage halves(int width, int height) {
    BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = image.createGraphics();
    graphics.setColor(Color.RED);
    graphics.fillRect(0, 0, width / 2, height);
    graphics.setColor(Color.BLUE);
    graphics.fillRect(width / 2, 0, width - width / 2, height);
    graphics.dispose();
    return image;
  }

  /// It in that format.
  public static byte[] as(String format, BufferedImage image) {
    try {
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      if (!ImageIO.write(image, format, bytes)) {
        throw new AssertionError("Nobody writes " + format);
      }
      return bytes.toByteArray();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// A JPEG of two halves whose Exif data say how it is to be turned, and something personal.
  public static byte[] turned(int orientation, String secret) {
    byte[] jpeg = as("jpeg", halves(64, 64));
    ByteBuffer exif = ByteBuffer.allocate(200);
    exif.put("Exif\0\0MM\0*".getBytes(StandardCharsets.ISO_8859_1)).putInt(8).putShort((short) 1);
    exif.putShort((short) 0x0112).putShort((short) 3).putInt(1).putShort((short) orientation);
    exif.putShort((short) 0).putInt(0).put(secret.getBytes(StandardCharsets.UTF_8));
    ByteBuffer all = ByteBuffer.allocate(jpeg.length + 204);
    all.put(jpeg, 0, 2).putShort((short) 0xffe1).putShort((short) 202).put(exif.array());
    return all.put(jpeg, 2, jpeg.length - 2).array();
  }

  /// A PNG that says it is so large, and holds next to nothing.
  public static byte[] bomb(int width, int height) {
    byte[] png = as("png", halves(2, 2));
    ByteBuffer header = ByteBuffer.wrap(png);
    header.putInt(16, width).putInt(20, height);
    CRC32 crc = new CRC32();
    crc.update(png, 12, 17);
    header.putInt(29, (int) crc.getValue());
    return png;
  }

  /// A WebP whose frame says it is larger than the whole.
  public static byte[] lyingWebp() {
    byte[] frame = ByteBuffer.wrap(LOSSY_WEBP).slice(12, LOSSY_WEBP.length - 12).array().clone();
    ByteBuffer all = ByteBuffer.allocate(frame.length + 18).put(frame, 0, 12);
    all.put("VP8X\n\0\0\0\0\0\0\0\0\0\0\0\0\0".getBytes(StandardCharsets.ISO_8859_1));
    all.put(frame, 12, frame.length - 12);
    // 16,383 by 16,383, in the header of the frame.
    return all.put(44, new byte[] {(byte) 0xff, 0x3f, (byte) 0xff, 0x3f}).array();
  }

  /// A WebP of one colour, of 34 bytes however large it is.
  public static byte[] plainWebp(int side) {
    byte[] webp = LOSSLESS_WEBP.clone();
    ByteBuffer size = ByteBuffer.wrap(webp).order(ByteOrder.LITTLE_ENDIAN);
    size.putInt(21, (size.getInt(21) & 0xf000_0000) | (side - 1) | (side - 1) << 14);
    return webp;
  }

  /// What these bytes show.
  public static BufferedImage shown(byte[] image) {
    try {
      return ImageIO.read(new ByteArrayInputStream(image));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
