package io.vestnik;

import static io.vestnik.mode.Access.OPEN;
import static io.vestnik.mode.Access.TOKEN;
import static io.vestnik.protocol.Limit.CHANGES;
import static io.vestnik.protocol.Limit.FREE;
import static io.vestnik.protocol.Limit.READS;
import static io.vestnik.protocol.Limit.SEARCHES;
import static io.vestnik.protocol.Limit.SENDS;

import io.vestnik.account.Auth;
import io.vestnik.account.ChangeEmail;
import io.vestnik.account.ChangePassword;
import io.vestnik.account.ChangeUsername;
import io.vestnik.account.CheckConnection;
import io.vestnik.account.CheckToken;
import io.vestnik.account.ConfirmRecovery;
import io.vestnik.account.ConfirmTotp;
import io.vestnik.account.DeleteAccount;
import io.vestnik.account.DisableTotp;
import io.vestnik.account.EnableTotp;
import io.vestnik.account.Logout;
import io.vestnik.account.Recovery;
import io.vestnik.account.Register;
import io.vestnik.account.Usernames;
import io.vestnik.account.VerifyEmail;
import io.vestnik.chat.Contacts;
import io.vestnik.chat.CreateChat;
import io.vestnik.chat.DeleteChat;
import io.vestnik.chat.Departure;
import io.vestnik.chat.Eraser;
import io.vestnik.chat.Farewell;
import io.vestnik.chat.GetChat;
import io.vestnik.chat.GetChats;
import io.vestnik.chat.GetMembers;
import io.vestnik.chat.KeyedHash;
import io.vestnik.chat.MarkRead;
import io.vestnik.chat.SetChatSettings;
import io.vestnik.chat.Sync;
import io.vestnik.chat.Typing;
import io.vestnik.export.ExportAccount;
import io.vestnik.file.FileLinks;
import io.vestnik.file.GetFileLink;
import io.vestnik.file.PhotoMaker;
import io.vestnik.group.AddMembers;
import io.vestnik.group.CreateGroup;
import io.vestnik.group.CreateInvite;
import io.vestnik.group.DeleteGroup;
import io.vestnik.group.EditGroup;
import io.vestnik.group.GetInvites;
import io.vestnik.group.GroupPhotos;
import io.vestnik.group.JoinGroup;
import io.vestnik.group.Joining;
import io.vestnik.group.LeaveGroup;
import io.vestnik.group.RemoveMember;
import io.vestnik.group.RevokeInvite;
import io.vestnik.group.SetRole;
import io.vestnik.live.Hub;
import io.vestnik.live.Subscribe;
import io.vestnik.live.Unsubscribe;
import io.vestnik.message.ContentHash;
import io.vestnik.message.DeleteMessages;
import io.vestnik.message.EditMessage;
import io.vestnik.message.ForwardMessages;
import io.vestnik.message.GetEvents;
import io.vestnik.message.GetMessageHistory;
import io.vestnik.message.GetMessages;
import io.vestnik.message.GetReceipts;
import io.vestnik.message.MentionFinder;
import io.vestnik.message.PinMessage;
import io.vestnik.message.React;
import io.vestnik.message.SendMessage;
import io.vestnik.mode.Row;
import io.vestnik.mode.Throttle;
import io.vestnik.model.Clock;
import io.vestnik.profile.BlockUser;
import io.vestnik.profile.FindUsers;
import io.vestnik.profile.GetBlocked;
import io.vestnik.profile.GetProfile;
import io.vestnik.profile.GetSessions;
import io.vestnik.profile.GetUser;
import io.vestnik.profile.RevokeSession;
import io.vestnik.profile.SetPhoto;
import io.vestnik.profile.SetProfile;
import io.vestnik.profile.UnblockUser;
import io.vestnik.protocol.Limits;
import io.vestnik.store.Store;
import io.vestnik.table.Dataset;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;

/// Every mode, in the contract's order, with who may call it and the limit that it is charged to.
final class Modes {
  private static final String NO_MAIL = "This server cannot send mail.";
  private static final String NO_SEARCH = "On this server nobody is looked for by name.";

  private Modes() {}

  /// What modes are made of.
  ///
  /// @param newId makes ids that nobody can guess
  /// @param exports hears that one waits to be made
  record Parts(
      Store store,
      Clock clock,
      Supplier<String> newId,
      Limits limits,
      Throttle throttle,
      Dataset.Facts dataset,
      Eraser eraser,
      Hub hub,
      PhotoMaker photos,
      FileLinks links,
      Runnable exports,
      AccountParts accounts) {}

  static List<Row<?>> table(Parts p) {
    Departure departure = new Departure(p.eraser);
    return Stream.of(
            accounts(p),
            profiles(p, departure),
            chats(p, departure),
            messages(p),
            groups(p, departure),
            live(p))
        .<Row<?>>flatMap(List::stream)
        .toList();
  }

  private static List<Row<?>> accounts(Parts p) {
    AccountParts a = p.accounts;
    boolean mail = a.info().features().mail();
    return List.of(
        Row.of("checkConnection", OPEN, FREE, new CheckConnection()),
        Row.of("getServerInfo", OPEN, FREE, a.info()),
        Row.of("checkToken", TOKEN, READS, new CheckToken()),
        Row.of("register", OPEN, FREE, register(p)),
        Row.of("auth", OPEN, FREE, auth(p)),
        Row.of("logout", TOKEN, FREE, new Logout()),
        Row.of("recovery", OPEN, FREE, new Recovery(p.store, a.codes(), p.throttle))
            .where(mail, NO_MAIL),
        Row.of("confirmRecovery", OPEN, FREE, confirmRecovery(p)).where(mail, NO_MAIL),
        Row.of("changeUsername", TOKEN, CHANGES, new ChangeUsername(p.clock)),
        Row.of("changeEmail", TOKEN, CHANGES, new ChangeEmail(p.store, a.own(), a.codes(), mail)),
        Row.of(
            "verifyEmail",
            TOKEN,
            CHANGES,
            new VerifyEmail(p.store, a.own(), a.codes(), a.notices())),
        Row.of("changePassword", TOKEN, CHANGES, changePassword(p)),
        Row.of(
            "enableTotp",
            TOKEN,
            CHANGES,
            new EnableTotp(p.store, a.own(), a.factors(), a.info().name())),
        Row.of(
            "confirmTotp",
            TOKEN,
            CHANGES,
            new ConfirmTotp(p.store, a.own(), a.factors(), a.notices())),
        Row.of(
            "disableTotp",
            TOKEN,
            CHANGES,
            new DisableTotp(p.store, a.own(), a.factors(), a.notices())));
  }

  private static List<Row<?>> profiles(Parts p, Departure departure) {
    return List.of(
        Row.of("setPhoto", TOKEN, CHANGES, new SetPhoto(p.store, p.photos, p.newId)),
        Row.of("getProfile", TOKEN, READS, new GetProfile()),
        Row.of("setProfile", TOKEN, CHANGES, new SetProfile()),
        Row.of("getUser", TOKEN, READS, new GetUser(Usernames::key, id -> p.hub.isOnline(id))),
        Row.of("findUsers", TOKEN, SEARCHES, new FindUsers(Usernames::key))
            .where(p.accounts.info().features().find_users(), NO_SEARCH),
        Row.of("getSessions", TOKEN, READS, new GetSessions(p.clock)),
        Row.of("revokeSession", TOKEN, CHANGES, new RevokeSession()),
        Row.of("blockUser", TOKEN, CHANGES, new BlockUser()),
        Row.of("unblockUser", TOKEN, CHANGES, new UnblockUser()),
        Row.of("getBlocked", TOKEN, READS, new GetBlocked()),
        Row.of("deleteAccount", TOKEN, CHANGES, deleteAccount(p, departure)),
        Row.of("exportAccount", TOKEN, CHANGES, exportAccount(p)));
  }

  private static List<Row<?>> chats(Parts p, Departure departure) {
    CreateChat createChat = new CreateChat(p.throttle, p.clock, Usernames::key);
    return List.of(
        Row.of("createChat", TOKEN, CHANGES, createChat),
        Row.of("createPersonalChat", TOKEN, CHANGES, createChat),
        Row.of("getChats", TOKEN, READS, new GetChats()),
        Row.of("getChat", TOKEN, READS, new GetChat()),
        Row.of("getMembers", TOKEN, READS, new GetMembers()),
        Row.of("deleteChat", TOKEN, CHANGES, new DeleteChat(departure)),
        Row.of("markRead", TOKEN, CHANGES, new MarkRead(p.clock)),
        Row.of("typing", TOKEN, FREE, new Typing(p.clock)),
        Row.of("setChatSettings", TOKEN, CHANGES, new SetChatSettings()));
  }

  private static List<Row<?>> messages(Parts p) {
    ContentHash hash = new ContentHash(new KeyedHash(p.dataset.hashKey()));
    MentionFinder mentions = new MentionFinder(Usernames::key);
    return List.of(
        Row.of("sendMessage", TOKEN, SENDS, new SendMessage(hash, mentions)),
        Row.of("getMessages", TOKEN, READS, new GetMessages()),
        Row.of("editMessage", TOKEN, SENDS, new EditMessage(mentions)),
        Row.of("deleteMessages", TOKEN, CHANGES, new DeleteMessages(() -> p.store.scrub())),
        // Charged to the sends, for each message.
        Row.of("forwardMessages", TOKEN, FREE, new ForwardMessages(p.throttle, hash, mentions)),
        Row.of("react", TOKEN, CHANGES, new React()),
        Row.of("pinMessage", TOKEN, CHANGES, new PinMessage()),
        Row.of("getMessageHistory", TOKEN, READS, new GetMessageHistory()));
  }

  private static List<Row<?>> groups(Parts p, Departure departure) {
    Contacts contacts = new Contacts(Usernames::key);
    GroupPhotos photos = new GroupPhotos(p.store, p.photos, p.newId);
    Joining joining = new Joining(p.limits);
    KeyedHash hash = new KeyedHash(p.dataset.hashKey());
    return List.of(
        Row.of(
            "createGroup",
            TOKEN,
            CHANGES,
            new CreateGroup(
                p.store,
                photos,
                new CreateGroup.Parts(contacts, joining, p.throttle, p.clock, hash))),
        Row.of("editGroup", TOKEN, CHANGES, new EditGroup(p.store, photos)),
        Row.of("addMembers", TOKEN, CHANGES, new AddMembers(contacts, joining)),
        Row.of("removeMember", TOKEN, CHANGES, new RemoveMember()),
        Row.of("setRole", TOKEN, CHANGES, new SetRole()),
        Row.of("leaveGroup", TOKEN, CHANGES, new LeaveGroup(departure)),
        Row.of("deleteGroup", TOKEN, CHANGES, new DeleteGroup(departure)),
        Row.of("createInvite", TOKEN, CHANGES, new CreateInvite(p.newId, p.clock)),
        Row.of("getInvites", TOKEN, READS, new GetInvites(p.clock)),
        Row.of("revokeInvite", TOKEN, CHANGES, new RevokeInvite()),
        Row.of("joinGroup", TOKEN, CHANGES, new JoinGroup(joining, p.clock)));
  }

  private static List<Row<?>> live(Parts p) {
    return List.of(
        Row.of("getEvents", TOKEN, READS, new GetEvents()),
        Row.of("getReceipts", TOKEN, READS, new GetReceipts(p.clock)),
        Row.of("subscribe", TOKEN, READS, new Subscribe(p.hub)),
        Row.of("unsubscribe", TOKEN, READS, new Unsubscribe(p.hub)),
        Row.of("sync", TOKEN, READS, new Sync()),
        Row.of("getFileLink", TOKEN, READS, new GetFileLink(p.links, p.clock)));
  }

  private static Register register(Parts p) {
    AccountParts a = p.accounts;
    return new Register(p.store, p.clock, a.passwords(), a.tokens(), a.registration());
  }

  private static Auth auth(Parts p) {
    AccountParts a = p.accounts;
    Auth.Second second = new Auth.Second(a.factors(), a.notices());
    return new Auth(p.store, a.passwords(), a.tokens(), a.wrongPasswords(), second);
  }

  private static ConfirmRecovery confirmRecovery(Parts p) {
    AccountParts a = p.accounts;
    ConfirmRecovery.Parts parts = new ConfirmRecovery.Parts(a.codes(), a.factors(), a.notices());
    return new ConfirmRecovery(p.store, a.passwords(), a.tokens(), a.wrongPasswords(), parts);
  }

  private static ChangePassword changePassword(Parts p) {
    AccountParts a = p.accounts;
    return new ChangePassword(p.store, a.own(), a.passwords(), a.codes(), a.notices());
  }

  private static DeleteAccount deleteAccount(Parts p, Departure departure) {
    AccountParts a = p.accounts;
    Farewell farewell = new Farewell(p.store, departure);
    return new DeleteAccount(p.store, p.clock, a.own(), a.factors(), farewell);
  }

  private static ExportAccount exportAccount(Parts p) {
    return new ExportAccount(p.store, p.clock, p.accounts.own(), p.newId, p.exports);
  }
}
