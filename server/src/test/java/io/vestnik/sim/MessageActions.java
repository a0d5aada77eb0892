package io.vestnik.sim;

import io.vestnik.client.mode.DeleteMessages;
import io.vestnik.client.mode.EditMessage;
import io.vestnik.client.mode.ForwardMessages;
import io.vestnik.client.mode.PinMessage;
import io.vestnik.client.mode.React;
import io.vestnik.client.mode.SendMessage;
import io.vestnik.model.Change;
import io.vestnik.model.ContentType;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// What devices do with messages: send, answer, mention, edit, erase, hide, react, pin, forward.
final class MessageActions {
  private static final List<String> EMOJI = List.of("👍", "❤", "😂", "🇩🇪");
  private static final int NUMBERS = 60;

  private final Town town;
  private int edits;
  private int forwards;

  MessageActions(Town town) {
    this.town = town;
  }

  /// Sends some.
  void send(Device device, SplittableRandom choice) {
    Long chat = town.chat(device.userId, choice);
    if (chat == null) {
      return;
    }
    int count = 1 + choice.nextInt(choice.nextInt(20) == 0 ? 60 : 4);
    town.note(device, "sends " + count + " to " + chat + ", the first is t" + town.texts());
    for (int i = 0; i < count; i++) {
      Long replyTo = choice.nextInt(8) == 0 ? number(choice) : null;
      String text = town.text() + mention(choice);
      device.send(new SendMessage(chat, text, ContentType.TEXT).withReplyTo(replyTo));
    }
  }

  // Low ones more often: of what has few entries something is met too.
  private static long number(SplittableRandom choice) {
    return 1L + choice.nextInt(1 + choice.nextInt(NUMBERS));
  }

  private static List<Long> numbers(SplittableRandom choice, int most) {
    return IntStream.rangeClosed(0, choice.nextInt(most))
        .mapToObj(_ -> number(choice))
        .distinct()
        .toList();
  }

  private static String mention(SplittableRandom choice) {
    return choice.nextInt(4) == 0 ? " @user" + choice.nextInt(4) : "";
  }

  /// Does something else with them.
  void act(Device device, SplittableRandom choice) {
    Long chat = town.chat(device.userId, choice);
    if (chat != null && choice.nextInt(7) == 0) {
      erase(device, chat, numbers(choice, 3), false);
    } else {
      change(device, choice);
    }
  }

  /// Does something that all members hear of.
  void change(Device device, SplittableRandom choice) {
    Long chat = town.chat(device.userId, choice);
    int dice = choice.nextInt(17);
    if (chat == null) {
      return;
    }
    if (dice < 4) {
      String content = "e" + edits++ + mention(choice);
      EditMessage edit = new EditMessage(chat, number(choice), content);
      town.change(device, chat, edit, EditMessage.Answer::event_id);
    } else if (dice < 6) {
      erase(device, chat, numbers(choice, 2), true);
    } else if (dice < 10) {
      react(device, chat, number(choice), choice.nextInt(EMOJI.size() + 1));
    } else if (dice < 13) {
      PinMessage pin = new PinMessage(chat, number(choice), choice.nextInt(3) > 0);
      town.change(device, chat, pin, PinMessage.Answer::event_id);
    } else {
      forward(device, town.chat(device.userId, choice), chat, choice);
    }
  }

  private void erase(Device device, long chat, List<Long> ids, boolean forEveryone) {
    DeleteMessages request = new DeleteMessages(chat, ids).withForEveryone(forEveryone);
    town.change(device, chat, request, DeleteMessages.Answer::event_id);
  }

  private void react(Device device, long chat, long message, int which) {
    Change<String> reaction =
        which == EMOJI.size() ? new Change.Clear<>() : new Change.Set<>(EMOJI.get(which));
    town.change(device, chat, new React(chat, message, reaction), React.Answer::event_id);
  }

  private void forward(Device device, @Nullable Long from, long to, SplittableRandom choice) {
    List<Long> ids = numbers(choice, 2);
    if (from == null) {
      return;
    }
    String name = "f" + forwards++;
    List<String> keys = ids.stream().map(id -> name + "-" + id).toList();
    ForwardMessages request = new ForwardMessages(to, from, ids).withClientMessageIds(keys);
    Town.Once<ForwardMessages.Answer> one =
        new Town.Once<>(device.userId, name, to, request, new ConcurrentLinkedQueue<>());
    town.once.add(one);
    town.ask(device, one);
  }

  /// Asks again for something that was asked for before, by any device of the user.
  void repeat(Device device, SplittableRandom choice) {
    List<Town.Once<?>> own =
        town.once.stream().filter(one -> one.userId() == device.userId).toList();
    if (!own.isEmpty()) {
      town.ask(device, own.get(choice.nextInt(own.size())));
    }
  }
}
