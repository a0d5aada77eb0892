package io.vestnik.file;

import io.vestnik.model.Change;
import io.vestnik.protocol.Rejection;
import io.vestnik.table.Photos.Sizes;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.Rectangle;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Base64;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageReadParam;
import javax.imageio.ImageReader;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.ImageOutputStream;
import javax.imageio.stream.MemoryCacheImageInputStream;
import javax.imageio.stream.MemoryCacheImageOutputStream;
import net.coobird.thumbnailator.Thumbnails;
import net.coobird.thumbnailator.util.exif.ExifFilterUtils;
import net.coobird.thumbnailator.util.exif.ExifUtils;
import net.coobird.thumbnailator.util.exif.Orientation;
import org.jspecify.annotations.Nullable;

/// Makes of a picture that somebody sent the two that are shown (protocol §3): its middle, square,
/// upright, as JPEGs of 512 and 96 pixels in which nothing of the file is left but what is seen.
public final class Picture {
  /// The most characters of a picture in Base64.
  public static final int MAX_TEXT = 699_052;

  private static final int MAX_BYTES = 512 << 10;
  private static final int MAX_PIXELS = 1 << 24;
  private static final int MAX_SIDE = 1 << 14;

  /// Its decoder is a slow one, and a WebP of a few bytes may be as large as it likes.
  private static final int MAX_WEBP_PIXELS = 1 << 22;

  private static final int MAX_SCANS = 30;
  private static final int LARGE = 512;
  private static final int SMALL = 96;
  private static final float QUALITY = 0.85f;

  static {
    System.setProperty("java.awt.headless", "true"); // a server asks for no display
  }

  private Picture() {}

  /// Refuses with 422 `format` and 413 what is no Base64 of a picture, as far as its first bytes
  /// tell.
  public static void check(String field, Change<String> photo) {
    if (photo instanceof Change.Set<String>(String text)) {
      check(field, text);
    }
  }

  /// The same of a field that is not to be taken away.
  public static void check(String field, @Nullable String text) {
    if (text != null) {
      kind(field, bytes(field, text));
    }
  }

  private static byte[] bytes(String field, String text) {
    byte[] image;
    try {
      image = Base64.getDecoder().decode(text);
    } catch (IllegalArgumentException e) {
      throw Rejection.format(field, field + " must be Base64.");
    }
    if (image.length > MAX_BYTES) {
      throw Rejection.tooLong(field, MAX_TEXT);
    }
    return image;
  }

  private static PictureKind kind(String field, byte[] image) {
    PictureKind kind = PictureKind.of(image);
    if (kind == null) {
      throw Rejection.format(field, field + " must be a PNG, JPEG, WebP or GIF.");
    }
    return kind;
  }

  /// The two of this picture. Takes up to some seconds, and some 100 MiB. Refuses with 422 `format`
  /// what cannot be read and what moves in a WebP, and `range` what has too many pixels. Of a GIF
  /// it is the first picture.
  static Sizes of(String field, String text) {
    byte[] image = bytes(field, text);
    PictureKind kind = kind(field, image);
    try {
      BufferedImage large =
          flat(scaled(middle(field, image, kind), LARGE, orientation(image, kind)));
      BufferedImage small = scaled(large, SMALL, Orientation.TOP_LEFT);
      return new Sizes(jpeg(large), jpeg(flat(small)));
    } catch (Rejection e) {
      throw e;
    } catch (IOException | RuntimeException e) { // decoders throw what they like at bad bytes
      throw unreadable(field);
    }
  }

  private static Rejection unreadable(String field) {
    return Rejection.format(field, field + " cannot be read: it is broken, or of an unusual kind.");
  }

  private static BufferedImage middle(String field, byte[] image, PictureKind kind)
      throws IOException {
    if (kind == PictureKind.JPEG && PictureKind.scans(image) > MAX_SCANS) {
      throw unreadable(field);
    }
    if (kind == PictureKind.WEBP) {
      Long pixels = PictureKind.webpPixels(image);
      if (pixels == null) {
        throw Rejection.format(field, field + " must be a WebP of one whole picture.");
      }
      checkPixels(field, pixels, MAX_WEBP_PIXELS);
    }
    ImageReader reader = ImageIO.getImageReadersByFormatName(kind.format).next();
    try (ImageInputStream in = new MemoryCacheImageInputStream(new ByteArrayInputStream(image))) {
      reader.setInput(in, true, true);
      int width = reader.getWidth(0);
      int height = reader.getHeight(0);
      checkPixels(field, (long) width * height, MAX_PIXELS);
      checkSides(field, width, height);
      ImageReadParam param = reader.getDefaultReadParam();
      if (kind == PictureKind.JPEG || kind == PictureKind.PNG) { // the others are read whole
        Rectangle middle = middle(width, height);
        int step = Math.max(1, middle.width / (2 * LARGE));
        param.setSourceRegion(middle);
        param.setSourceSubsampling(step, step, 0, 0);
      }
      BufferedImage read = reader.read(0, param);
      Rectangle square = middle(read.getWidth(), read.getHeight());
      return read.getSubimage(square.x, square.y, square.width, square.height);
    } finally {
      reader.dispose();
    }
  }

  private static void checkPixels(String field, long pixels, int max) {
    if (pixels > max) {
      throw Rejection.range(field, field + " may have at most " + max + " pixels.");
    }
  }

  // A decoder works by rows: a row of one pixel costs it as much as one of many.
  private static void checkSides(String field, int width, int height) {
    if (Math.max(width, height) > MAX_SIDE) {
      throw Rejection.range(field, field + " may have at most " + MAX_SIDE + " pixels a side.");
    }
  }

  private static Rectangle middle(int width, int height) {
    int side = Math.min(width, height);
    return new Rectangle((width - side) / 2, (height - side) / 2, side, side);
  }

  private static Orientation orientation(byte[] image, PictureKind kind) {
    byte[] exif = kind == PictureKind.JPEG ? PictureKind.exif(image) : null;
    try {
      Orientation said = exif == null ? null : ExifUtils.getOrientationFromExif(exif);
      return said == null ? Orientation.TOP_LEFT : said;
    } catch (RuntimeException e) { // broken Exif says nothing
      return Orientation.TOP_LEFT;
    }
  }

  private static BufferedImage scaled(BufferedImage square, int side, Orientation from)
      throws IOException {
    return Thumbnails.of(square)
        .forceSize(side, side)
        .imageType(BufferedImage.TYPE_INT_ARGB)
        .addFilter(ExifFilterUtils.getFilterForOrientation(from))
        .asBufferedImage();
  }

  /// What can be seen through is white.
  private static BufferedImage flat(BufferedImage image) {
    BufferedImage flat =
        new BufferedImage(image.getWidth(), image.getHeight(), BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = flat.createGraphics();
    graphics.drawImage(image, 0, 0, Color.WHITE, null);
    graphics.dispose();
    return flat;
  }

  private static byte[] jpeg(BufferedImage image) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    ImageWriter writer = ImageIO.getImageWritersByFormatName(PictureKind.JPEG.format).next();
    try (ImageOutputStream out = new MemoryCacheImageOutputStream(bytes)) {
      ImageWriteParam param = writer.getDefaultWriteParam();
      param.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
      param.setCompressionQuality(QUALITY);
      writer.setOutput(out);
      writer.write(null, new IIOImage(image, null, null), param);
    } finally {
      writer.dispose();
    }
    return bytes.toByteArray();
  }
}
