package io.vestnik.client;

import io.vestnik.client.mode.SendMessage;
import io.vestnik.client.state.Unsent;
import io.vestnik.model.Chat;
import io.vestnik.model.Entry;
import io.vestnik.model.Event;
import io.vestnik.model.Message;
import io.vestnik.model.Notice;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;

/// A listener that keeps all it is told, for the test's thread to look at.
class Heard implements VestnikListener {
  private final List<Object> all = new ArrayList<>();

  record Gone(long chatId, String reason) {}

  record Skipped(long chatId, long from, long until) {}

  record Sent(Unsent message, SendMessage.Answer answer) {}

  record Refused(Unsent message, VestnikException why) {}

  record Lost(VestnikException why) {}

  record Failed(VestnikException why) {}

  enum Word {
    RESET,
    CAUGHT_UP,
    SIGNED_OUT
  }

  private synchronized void add(Object one) {
    all.add(one);
  }

  synchronized List<Object> all() {
    return List.copyOf(all);
  }

  <T> Stream<T> of(Class<T> type) {
    return all().stream().filter(type::isInstance).map(type::cast);
  }

  long count(Predicate<Object> which) {
    return all().stream().filter(which).count();
  }

  boolean has(Object one) {
    return all().contains(one);
  }

  /// The numbers of the chat's entries, as they came.
  List<Long> entries(long chat) {
    return of(Entry.class).filter(e -> e.chat_id() == chat).map(Entry::event_id).toList();
  }

  /// The texts of the chat's messages, as they came.
  List<String> texts(long chat) {
    return of(Entry.class)
        .filter(e -> e.chat_id() == chat)
        .flatMap(e ->
            e.body() instanceof Event.MessageSent(Message message)
                ? Stream.of(message.content())
                : Stream.of())
        .toList();
  }

  @Override
  public void entry(Entry entry) {
    add(entry);
  }

  @Override
  public void chat(Chat chat) {
    add(chat);
  }

  @Override
  public void chatGone(long chatId, String reason) {
    add(new Gone(chatId, reason));
  }

  @Override
  public void skipped(long chatId, long from, long until) {
    add(new Skipped(chatId, from, until));
  }

  @Override
  public void reset() {
    add(Word.RESET);
  }

  @Override
  public void notice(Notice notice) {
    add(notice);
  }

  @Override
  public void sent(Unsent message, SendMessage.Answer answer) {
    add(new Sent(message, answer));
  }

  @Override
  public void refused(Unsent message, VestnikException why) {
    add(new Refused(message, why));
  }

  @Override
  public void caughtUp() {
    add(Word.CAUGHT_UP);
  }

  @Override
  public void disconnected(VestnikException why) {
    add(new Lost(why));
  }

  @Override
  public void signedOut() {
    add(Word.SIGNED_OUT);
  }

  @Override
  public void failed(VestnikException why) {
    add(new Failed(why));
  }
}
