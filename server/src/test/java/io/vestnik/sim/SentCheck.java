package io.vestnik.sim;

import io.vestnik.client.VestnikException;
import io.vestnik.client.mode.ForwardMessages;
import io.vestnik.client.state.Unsent;
import io.vestnik.model.Entry;
import io.vestnik.model.Event;
import io.vestnik.model.Message;
import io.vestnik.protocol.ErrorCode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Whether all that was to be done was done, and once.
final class SentCheck {
  private final Book book;
  private final Town town;
  private final List<String> wrong = new ArrayList<>();

  SentCheck(Book book, Town town) {
    this.book = book;
    this.town = town;
  }

  /// All that is wrong.
  List<String> check(List<Device> devices) {
    devices.forEach(this::sends);
    town.once.forEach(this::once);
    town.done.forEach(this::done);
    book.logs().forEach(this::keys);
    return wrong;
  }

  // A key stands for one message.
  private void keys(long chatId, List<Entry> log) {
    Set<List<Object>> seen = new HashSet<>();
    for (Entry entry : log) {
      if (entry.body() instanceof Event.MessageSent(Message message)
          && message.client_message_id() != null
          && message.from_id() != null
          && !seen.add(List.of(message.from_id(), message.client_message_id()))) {
        wrong.add("chat " + chatId + ": sent twice: " + message);
      }
    }
  }

  private void sends(Device device) {
    for (Unsent unsent : device.kept.queued()) {
      if (book.has(unsent.chatId())) {
        send(device, unsent);
      }
    }
  }

  private void send(Device device, Unsent unsent) {
    String what = unsent.message().content() + " of " + device.name;
    Long answered = device.ears.sent().get(unsent.key());
    VestnikException why = device.ears.refused().get(unsent.key());
    List<Message> there = book.sent(unsent.chatId(), device.userId, unsent.key());
    if (why != null) {
      if (!mayRefuse(device.userId, unsent, why)) {
        wrong.add(what + " was refused in a chat that is there: " + why);
      }
      // A refusal speaks of its own copy (protocol §5): an earlier one, on a connection that was
      // lost, may be read later, and then be allowed.
      if (!there.isEmpty() && device.attempts(unsent.key()) < 2) {
        wrong.add(what + " was refused by " + why + ", and is there: " + there);
      }
      if (!there.isEmpty()) {
        is(what, unsent, null, there.getFirst());
      }
    } else if (there.isEmpty()) {
      // The client that was told of a refusal may be no more.
      boolean mayBeRefused =
          book.isGroup(unsent.chatId())
              || unsent.message().reply_to() != null
              || isBarred(device.userId, unsent.chatId())
              || book.isDeleted(device.userId);
      if (answered != null || !mayBeRefused) {
        wrong.add(what + " is lost");
      }
    } else {
      is(what, unsent, answered, there.getFirst());
    }
  }

  private void is(String what, Unsent unsent, @Nullable Long answered, Message there) {
    if (answered != null && there.message_id() != answered) {
      wrong.add(what + " was answered with " + answered + ", and is there as " + there);
    }
    boolean changed = there.deleted() != null || there.edited_time() != null;
    if (!changed && !there.content().equals(unsent.message().content())) {
      wrong.add(what + " is there as " + there);
    }
  }

  // Whether the other one of the personal chat may have blocked the user, or be deleted.
  private boolean isBarred(long userId, long chatId) {
    long other = book.other(chatId, userId);
    return book.isPersonal(chatId)
        && (town.bars.mayBeBlocked(other, userId) || book.isDeleted(other));
  }

  private boolean mayRefuse(long userId, Unsent unsent, VestnikException why) {
    long other = book.other(unsent.chatId(), userId);
    if (why.is(ErrorCode.BLOCKED)) {
      // At the end nobody blocks or ends it any more: it is as it was then.
      return book.isPersonal(unsent.chatId())
          && (town.lastWords.contains(unsent.message().content())
              ? book.blocks().contains(List.of(other, userId))
              : town.bars.mayBeBlocked(other, userId));
    }
    if (why.is(ErrorCode.ACCOUNT_DELETED)) {
      return book.isPersonal(unsent.chatId()) && book.isDeleted(other);
    }
    if (why.is(ErrorCode.NO_MESSAGE)) {
      return unsent.message().reply_to() != null;
    }
    return book.isGroup(unsent.chatId())
        && (why.is(ErrorCode.NOT_MEMBER) || why.is(ErrorCode.ROLE));
  }

  private void once(Town.Once<?> one) {
    Set<Record> answers = new HashSet<>(one.answers());
    if (answers.size() > 1) {
      wrong.add(one.request() + " was answered differently: " + answers);
    }
    if (one.request() instanceof ForwardMessages forward && book.has(one.chatId())) {
      answers.forEach(answer -> forwarded(one, forward, (ForwardMessages.Answer) answer));
    }
  }

  private void forwarded(Town.Once<?> one, ForwardMessages forward, ForwardMessages.Answer answer) {
    List<String> keys = Objects.requireNonNull(forward.client_message_ids());
    for (int i = 0; i < keys.size(); i++) {
      List<Message> there = book.sent(one.chatId(), one.userId(), keys.get(i));
      long answered = answer.message_ids().get(i);
      if (there.size() != 1 || there.getFirst().message_id() != answered) {
        wrong.add(forward + " was answered with " + answer + ", and there is " + there);
      }
    }
  }

  // What was answered with 200 is in the log.
  private void done(Town.Done done) {
    Entry entry = book.entry(done.chatId(), done.eventId());
    boolean there = entry != null && Objects.equals(entry.from_id(), done.userId());
    if (!there && book.has(done.chatId())) {
      wrong.add(done.what() + " was answered with " + done.eventId() + ", where there is " + entry);
    }
  }
}
