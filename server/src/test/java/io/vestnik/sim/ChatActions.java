package io.vestnik.sim;

import io.vestnik.client.mode.CreateChat;
import io.vestnik.client.mode.DeleteChat;
import io.vestnik.client.mode.MarkRead;
import io.vestnik.client.mode.SetChatSettings;
import io.vestnik.protocol.Scalar;
import java.util.List;
import java.util.SplittableRandom;

/// What devices do with chats of every type: make personal ones, read, set, delete.
final class ChatActions {
  private final Town town;

  ChatActions(Town town) {
    this.town = town;
  }

  /// Does something.
  void act(Device device, SplittableRandom choice) {
    List<Long> pair = town.pair(device.userId, choice);
    Long chat = town.chat(device.userId, choice);
    int dice = choice.nextInt(26);
    if (dice < 2) {
      create(device, pair);
    } else if (dice < 5) {
      delete(device, pair, dice == 4);
    } else if (chat == null) {
      create(device, pair);
    } else if (dice < 17) {
      int message = 1 + choice.nextInt(60);
      town.ask(device, "reads " + chat + " up to " + message, new MarkRead(chat, message));
    } else {
      boolean pinned = choice.nextBoolean();
      long muted = choice.nextLong(1_000);
      town.ask(
          device,
          "sets " + chat + " " + pinned + " " + muted,
          new SetChatSettings(chat).withPinned(pinned).withMutedUntil(muted));
    }
  }

  private void create(Device device, List<Long> pair) {
    long other = pair.getFirst() == device.userId ? pair.getLast() : pair.getFirst();
    CreateChat request = new CreateChat(new Scalar.Whole(other), CreateChat.ContactMode.ID);
    town.ask(device, "creates " + pair, request)
        .thenAccept(answer -> town.pairs.put(pair, answer.chat_id()));
  }

  private void delete(Device device, List<Long> pair, boolean forEveryone) {
    Long chat = forEveryone ? town.pairs.remove(pair) : town.pairs.get(pair);
    if (chat != null) {
      town.ask(
          device,
          "deletes " + pair + (forEveryone ? " for everyone" : ""),
          new DeleteChat(chat).withForEveryone(forEveryone));
    }
  }
}
