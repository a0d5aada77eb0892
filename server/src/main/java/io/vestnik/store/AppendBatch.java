package io.vestnik.store;

import io.vestnik.model.Message;
import io.vestnik.model.Signal;
import io.vestnik.protocol.Rejection;
import io.vestnik.table.ChatRow;
import io.vestnik.table.Log;
import io.vestnik.table.MemberRow;
import io.vestnik.table.Mentions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Adds many messages to many chats in one transaction, with a handful of statements for all of
/// them. Each is answered or refused by itself; the refused leave no gap.
final class AppendBatch {
  // The order in which memberships are locked, after the chats.
  private static final Comparator<List<Long>> BY_CHAT_AND_USER =
      Comparator.comparing((List<Long> key) -> key.getFirst()).thenComparing(List::getLast);

  private final Tx tx;
  private final List<Append> appends;
  private final AppendFacts facts;
  private final Set<Long> held;

  private final Map<Long, Log.Step> steps = new LinkedHashMap<>();
  private final List<Log.Numbered> accepted = new ArrayList<>();
  private final Set<List<Long>> firstTimers = new HashSet<>();

  /// All of them; waits for chats that other transactions hold.
  static AppendBatch all(Tx tx, List<Append> appends) {
    List<ChatRow> rows = tx.chats().byIds(chatIds(appends));
    return new AppendBatch(tx, appends, byId(rows), Set.of());
  }

  /// Those whose chats no other transaction holds.
  static AppendBatch free(Tx tx, List<Append> appends) {
    List<Long> ids = chatIds(appends);
    Map<Long, ChatRow> chats = byId(tx.chats().freeOnes(ids));
    Set<Long> held = tx.chats().held(ids.stream().filter(id -> !chats.containsKey(id)).toList());
    List<Append> free = appends.stream().filter(a -> !held.contains(a.chatId())).toList();
    return new AppendBatch(tx, free, chats, held);
  }

  // Fetches what the rules need to know, the chats being locked.
  private AppendBatch(Tx tx, List<Append> appends, Map<Long, ChatRow> lockedChats, Set<Long> held) {
    this.tx = tx;
    this.appends = appends;
    this.held = held;
    facts = new AppendFacts(tx, appends, lockedChats);
  }

  /// The chats that were left out.
  Set<Long> held() {
    return held;
  }

  private static List<Long> chatIds(List<Append> appends) {
    return appends.stream().map(Append::chatId).distinct().sorted().toList();
  }

  private static Map<Long, ChatRow> byId(List<ChatRow> rows) {
    return rows.stream().collect(Collectors.toMap(ChatRow::id, Function.identity()));
  }

  /// Decides and numbers all, writes what was accepted, and says for each what became of it.
  List<Reply.Outcome<Appended>> run() {
    List<Reply.Outcome<Appended>> outcomes = new ArrayList<>(appends.size());
    for (Append append : appends) {
      outcomes.add(decide(append));
    }
    if (!accepted.isEmpty()) {
      tx.log().addMessages(accepted);
      tx.log().advance(steps.values());
      tx.members().setWrote(firstTimers.stream().sorted(BY_CHAT_AND_USER).toList());
      tellFirst();
      tx.mentions().add(accepted.stream().map(Log.Numbered::message).toList());
    }
    return outcomes;
  }

  // Whom one has written to may see whether one is there.
  private void tellFirst() {
    if (!firstTimers.isEmpty()) {
      tx.accounts()
          .watchers()
          .seen(List.copyOf(firstTimers))
          .forEach(key -> tx.tell(new Signal.FirstWritten(key.getFirst(), key.getLast())));
    }
  }

  private Reply.Outcome<Appended> decide(Append append) {
    if (!facts.isAlive(append)) {
      return new Reply.Failed<>(Rejection.tokenInvalid());
    }
    // What an ended chat still has in its log counts no more.
    Log.Earlier before = facts.chat(append) == null ? null : facts.earlier(append);
    if (before != null && sameContent(before, append)) {
      return new Reply.Done<>(new Appended(before.eventId(), before.eventTime(), true));
    }
    Rejection refusal;
    try {
      refusal = append.rule().refuse(factsFor(append));
    } catch (RuntimeException e) {
      return new Reply.Failed<>(e);
    }
    if (refusal == null && before != null) {
      refusal = Rejection.keyReused();
    }
    return refusal != null ? new Reply.Failed<>(refusal) : new Reply.Done<>(accept(append));
  }

  // Erasing a message drops the hash; from then on any repeat gets the first answer.
  private static boolean sameContent(Log.Earlier before, Append append) {
    Append.Key key = append.key();
    return before.contentHash() == null
        || (key != null && Arrays.equals(before.contentHash(), key.contentHash()));
  }

  private Append.Facts factsFor(Append append) {
    MemberRow member = facts.member(append);
    Long replyTo = append.draft().replyTo();
    boolean missing = replyTo != null && !isSeen(append, replyTo, member);
    return new Append.Facts(facts.chat(append), member, missing);
  }

  private boolean isSeen(Append append, long messageId, @Nullable MemberRow member) {
    return member != null
        && messageId >= member.firstEventId()
        && (facts.isThere(append, messageId) || isNew(append, messageId));
  }

  // A message of this very batch, pipelined before its answer came.
  private boolean isNew(Append append, long messageId) {
    Log.Step step = steps.get(append.chatId());
    return step != null && messageId > step.from().lastEventId() && messageId <= step.lastEventId();
  }

  private Appended accept(Append append) {
    ChatRow chat = Objects.requireNonNull(facts.chat(append));
    MemberRow member = Objects.requireNonNull(facts.member(append));
    Log.Step step = steps.get(chat.id());
    long id = (step == null ? chat.lastEventId() : step.lastEventId()) + 1;
    long before = step == null ? chat.lastEventTime() : step.lastEventTime();
    long time = tx.log().timeAfter(before);
    steps.put(chat.id(), new Log.Step(chat, id, time, id, time));
    if (!member.wrote()) {
      firstTimers.add(List.of(chat.id(), member.userId()));
    }
    Append.Key key = append.key();
    accepted.add(
        new Log.Numbered(
            message(append, member, id, time), key == null ? null : key.contentHash()));
    if (key != null) {
      facts.keep(
          append,
          key,
          new Log.Earlier(
              chat.id(), member.userId(), key.clientMessageId(), key.contentHash(), id, time));
    }
    return new Appended(id, time, false);
  }

  private Message message(Append append, MemberRow sender, long id, long time) {
    Append.Draft draft = append.draft();
    Append.Key key = append.key();
    return new Message(
        id,
        append.chatId(),
        sender.userId(),
        sender.username(),
        draft.content(),
        draft.contentType(),
        time,
        null,
        null,
        draft.replyTo(),
        draft.forwardedFrom(),
        null,
        null,
        Mentions.resolved(append.chatId(), draft.names(), facts.mentioned()),
        key == null ? null : key.clientMessageId());
  }
}
