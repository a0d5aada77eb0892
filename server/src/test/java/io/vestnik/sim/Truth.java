package io.vestnik.sim;

import io.vestnik.client.VestnikClient;
import io.vestnik.client.mode.GetChats;
import io.vestnik.client.mode.GetEvents;
import io.vestnik.client.mode.GetMembers;
import io.vestnik.client.mode.GetMessages;
import io.vestnik.model.Chat;
import io.vestnik.model.Entry;
import io.vestnik.model.Message;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// What the server has of one user.
public record Truth(
    Map<Long, Chat> chats,
    Map<Long, List<Entry>> logs,
    Map<Long, List<Message>> messages,
    Map<Long, List<GetMembers.Member>> members) {

  /// As it answers now.
  public static Truth of(VestnikClient client) {
    Map<Long, Chat> chats = new TreeMap<>();
    Truth truth = new Truth(chats, new TreeMap<>(), new TreeMap<>(), new TreeMap<>());
    GetChats.Answer page = client.call(new GetChats());
    page.chats().forEach(chat -> chats.put(chat.chat_id(), chat));
    while (page.has_more()) {
      page = client.call(new GetChats().withBefore(page.next()));
      page.chats().forEach(chat -> chats.put(chat.chat_id(), chat));
    }
    chats.forEach((id, chat) -> {
      truth.logs.put(id, log(client, chat));
      truth.messages.put(id, messages(client, chat));
      truth.members.put(id, client.call(new GetMembers(id)).members());
    });
    return truth;
  }

  private static List<Entry> log(VestnikClient client, Chat chat) {
    List<Entry> log = new ArrayList<>();
    long next = chat.first_event_id();
    GetEvents.Answer page;
    do {
      page = client.call(new GetEvents(chat.chat_id(), next));
      log.addAll(page.events());
      next += page.events().size();
    } while (page.has_more());
    return log;
  }

  private static List<Message> messages(VestnikClient client, Chat chat) {
    List<Message> messages = new ArrayList<>();
    GetMessages.Answer page;
    long next = 0;
    do {
      page = client.call(new GetMessages(chat.chat_id()).withMinMessageId(next));
      messages.addAll(page.messages());
      next = messages.isEmpty() ? 0 : messages.getLast().message_id() + 1;
    } while (page.has_more());
    return messages;
  }
}
