package io.vestnik.net;

import io.netty.buffer.ByteBuf;
import io.netty.util.concurrent.FastThreadLocal;
import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;

/// permessage-deflate with no context takeover on either side (RFC 7692): nothing is kept between
/// messages, so one deflater a thread serves all its connections.
final class Deflate {
  /// Shorter ones are not worth it.
  static final int MIN_BYTES = 1024;

  /// By how much data that cannot be compressed may be longer than it is.
  static final int MAX_OVERHEAD = 4096;

  private static final String NAME = "permessage-deflate";

  /// What the server answers to an offer that it takes.
  static final String ANSWER = NAME + "; server_no_context_takeover; client_no_context_takeover";

  // A smaller window of the server's own cannot be had from java.util.zip: server_max_window_bits
  // is
  // not among them.
  private static final Pattern PARAMETER =
      Pattern.compile(
          "(server|client)_no_context_takeover"
              + "|client_max_window_bits(=([89]|1[0-5])|=\"([89]|1[0-5])\")?");

  // What a sync flush ends with, and the sender leaves out (RFC 7692 §7.2.1).
  private static final int TAIL_BYTES = 4;
  private static final byte[] TAIL = {0, 0, (byte) 0xff, (byte) 0xff};
  private static final int CHUNK = 8192;

  private static final FastThreadLocal<Deflater> DEFLATER =
      new FastThreadLocal<>() {
        @Override
        protected Deflater initialValue() {
          return new Deflater(Deflater.BEST_SPEED, true);
        }

        @Override
        protected void onRemoval(Deflater deflater) {
          deflater.end();
        }
      };

  private static final FastThreadLocal<Inflater> INFLATER =
      new FastThreadLocal<>() {
        @Override
        protected Inflater initialValue() {
          return new Inflater(true);
        }

        @Override
        protected void onRemoval(Inflater inflater) {
          inflater.end();
        }
      };

  private Deflate() {}

  /// Whether a `Sec-WebSocket-Extensions` header offers what [#ANSWER] takes.
  static boolean isOffered(String extensions) {
    return Stream.of(extensions.split(",")).anyMatch(Deflate::isTaken);
  }

  // An offer with a parameter that is not known, or stands twice, is to be declined (RFC 7692
  // §7.1).
  private static boolean isTaken(String offer) {
    String[] parts = offer.split(";");
    Set<String> seen = new HashSet<>();
    for (String part : Arrays.asList(parts).subList(1, parts.length)) {
      String parameter = part.strip().toLowerCase(Locale.ROOT);
      if (!PARAMETER.matcher(parameter).matches() || !seen.add(parameter.split("=", 2)[0])) {
        return false;
      }
    }
    return parts[0].strip().equalsIgnoreCase(NAME);
  }

  static void compress(byte[] payload, ByteBuf out) {
    Deflater deflater = DEFLATER.get();
    deflater.reset();
    deflater.setInput(payload);
    byte[] chunk = new byte[CHUNK];
    int written;
    do {
      written = deflater.deflate(chunk, 0, CHUNK, Deflater.SYNC_FLUSH);
      out.writeBytes(chunk, 0, written);
    } while (written == CHUNK);
    out.writerIndex(out.writerIndex() - TAIL_BYTES);
  }

  /// The message that was compressed.
  ///
  /// @throws DataFormatException where it is none
  /// @throws TooBigException where it is over the limit
  static byte[] inflate(byte[] payload, int maxBytes) throws DataFormatException {
    Inflater inflater = INFLATER.get();
    inflater.reset();
    ByteArrayOutputStream out = new ByteArrayOutputStream(payload.length * 2);
    byte[] chunk = new byte[CHUNK];
    for (byte[] input : new byte[][] {payload, TAIL}) {
      int left = input.length;
      while (left > 0) {
        if (inflater.finished()) {
          inflater.reset(); // a final block may be followed by others (RFC 7692 §7.2.3.4)
        }
        inflater.setInput(input, input.length - left, left);
        inflateTo(out, inflater, chunk, maxBytes);
        left = inflater.finished() ? inflater.getRemaining() : 0;
      }
    }
    return out.toByteArray();
  }

  private static void inflateTo(
      ByteArrayOutputStream out, Inflater inflater, byte[] chunk, int maxBytes)
      throws DataFormatException {
    int count = inflater.inflate(chunk);
    while (count > 0) {
      out.write(chunk, 0, count);
      if (out.size() > maxBytes) {
        throw new TooBigException();
      }
      count = inflater.inflate(chunk);
    }
    if (inflater.needsDictionary()) {
      throw new DataFormatException("A dictionary is not part of permessage-deflate");
    }
  }

  /// Inflated it is over the limit.
  static final class TooBigException extends RuntimeException {
    private static final long serialVersionUID = 1;

    TooBigException() {
      super("Inflated it is over the limit", null, false, false);
    }
  }
}
