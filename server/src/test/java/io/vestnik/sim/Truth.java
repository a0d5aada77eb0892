package io.vestnik.sim;

import io.vestnik.client.VestnikClient;
import io.vestnik.client.mode.GetChats;
import io.vestnik.client.mode.GetEvents;
import io.vestnik.model.Chat;
import io.vestnik.model.Entry;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// What the server has of one user.
public record Truth(Map<Long, Chat> chats, Map<Long, List<Entry>> logs) {

  /// As it answers now.
  public static Truth of(VestnikClient client) {
    Map<Long, Chat> chats = new TreeMap<>();
    Map<Long, List<Entry>> logs = new TreeMap<>();
    GetChats.Answer page = client.call(new GetChats());
    page.chats().forEach(chat -> chats.put(chat.chat_id(), chat));
    while (page.has_more()) {
      page = client.call(new GetChats().withBefore(page.next()));
      page.chats().forEach(chat -> chats.put(chat.chat_id(), chat));
    }
    chats.values().forEach(chat -> logs.put(chat.chat_id(), log(client, chat)));
    return new Truth(chats, logs);
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
}
