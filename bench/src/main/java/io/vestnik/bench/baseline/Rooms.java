package io.vestnik.bench.baseline;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.EventLoop;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;

/// Who is to get what is said: by room, and in each by the thread that writes to them.
final class Rooms {
  private final Map<String, Map<EventLoop, Group>> rooms = new ConcurrentHashMap<>();

  /// Those of a room on one thread; lives on it, but for who comes and goes.
  private static final class Group {
    private final EventLoop loop;
    private final Queue<Channel> channels = new ConcurrentLinkedQueue<>();
    private boolean dirty;

    Group(EventLoop loop) {
      this.loop = loop;
    }

    // One flush a connection for all that is written in one turn of the loop.
    void write(ByteBuf frame) {
      channels.forEach(to -> to.write(frame.duplicate(), to.voidPromise()));
      if (!dirty) {
        dirty = true;
        loop.execute(this::flush);
      }
    }

    private void flush() {
      dirty = false;
      channels.forEach(Channel::flush);
    }
  }

  void enter(String room, Channel channel) {
    rooms
        .computeIfAbsent(room, _ -> new ConcurrentHashMap<>())
        .computeIfAbsent(channel.eventLoop(), Group::new)
        .channels
        .add(channel);
  }

  void leave(String room, Channel channel) {
    Group group = rooms.getOrDefault(room, Map.of()).get(channel.eventLoop());
    if (group != null) {
      group.channels.remove(channel);
    }
  }

  /// Writes the frame to all in the room: one task a thread.
  void tell(String room, ByteBuf frame) {
    rooms
        .getOrDefault(room, Map.of())
        .forEach((loop, group) -> loop.execute(() -> group.write(frame)));
  }
}
