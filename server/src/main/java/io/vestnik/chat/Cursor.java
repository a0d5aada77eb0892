package io.vestnik.chat;

import io.vestnik.protocol.Rejection;
import io.vestnik.store.Tx;
import io.vestnik.table.Chats;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/// What a client knows, by its own word (protocol §7): of which data set, and of each chat how far
/// its log was given, how the chat looked and what is hidden. Opaque to the client, and made from
/// nothing but the answers that it stands for.
///
/// @param dataset the data set's id
/// @param places by chat_id
/// @param resume where in the list of chats the next answer goes on
record Cursor(String dataset, SortedMap<Long, Place> places, Chats.Place resume) {
  private static final int VERSION = 3;
  private static final int LOOK_BYTES = 6;
  private static final int TAG_BYTES = 2;

  /// The longest that is taken: 256 KiB.
  static final int MAX_LENGTH = 256 << 10;

  /// What is known of a chat.
  ///
  /// @param position the last entry that was given
  /// @param tag of the entry's time: tells a log that was replaced by another
  /// @param look of the chat as it was shown: 48 bits of a hash
  /// @param hidden the number of the last message that the user is known to have hidden
  record Place(long position, int tag, long look, long hidden) {}

  /// A cursor whose next answer begins with the newest chat.
  Cursor(String dataset, SortedMap<Long, Place> places) {
    this(dataset, places, Chats.Place.START);
  }

  /// The tag of an entry's time.
  static int tag(long eventTime) {
    return (int) (eventTime ^ (eventTime >>> 16)) & 0xffff;
  }

  /// Whether it stands where these logs never were: it is of a copy that went on by itself.
  boolean isOfAnotherPast(Tx tx, List<Chats.Listed> listed) {
    List<List<Long>> toLookUp = new ArrayList<>();
    for (Chats.Listed one : listed) {
      Place place = places.get(one.chat().id());
      if (place == null) {
        continue;
      }
      if (place.position > one.chat().lastEventId()) {
        return true;
      }
      if (place.position < one.chat().lastEventId()) {
        toLookUp.add(List.of(one.chat().id(), place.position));
      } else if (place.tag != tag(one.chat().lastEventTime())) {
        return true;
      }
    }
    return tx.log().times(toLookUp).stream()
        .anyMatch(at -> {
          Place place = places.get(at.chatId());
          return place != null && place.tag != tag(at.eventTime());
        });
  }

  /// The opaque text.
  String encode() {
    Bytes out = new Bytes(new byte[64]);
    byte[] id = dataset.getBytes(StandardCharsets.US_ASCII);
    out.number(VERSION);
    out.number(id.length);
    out.raw(id);
    out.number(places.size());
    long before = 0;
    for (Map.Entry<Long, Place> one : places.entrySet()) {
      Place place = one.getValue();
      out.number(one.getKey() - before);
      out.number(place.position);
      out.fixed(place.tag, TAG_BYTES);
      out.fixed(place.look, LOOK_BYTES);
      out.number(place.hidden);
      before = one.getKey();
    }
    boolean atStart = resume.equals(Chats.Place.START);
    out.number(atStart ? 0 : resume.chatId());
    out.number(atStart ? 0 : resume.activityTime());
    return Base64.getUrlEncoder().withoutPadding().encodeToString(out.taken());
  }

  /// Reads one of ours. Refuses with 422 `format` anything else.
  static Cursor decode(String text) {
    try {
      Bytes in = new Bytes(Base64.getUrlDecoder().decode(text));
      if (in.number() == VERSION) {
        String dataset = new String(in.raw((int) in.number()), StandardCharsets.US_ASCII);
        SortedMap<Long, Place> places = new TreeMap<>();
        long chatId = 0;
        for (long left = in.number(); left > 0; left--) {
          chatId += in.number();
          long position = in.number();
          int tag = (int) in.fixed(TAG_BYTES);
          places.put(chatId, new Place(position, tag, in.fixed(LOOK_BYTES), in.number()));
        }
        long resumeId = in.number();
        long resumeTime = in.number();
        if (in.isAtEnd()) {
          Chats.Place resume =
              resumeId == 0 ? Chats.Place.START : new Chats.Place(resumeTime, resumeId);
          return new Cursor(dataset, places, resume);
        }
      }
    } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
      // said below
    }
    throw Rejection.format("cursor", "cursor must be what an earlier sync gave.");
  }

  /// Numbers in few bytes, seven bits each (LEB128), written or read one after another.
  private static final class Bytes {
    private byte[] bytes;
    private int at;

    Bytes(byte[] bytes) {
      this.bytes = bytes;
    }

    private void put(int value) {
      if (at == bytes.length) {
        bytes = Arrays.copyOf(bytes, bytes.length * 2);
      }
      bytes[at++] = (byte) value;
    }

    void number(long value) {
      long rest = value;
      while (rest >= 0x80) {
        put((int) (rest & 0x7f) | 0x80);
        rest >>>= 7;
      }
      put((int) rest);
    }

    void fixed(long value, int count) {
      for (int i = 0; i < count; i++) {
        put((int) (value >>> (8 * i)) & 0xff);
      }
    }

    void raw(byte[] values) {
      for (byte value : values) {
        put(value);
      }
    }

    byte[] taken() {
      return Arrays.copyOf(bytes, at);
    }

    long number() {
      long value = 0;
      for (int shift = 0; shift < 63; shift += 7) {
        byte next = bytes[at++];
        value |= (long) (next & 0x7f) << shift;
        if (next >= 0) {
          return value;
        }
      }
      throw new IllegalArgumentException("A number of over 63 bits");
    }

    long fixed(int count) {
      long value = 0;
      for (int i = 0; i < count; i++) {
        value |= (bytes[at++] & 0xffL) << (8 * i);
      }
      return value;
    }

    byte[] raw(int count) {
      if (count < 0 || count > bytes.length - at) {
        throw new IllegalArgumentException("Cut off");
      }
      at += count;
      return Arrays.copyOfRange(bytes, at - count, at);
    }

    boolean isAtEnd() {
      return at == bytes.length;
    }
  }
}
