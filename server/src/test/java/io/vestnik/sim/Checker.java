package io.vestnik.sim;

import io.vestnik.client.state.Delivery;
import io.vestnik.model.Chat;
import io.vestnik.model.Entry;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// Compares what devices have made of their deliveries with what the server has.
final class Checker {
  private final Book book;
  private final Town town;
  private final Map<Long, Truth> truths;
  private final List<String> wrong = new ArrayList<>();
  private int compared;
  private int whole;

  /// @param truths by the users' numbers
  Checker(Book book, Town town, Map<Long, Truth> truths) {
    this.book = book;
    this.town = town;
    this.truths = truths;
  }

  /// How many deliveries were looked at.
  int compared() {
    return compared;
  }

  /// How many chats of devices were compared in all that their logs say.
  int whole() {
    return whole;
  }

  /// All that is wrong, each with the device's name. Of a deleted account's devices only what they
  /// were answered is looked at: nobody tells them anything any more.
  List<String> check(List<Device> devices) {
    wrong.addAll(town.wrong);
    truths.forEach((user, truth) -> truth.logs().forEach((id, log) -> log(user, id, log)));
    truths.values().forEach(this::names);
    devices.stream().filter(device -> !book.isDeleted(device.userId)).forEach(this::check);
    wrong.addAll(new SentCheck(book, town).check(devices));
    wrong.addAll(town.bars.check(book));
    photos();
    return wrong;
  }

  // What is read shows everybody as they are called now.
  private void names(Truth truth) {
    Stream.concat(
            truth.messages().values().stream().flatMap(List::stream).map(Names::of),
            truth.logs().values().stream().flatMap(List::stream).map(Names::of))
        .flatMap(List::stream)
        .filter(told -> !book.isNow(told))
        .forEach(told -> wrong.add("the server shows " + told));
  }

  // A photo is there as long as it is somebody's.
  private void photos() {
    town.photos.forEach((id, user) -> {
      boolean theirs = id.equals(book.photos().get(user));
      if (theirs != book.stored().contains(id)) {
        wrong.add("photo " + id + " is that of user " + user + ": " + theirs);
      }
    });
    book.logs()
        .forEach((chatId, log) ->
            Book.photos(log)
                .forEach(id -> {
                  boolean theirs = id.equals(book.chats().get(chatId).photoId());
                  if (theirs != book.stored().contains(id)) {
                    wrong.add("photo " + id + " is that of chat " + chatId + ": " + theirs);
                  }
                }));
  }

  // A log has no gap, and says to each member what there is.
  private void log(long userId, long chatId, List<Entry> log) {
    long next = log.isEmpty() ? 0 : log.getFirst().event_id();
    for (Entry entry : log) {
      if (entry.event_id() != next++) {
        wrong.add("the log of chat " + chatId + " has " + entry.event_id() + " out of its order");
      }
      agree("user " + userId, entry);
    }
  }

  // What has ended since nobody can compare.
  private void agree(String whose, Entry entry) {
    Entry there = book.entry(entry.chat_id(), entry.event_id());
    boolean gone = there == null && !book.has(entry.chat_id());
    if (!gone && (there == null || !Sameness.agree(entry, there))) {
      wrong.add(whose + " has " + entry + ", and there is " + there);
    }
  }

  private void check(Device device) {
    List<Delivery> deliveries = device.kept.deliveries();
    compared += deliveries.size();
    Replay replay = Replay.of(deliveries);
    replay.violations.forEach(one -> wrong.add(device.name + ": " + one));
    device.ears.failures().forEach(one -> wrong.add(device.name + ": " + one));
    if (!device.ears.heard().equals(deliveries)) {
      wrong.add(device.name + ": the listener was told otherwise than the state");
    }
    replay.entries.forEach(entry -> {
      agree(device.name, entry);
      Names.of(entry).stream()
          .filter(told -> !town.names.mayBe(told))
          .forEach(told -> wrong.add(device.name + " was told " + told + " by " + entry));
    });
    wrong.addAll(new GoneCheck(book).check(device, replay));
    compare(device, replay);
  }

  private void compare(Device device, Replay replay) {
    Truth truth = truths.get(device.userId);
    LookCheck.Viewer viewer = new LookCheck.Viewer(device.userId, truth, book, town.names);
    if (!replay.runs.keySet().equals(truth.chats().keySet())) {
      wrong.add(
          "%s has the chats %s, the server %s"
              .formatted(device.name, replay.runs.keySet(), truth.chats().keySet()));
      return;
    }
    replay.runs.forEach((id, run) -> {
      String where = device.name + ", chat " + id + ": ";
      Chat chat = truth.chats().get(id);
      long last = chat.last_event_id();
      if (run.next >= 0 ? run.next <= last : run.firstShown < last) {
        wrong.add(where + "is before " + run.next + ", and the log goes up to " + last);
      }
      if (replay.skipped.getOrDefault(id, 0L) >= chat.first_event_id()) {
        wrong.add(where + "skipped what is there, up to " + replay.skipped.get(id));
      }
      LookCheck look = new LookCheck(viewer, run, chat, one -> wrong.add(where + one));
      whole += look.check(device.ears) ? 1 : 0;
    });
  }
}
