package io.vestnik.sim;

import io.vestnik.client.VestnikException;
import io.vestnik.client.state.Delivery;
import io.vestnik.client.state.Unsent;
import io.vestnik.model.Chat;
import io.vestnik.model.Entry;
import io.vestnik.model.Event;
import io.vestnik.model.Message;
import io.vestnik.protocol.ErrorCode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Compares what devices have made of their deliveries with what the server has.
final class Checker {
  private final Map<Long, Truth> truths;
  private final List<String> wrong = new ArrayList<>();
  private final Map<List<Long>, Entry> entries = new HashMap<>();
  private final Map<String, List<Long>> messages = new HashMap<>();
  private int compared;

  /// @param truths by the users' numbers
  Checker(Map<Long, Truth> truths) {
    this.truths = truths;
    truths.values().forEach(truth -> truth.logs().forEach(this::log));
  }

  /// How many deliveries were looked at.
  int compared() {
    return compared;
  }

  // Two members have the same entry under a number, and a log has no gap.
  private void log(long chatId, List<Entry> log) {
    long next = log.isEmpty() ? 0 : log.getFirst().event_id();
    for (Entry entry : log) {
      if (entry.event_id() != next++) {
        wrong.add("the log of chat " + chatId + " has " + entry.event_id() + " out of its order");
      }
      agree(List.of(chatId, entry.event_id()), Replay.plain(entry));
    }
  }

  private void agree(List<Long> where, Entry entry) {
    Entry before = entries.putIfAbsent(where, entry);
    if (before == null) {
      if (entry.body() instanceof Event.MessageSent(Message message)) {
        messages.computeIfAbsent(message.content(), _ -> new ArrayList<>()).add(entry.event_id());
      }
    } else if (!before.equals(entry)) {
      wrong.add("two have different entries: " + before + " and " + entry);
    }
  }

  /// All that is wrong, each with the device's name.
  List<String> check(List<Device> devices) {
    Map<Device, Replay> replays = new HashMap<>();
    for (Device device : devices) {
      List<Delivery> deliveries = device.kept.deliveries();
      compared += deliveries.size();
      Replay replay = Replay.of(deliveries);
      replays.put(device, replay);
      replay.violations.forEach(one -> wrong.add(device.name + ": " + one));
      device.ears.failures().forEach(one -> wrong.add(device.name + ": " + one));
      if (!device.ears.heard().equals(deliveries)) {
        wrong.add(device.name + ": the listener was told otherwise than the state");
      }
      replay.entries.forEach(this::agree);
    }
    replays.forEach(this::compare);
    devices.forEach(this::sends);
    messages.forEach((text, ids) -> {
      if (ids.size() > 1) {
        wrong.add(text + " is there more than once: " + ids);
      }
    });
    return wrong;
  }

  private void compare(Device device, Replay replay) {
    Truth truth = truths.get(device.userId);
    if (!replay.runs.keySet().equals(truth.chats().keySet())) {
      wrong.add(
          "%s has the chats %s, the server %s"
              .formatted(device.name, replay.runs.keySet(), truth.chats().keySet()));
      return;
    }
    replay.runs.forEach((id, run) -> {
      String where = device.name + ", chat " + id + ": ";
      Chat chat = truth.chats().get(id);
      log(where, run, truth.logs().get(id));
      look(where, run, chat, device.ears);
      if (replay.skipped.getOrDefault(id, 0L) >= chat.first_event_id()) {
        wrong.add(where + "skipped what is there, up to " + replay.skipped.get(id));
      }
    });
  }

  private void log(String where, Replay.Run run, List<Entry> log) {
    long last = log.isEmpty() ? 0 : log.getLast().event_id();
    if (run.next >= 0 ? run.next <= last : run.firstShown < last) {
      wrong.add(where + "is before " + run.next + ", and the log goes up to " + last);
    }
    for (Entry entry : log) {
      Entry had = run.log.get(entry.event_id());
      if (had != null && !had.equals(entry)) {
        wrong.add(where + "has " + had + ", the server " + entry);
      }
    }
  }

  private void look(String where, Replay.Run run, Chat chat, Ears ears) {
    Chat look = run.look;
    if (look == null) {
      wrong.add(where + "was never shown");
      return;
    }
    long id = chat.chat_id();
    same(where + "settings", look.settings(), chat.settings());
    same(where + "first entry", look.first_event_id(), chat.first_event_id());
    long read = Math.max(look.read_message_id(), ears.read(id, true));
    same(where + "own marker", read, chat.read_message_id());
    long others = Math.max(look.read_by_others_message_id(), ears.read(id, false));
    same(where + "others' marker", others, chat.read_by_others_message_id());
  }

  private void same(String what, Object here, Object there) {
    if (!here.equals(there)) {
      wrong.add(what + " is " + here + ", at the server " + there);
    }
  }

  private void sends(Device device) {
    for (Unsent unsent : device.kept.queued()) {
      String text = unsent.message().content();
      Long answered = device.ears.sent().get(unsent.key());
      VestnikException why = device.ears.refused().get(unsent.key());
      List<Long> ids = messages.getOrDefault(text, List.of());
      Truth truth = truths.get(device.userId);
      Chat chat = truth.chats().get(unsent.chatId());
      if (answered != null && !ids.isEmpty() && !ids.contains(answered)) {
        wrong.add(text + " was answered with " + answered + ", and is there as " + ids);
      }
      if (chat == null) {
        continue; // the chat has ended, or its owner has cleared it
      }
      if (why != null) {
        wrong.add(text + " was refused in a chat that is there: " + why);
      }
      boolean cleared =
          answered == null ? chat.first_event_id() > 1 : answered < chat.first_event_id();
      if (ids.isEmpty() && !cleared) {
        wrong.add(text + " of " + device.name + " is lost");
      }
    }
    device
        .ears
        .refused()
        .forEach((key, why) -> {
          if (!why.is(ErrorCode.NOT_MEMBER)) {
            wrong.add(key + " of " + device.name + " was refused: " + why);
          }
        });
  }
}
