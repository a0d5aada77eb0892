package io.vestnik;

import static io.vestnik.mode.Access.OPEN;
import static io.vestnik.mode.Access.TOKEN;
import static io.vestnik.protocol.Limit.CHANGES;
import static io.vestnik.protocol.Limit.FREE;
import static io.vestnik.protocol.Limit.READS;
import static io.vestnik.protocol.Limit.SENDS;

import io.vestnik.account.Auth;
import io.vestnik.account.ChangeEmail;
import io.vestnik.account.ChangePassword;
import io.vestnik.account.ChangeUsername;
import io.vestnik.account.CheckConnection;
import io.vestnik.account.CheckToken;
import io.vestnik.account.ConfirmRecovery;
import io.vestnik.account.ConfirmTotp;
import io.vestnik.account.DisableTotp;
import io.vestnik.account.EnableTotp;
import io.vestnik.account.GetServerInfo;
import io.vestnik.account.Logout;
import io.vestnik.account.Notices;
import io.vestnik.account.OwnPassword;
import io.vestnik.account.Passwords;
import io.vestnik.account.Recovery;
import io.vestnik.account.Register;
import io.vestnik.account.Tokens;
import io.vestnik.account.Usernames;
import io.vestnik.account.VerifyEmail;
import io.vestnik.account.WrongPasswords;
import io.vestnik.chat.CreateChat;
import io.vestnik.chat.DeleteChat;
import io.vestnik.chat.Eraser;
import io.vestnik.chat.GetChat;
import io.vestnik.chat.GetChats;
import io.vestnik.chat.MarkRead;
import io.vestnik.chat.SetChatSettings;
import io.vestnik.chat.Sync;
import io.vestnik.chat.Typing;
import io.vestnik.code.MailedCodes;
import io.vestnik.code.TwoFactors;
import io.vestnik.live.Hub;
import io.vestnik.live.Subscribe;
import io.vestnik.live.Unsubscribe;
import io.vestnik.message.ContentHash;
import io.vestnik.message.GetEvents;
import io.vestnik.message.GetMessages;
import io.vestnik.message.GetReceipts;
import io.vestnik.message.SendMessage;
import io.vestnik.mode.Row;
import io.vestnik.mode.Throttle;
import io.vestnik.model.Clock;
import io.vestnik.store.Store;
import io.vestnik.table.Dataset;
import java.util.List;
import java.util.stream.Stream;

/// Every mode, in the contract's order, with who may call it and the limit that it is charged to.
final class Modes {
  private static final String NO_MAIL = "This server cannot send mail.";

  private Modes() {}

  /// What modes are made of.
  record Parts(
      Store store,
      Clock clock,
      Throttle throttle,
      Passwords passwords,
      Tokens tokens,
      WrongPasswords wrongPasswords,
      Dataset.Facts dataset,
      Eraser eraser,
      Hub hub,
      Register.Policy registration,
      MailedCodes codes,
      TwoFactors factors,
      Notices notices,
      OwnPassword own,
      GetServerInfo info) {}

  static List<Row<?>> table(Parts p) {
    return Stream.of(accounts(p), chats(p)).flatMap(List::stream).toList();
  }

  // Accounts and sessions
  private static List<Row<?>> accounts(Parts p) {
    boolean mail = p.info.features().mail();
    return List.of(
        Row.of("checkConnection", OPEN, FREE, new CheckConnection()),
        Row.of("getServerInfo", OPEN, FREE, p.info),
        Row.of("checkToken", TOKEN, READS, new CheckToken()),
        Row.of(
            "register",
            OPEN,
            FREE,
            new Register(p.store, p.clock, p.passwords, p.tokens, p.registration)),
        Row.of(
            "auth",
            OPEN,
            FREE,
            new Auth(
                p.store,
                p.passwords,
                p.tokens,
                p.wrongPasswords,
                new Auth.Second(p.factors, p.notices))),
        Row.of("logout", TOKEN, FREE, new Logout()),
        Row.of("recovery", OPEN, FREE, new Recovery(p.store, p.codes, p.throttle))
            .where(mail, NO_MAIL),
        Row.of("confirmRecovery", OPEN, FREE, confirmRecovery(p)).where(mail, NO_MAIL),
        Row.of("changeUsername", TOKEN, CHANGES, new ChangeUsername(p.clock)),
        Row.of("changeEmail", TOKEN, CHANGES, new ChangeEmail(p.store, p.own, p.codes, mail)),
        Row.of("verifyEmail", TOKEN, CHANGES, new VerifyEmail(p.store, p.own, p.codes, p.notices)),
        Row.of(
            "changePassword",
            TOKEN,
            CHANGES,
            new ChangePassword(p.store, p.own, p.passwords, p.codes, p.notices)),
        Row.of(
            "enableTotp", TOKEN, CHANGES, new EnableTotp(p.store, p.own, p.factors, p.info.name())),
        Row.of(
            "confirmTotp", TOKEN, CHANGES, new ConfirmTotp(p.store, p.own, p.factors, p.notices)),
        Row.of(
            "disableTotp", TOKEN, CHANGES, new DisableTotp(p.store, p.own, p.factors, p.notices)));
  }

  // Chats, messages, live events and catching up
  private static List<Row<?>> chats(Parts p) {
    CreateChat createChat = new CreateChat(p.throttle, p.clock, Usernames::key);
    return List.of(
        // Chats
        Row.of("createChat", TOKEN, CHANGES, createChat),
        Row.of("createPersonalChat", TOKEN, CHANGES, createChat),
        Row.of("getChats", TOKEN, READS, new GetChats()),
        Row.of("getChat", TOKEN, READS, new GetChat()),
        Row.of("deleteChat", TOKEN, CHANGES, new DeleteChat(p.eraser)),
        Row.of("markRead", TOKEN, CHANGES, new MarkRead(p.clock)),
        Row.of("typing", TOKEN, FREE, new Typing(p.clock)),
        Row.of("setChatSettings", TOKEN, CHANGES, new SetChatSettings()),
        // Messages
        Row.of("sendMessage", TOKEN, SENDS, new SendMessage(new ContentHash(p.dataset.hashKey()))),
        Row.of("getMessages", TOKEN, READS, new GetMessages()),
        Row.of("getEvents", TOKEN, READS, new GetEvents()),
        Row.of("getReceipts", TOKEN, READS, new GetReceipts(p.clock)),
        // Live events and catching up
        Row.of("subscribe", TOKEN, READS, new Subscribe(p.hub)),
        Row.of("unsubscribe", TOKEN, READS, new Unsubscribe(p.hub)),
        Row.of("sync", TOKEN, READS, new Sync(p.dataset.id())));
  }

  private static ConfirmRecovery confirmRecovery(Parts p) {
    ConfirmRecovery.Parts parts = new ConfirmRecovery.Parts(p.codes, p.factors, p.notices);
    return new ConfirmRecovery(p.store, p.passwords, p.tokens, p.wrongPasswords, parts);
  }
}
