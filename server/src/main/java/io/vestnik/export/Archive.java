package io.vestnik.export;

import io.vestnik.chat.ChatViews;
import io.vestnik.model.Chat;
import io.vestnik.model.Message;
import io.vestnik.model.User;
import io.vestnik.profile.GetProfile;
import io.vestnik.protocol.JsonWriter;
import io.vestnik.store.Store;
import io.vestnik.store.Tx;
import io.vestnik.table.Former;
import io.vestnik.table.LogView;
import io.vestnik.table.Sessions;
import io.vestnik.table.Versions;
import io.vestnik.table.account.Exports.Job;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.LongFunction;
import java.util.function.ToLongFunction;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/// All that is stored of a user, written as a ZIP of JSON files: in pages, each read by itself, so
/// that neither a long transaction nor a long list is ever held.
final class Archive {
  private static final int AT_ONCE = 500;
  private static final int ENTRIES_AT_ONCE = 2_000;

  private final Reader reader;
  private final Job job;
  private final long userId;
  private final ZipOutputStream zip;

  private Archive(Reader reader, Job job, OutputStream out) {
    this.reader = reader;
    this.job = job;
    userId = job.userId();
    zip = new ZipOutputStream(out);
  }

  /// Reads what is stored, a short while at a time.
  interface Reader {
    <T> T read(Store.Work<T> work);
  }

  /// Writes the user's.
  static void write(Reader reader, Job job, OutputStream out) throws IOException {
    new Archive(reader, job, out).write();
  }

  private void write() throws IOException {
    account();
    list("sessions.json", this::sessions);
    list("blocked.json", this::blocked);
    list("chats.json", this::chats);
    list("left_chats.json", this::leftChats);
    list("messages.json", list -> inEachChat(place -> messages(list, place)));
    list("reactions.json", list -> inEachChat(place -> reactions(list, place)));
    list("hidden.json", list -> inEachChat(place -> hidden(list, place.chatId())));
    list("invites.json", list -> inEachChat(place -> invites(list, place.chatId())));
    zip.finish();
  }

  private void begin(String name) throws IOException {
    ZipEntry entry = new ZipEntry(name);
    entry.setTime(job.createdTime());
    zip.putNextEntry(entry);
  }

  private void list(String name, Consumer<JsonList> items) throws IOException {
    begin(name);
    JsonList.write(zip, items);
    zip.closeEntry();
  }

  private record Self(Items.Account account, byte[] photo) {}

  private void account() throws IOException {
    Self self = reader.read(this::self);
    begin("account.json");
    zip.write(JsonWriter.text(self.account).getBytes(StandardCharsets.UTF_8));
    zip.closeEntry();
    if (self.photo.length > 0) {
      begin("photo.jpg");
      zip.write(self.photo);
      zip.closeEntry();
    }
  }

  private Self self(Tx tx) {
    GetProfile.Answer profile = GetProfile.of(tx, userId);
    byte[] photo = profile.photo_id() == null ? null : tx.photos().get(profile.photo_id(), true);
    return new Self(
        new Items.Account(
            profile,
            Objects.requireNonNull(tx.accounts().profiles().byId(userId)).lastSeenTime(),
            job.createdTime(),
            tx.accounts().releasedNames().of(userId)),
        photo == null ? new byte[0] : photo);
  }

  private void sessions(JsonList list) {
    for (Sessions.Shown shown : reader.read(tx -> tx.sessions().shown(userId))) {
      list.add(
          new Items.Device(
              shown.sessionId(),
              shown.place().device(),
              shown.createdTime(),
              shown.session().lastUsedTime(),
              shown.place().address()));
    }
  }

  // Each page begins above the number of the last item before it.
  private <T> void inPages(
      LongFunction<Store.Work<List<T>>> pageAbove, ToLongFunction<T> number, Consumer<T> work) {
    List<T> page = reader.read(pageAbove.apply(0));
    while (!page.isEmpty()) {
      page.forEach(work);
      page = reader.read(pageAbove.apply(number.applyAsLong(page.getLast())));
    }
  }

  private void blocked(JsonList list) {
    inPages(
        above -> tx -> tx.accounts().blocks().after(userId, above, AT_ONCE),
        User::user_id,
        list::add);
  }

  private void inEachChat(Consumer<Former.Place> work) {
    inPages(above -> tx -> tx.former().everIn(userId, above, AT_ONCE), Former.Place::chatId, work);
  }

  private void chats(JsonList list) {
    inEachChat(
        place -> reader.<List<Chat>>read(tx -> shown(tx, place.chatId())).forEach(list::add));
  }

  private List<Chat> shown(Tx tx, long chat) {
    Chat shown = ChatViews.one(tx, chat, userId);
    return shown == null ? List.of() : List.of(shown);
  }

  private void leftChats(JsonList list) {
    inEachChat(place -> {
      long chat = place.chatId();
      if (!place.isMember()) {
        reader
            .read(tx -> tx.former().of(chat, List.of(userId)))
            .forEach((_, row) -> list.add(new Items.LeftChat(chat, row.removed())));
      }
    });
  }

  private void messages(JsonList list, Former.Place place) {
    long next = 1;
    while (next <= place.lastEventId()) {
      long min = next;
      LogView.Own own =
          reader.read(
              tx -> tx.logView().own(place.chatId(), userId, min, min + ENTRIES_AT_ONCE - 1));
      for (Message message : own.messages()) {
        if (message.edited_time() == null) {
          list.add(message);
        } else {
          list.add(message, "versions", versions -> versions(versions, message));
        }
      }
      next = own.next();
    }
  }

  private void versions(JsonList list, Message message) {
    long chat = message.chat_id();
    long id = message.message_id();
    inPages(
        above -> tx -> tx.versions().after(chat, id, above, AT_ONCE),
        Versions.Version::eventId,
        version -> list.add(new Items.Version(version.content(), version.time())));
  }

  private void reactions(JsonList list, Former.Place place) {
    long chat = place.chatId();
    for (long min = 1; min <= place.lastEventId(); min += ENTRIES_AT_ONCE) {
      long from = min;
      reader
          .read(tx -> tx.reactions().own(chat, userId, from, from + ENTRIES_AT_ONCE - 1))
          .forEach(own -> list.add(new Items.Reaction(chat, own.messageId(), own.reaction())));
    }
  }

  private void hidden(JsonList list, long chat) {
    inPages(
        above -> tx -> tx.hidden().own(chat, userId, above, AT_ONCE),
        message -> message,
        message -> list.add(new Items.Hidden(chat, message)));
  }

  private void invites(JsonList list, long chat) {
    reader
        .read(tx -> tx.invites().madeBy(chat, userId))
        .forEach(row ->
            list.add(
                new Items.Invite(
                    row.invite(), chat, row.expiresTime(), row.maxUses(), row.uses())));
  }
}
