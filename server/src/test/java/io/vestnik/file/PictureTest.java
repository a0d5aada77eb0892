package io.vestnik.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.vestnik.protocol.ErrorCode;
import io.vestnik.protocol.Rejection;
import io.vestnik.table.Photos.Sizes;
import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Pictures become photos, whatever they are made of, or are refused.
@Tag("once")
class PictureTest {
  private static Sizes made(byte[] image) {
    Sizes sizes = Picture.of("photo", Samples.text(image));
    assertThat(sizes.large()).startsWith(0xff, 0xd8, 0xff);
    BufferedImage large = Samples.shown(sizes.large());
    BufferedImage small = Samples.shown(sizes.small());
    assertThat(new int[] {large.getWidth(), large.getHeight()}).containsExactly(512, 512);
    assertThat(new int[] {small.getWidth(), small.getHeight()}).containsExactly(96, 96);
    return sizes;
  }

  private static void refused(byte[] image, ErrorCode code) {
    assertThatExceptionOfType(Rejection.class)
        .isThrownBy(() -> Picture.of("photo", Samples.text(image)))
        .satisfies(why -> assertThat(why.code()).isEqualTo(code))
        .satisfies(why -> assertThat(why.field()).isEqualTo("photo"));
  }

  /// Which colour there is most of at this place of the large one.
  private static Color at(Sizes photo, int x, int y) {
    Color color = new Color(Samples.shown(photo.large()).getRGB(x, y));
    return new Color(
        color.getRed() > 127 ? 255 : 0,
        color.getGreen() > 127 ? 255 : 0,
        color.getBlue() > 127 ? 255 : 0);
  }

  @ParameterizedTest
  @ValueSource(strings = {"png", "jpeg", "gif"})
  void isTheMiddleInTwoSizesAsJpeg(String format) {
    for (int[] size : new int[][] {{3000, 2000}, {90, 300}, {1, 1}, {600, 30}}) {
      Sizes photo = made(Samples.as(format, Samples.halves(size[0], size[1])));
      if (size[0] > 1) {
        assertThat(at(photo, 100, 256)).isEqualTo(Color.RED);
        assertThat(at(photo, 412, 256)).isEqualTo(Color.BLUE);
      }
    }
  }

  @Test
  void takesWebp() {
    made(Samples.LOSSY_WEBP);
    made(Samples.LOSSLESS_WEBP);
    made(Samples.plainWebp(700));
  }

  @Test
  void standsUprightAndHasNothingOfTheFileButWhatIsSeen() {
    String secret = "56.838 N 60.597 E";
    Sizes upside = made(Samples.turned(3, secret));
    assertThat(at(upside, 100, 256)).isEqualTo(Color.BLUE);
    assertThat(at(made(Samples.turned(1, secret)), 100, 256)).isEqualTo(Color.RED);
    assertThat(at(made(Samples.turned(6, secret)), 256, 100)).isEqualTo(Color.RED);
    assertThat(at(made(Samples.turned(99, secret)), 100, 256)).isEqualTo(Color.RED);
    byte[] page = "<script>alert(1)</script>".getBytes(StandardCharsets.UTF_8);
    byte[] png = Samples.as("png", Samples.halves(9, 9));
    byte[] polyglot = Arrays.copyOf(png, png.length + page.length);
    System.arraycopy(page, 0, polyglot, png.length, page.length);
    Sizes tamed = made(polyglot);
    for (byte[] photo : new byte[][] {upside.large(), upside.small(), tamed.large()}) {
      assertThat(new String(photo, StandardCharsets.ISO_8859_1))
          .doesNotContain(secret, "Exif", "script");
    }
  }

  @Test
  void whatCanBeSeenThroughIsWhite() {
    byte[] clear = Samples.as("png", new BufferedImage(20, 20, BufferedImage.TYPE_INT_ARGB));
    assertThat(at(made(clear), 256, 256)).isEqualTo(Color.WHITE);
  }

  @Test
  void refusesWhatHasTooManyPixelsBeforeReadingThem() {
    refused(Samples.bomb(50_000, 50_000), ErrorCode.RANGE);
    refused(Samples.bomb(Integer.MAX_VALUE, Integer.MAX_VALUE), ErrorCode.RANGE);
    refused(Samples.bomb(4097, 4097), ErrorCode.RANGE);
    refused(Samples.bomb(4096, 4096), ErrorCode.FORMAT); // few enough, but they are not there
    refused(Samples.bomb(1, 16_385), ErrorCode.RANGE);
    refused(Samples.bomb(16_385, 1), ErrorCode.RANGE);
    refused(Samples.bomb(16_384, 1), ErrorCode.FORMAT);
    refused(Samples.plainWebp(2049), ErrorCode.RANGE);
    refused(Samples.plainWebp(16_384), ErrorCode.RANGE);
    refused(Samples.lyingWebp(), ErrorCode.FORMAT);
    byte[] jpeg = Samples.as("jpeg", Samples.halves(8, 8));
    for (int i = 0; i + 1 < jpeg.length; i++) {
      if (jpeg[i] == (byte) 0xff && jpeg[i + 1] == (byte) 0xc0) {
        Arrays.fill(jpeg, i + 5, i + 9, (byte) 0x7f);
      }
    }
    refused(jpeg, ErrorCode.RANGE);
  }

  @Test
  void refusesAJpegOfEndlessScans() throws Exception {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    ImageWriter writer = ImageIO.getImageWritersByFormatName("jpeg").next();
    ImageWriteParam param = writer.getDefaultWriteParam();
    param.setProgressiveMode(ImageWriteParam.MODE_DEFAULT);
    writer.setOutput(ImageIO.createImageOutputStream(bytes));
    writer.write(null, new IIOImage(Samples.halves(64, 64), null, null), param);
    writer.dispose();
    byte[] progressive = bytes.toByteArray();
    made(progressive);
    byte[] scan = {(byte) 0xff, (byte) 0xda, 0, 8, 1, 1, 0, 1, 63, 0};
    byte[] endless = Arrays.copyOf(progressive, progressive.length + 200 * scan.length);
    for (int i = 0; i < 200; i++) {
      System.arraycopy(scan, 0, endless, progressive.length + i * scan.length, scan.length);
    }
    refused(endless, ErrorCode.FORMAT);
  }

  @Test
  void refusesWhatMovesInAWebp() {
    refused(Samples.MOVING_WEBP, ErrorCode.FORMAT);
  }

  @ParameterizedTest
  @ValueSource(strings = {"png", "jpeg", "gif", "webp"})
  void whatIsBrokenIsRefusedOrReadAsFarAsItGoes(String format) {
    byte[] whole =
        format.equals("webp") ? Samples.LOSSY_WEBP : Samples.as(format, Samples.halves(300, 200));
    Random random = new Random(7);
    for (int i = 0; i < 100; i++) {
      byte[] broken =
          Arrays.copyOf(whole, i % 3 == 0 ? random.nextInt(whole.length) : whole.length);
      for (int flips = random.nextInt(4) + i % 3; flips > 0 && broken.length > 0; flips--) {
        broken[random.nextInt(broken.length)] = (byte) random.nextInt();
      }
      try {
        made(broken);
      } catch (Rejection why) {
        assertThat(why.code()).isIn(ErrorCode.FORMAT, ErrorCode.RANGE);
      }
    }
  }

  @Test
  void refusesWhatIsNoPicture() {
    refused(new byte[0], ErrorCode.FORMAT);
    refused(
        "<svg xmlns='http://www.w3.org/2000/svg'/>".getBytes(StandardCharsets.UTF_8),
        ErrorCode.FORMAT);
    refused(Samples.as("bmp", Samples.halves(4, 4)), ErrorCode.FORMAT);
    assertThatExceptionOfType(Rejection.class)
        .isThrownBy(() -> Picture.of("photo", "a b"))
        .satisfies(why -> assertThat(why.code()).isEqualTo(ErrorCode.FORMAT));
    refused(new byte[(512 << 10) + 1], ErrorCode.TOO_LONG);
  }
}
