package io.vestnik.store;

import io.vestnik.model.Message;
import io.vestnik.protocol.Rejection;
import io.vestnik.table.ChatRow;
import io.vestnik.table.Log;
import io.vestnik.table.MemberRow;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Adds many messages to many chats in one transaction, with a handful of statements for all of
/// them. Each is answered or refused by itself; the refused leave no gap.
final class AppendBatch {
  // The order in which memberships are locked, after the chats.
  private static final Comparator<List<Long>> BY_CHAT_AND_USER =
      Comparator.comparing((List<Long> key) -> key.getFirst()).thenComparing(List::getLast);

  private final Tx tx;
  private final List<Append> appends;

  private final Map<Long, ChatRow> chats;
  private final Set<Long> held;
  private final Set<Long> aliveSessions;
  private final Map<List<Long>, MemberRow> members;
  private final Map<List<Object>, Log.Earlier> earlier;
  private final Set<List<Long>> repliedTo;

  private final Map<Long, Log.Step> steps = new LinkedHashMap<>();
  private final List<Log.Numbered> accepted = new ArrayList<>();
  private final Set<List<Long>> firstTimers = new HashSet<>();

  /// All of them; waits for chats that other transactions hold.
  static AppendBatch all(Tx tx, List<Append> appends) {
    List<ChatRow> rows = tx.chats().byIds(chatIds(appends));
    return new AppendBatch(tx, appends, index(rows, ChatRow::id), Set.of());
  }

  /// Those whose chats no other transaction holds.
  static AppendBatch free(Tx tx, List<Append> appends) {
    List<Long> ids = chatIds(appends);
    Map<Long, ChatRow> chats = index(tx.chats().freeOnes(ids), ChatRow::id);
    Set<Long> held = tx.chats().held(ids.stream().filter(id -> !chats.containsKey(id)).toList());
    List<Append> free = appends.stream().filter(a -> !held.contains(a.chatId())).toList();
    return new AppendBatch(tx, free, chats, held);
  }

  // Fetches what the rules need to know, the chats being locked.
  private AppendBatch(Tx tx, List<Append> appends, Map<Long, ChatRow> lockedChats, Set<Long> held) {
    this.tx = tx;
    this.appends = appends;
    this.held = held;
    chats = lockedChats;
    aliveSessions = tx.sessions().alive(appends.stream().map(a -> a.session().id()).toList());
    members =
        index(
            tx.members().of(keys(a -> List.of(a.chatId(), a.session().userId()))),
            m -> List.of(m.chatId(), m.userId()));
    earlier = fetchEarlier();
    repliedTo = fetchRepliedTo();
  }

  /// The chats that were left out.
  Set<Long> held() {
    return held;
  }

  private static List<Long> chatIds(List<Append> appends) {
    return appends.stream().map(Append::chatId).distinct().sorted().toList();
  }

  private static <K, V> Map<K, V> index(List<V> rows, java.util.function.Function<V, K> key) {
    return rows.stream().collect(Collectors.toMap(key, row -> row, (a, _) -> a, HashMap::new));
  }

  private <K> List<K> keys(java.util.function.Function<Append, K> key) {
    return appends.stream().map(key).distinct().toList();
  }

  private Map<List<Object>, Log.Earlier> fetchEarlier() {
    List<List<Object>> keys =
        appends.stream().map(AppendBatch::clientKey).filter(k -> !k.isEmpty()).distinct().toList();
    if (keys.isEmpty()) {
      return new HashMap<>();
    }
    return index(tx.log().earlier(keys), e -> List.of(e.chatId(), e.fromId(), e.clientMessageId()));
  }

  private Set<List<Long>> fetchRepliedTo() {
    List<List<Long>> keys =
        appends.stream()
            .flatMap(a -> {
              Long replyTo = a.draft().replyTo();
              return replyTo == null ? Stream.empty() : Stream.of(List.of(a.chatId(), replyTo));
            })
            .distinct()
            .toList();
    return keys.isEmpty() ? Set.of() : new HashSet<>(tx.log().existing(keys));
  }

  // Empty where the client gave none.
  private static List<Object> clientKey(Append append) {
    Append.Key key = append.key();
    return key == null
        ? List.of()
        : List.of(append.chatId(), append.session().userId(), key.clientMessageId());
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
    }
    return outcomes;
  }

  private Reply.Outcome<Appended> decide(Append append) {
    if (!aliveSessions.contains(append.session().id())) {
      return new Reply.Failed<>(Rejection.tokenInvalid());
    }
    // What an ended chat still has in its log counts no more.
    boolean ended = !chats.containsKey(append.chatId());
    Log.Earlier before = ended ? null : earlier.get(clientKey(append));
    if (before != null && sameContent(before, append)) {
      return new Reply.Done<>(new Appended(before.eventId(), before.eventTime(), true));
    }
    Rejection refusal;
    try {
      refusal = append.rule().refuse(facts(append));
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

  private Append.Facts facts(Append append) {
    MemberRow member = members.get(List.of(append.chatId(), append.session().userId()));
    Long replyTo = append.draft().replyTo();
    boolean missing = replyTo != null && !isSeen(append, replyTo, member);
    return new Append.Facts(chats.get(append.chatId()), member, missing);
  }

  private boolean isSeen(Append append, long messageId, @Nullable MemberRow member) {
    return member != null
        && messageId >= member.firstEventId()
        && (repliedTo.contains(List.of(append.chatId(), messageId)) || isNew(append, messageId));
  }

  // A message of this very batch, pipelined before its answer came.
  private boolean isNew(Append append, long messageId) {
    Log.Step step = steps.get(append.chatId());
    return step != null && messageId > step.from().lastEventId() && messageId <= step.lastEventId();
  }

  private Appended accept(Append append) {
    ChatRow chat = java.util.Objects.requireNonNull(chats.get(append.chatId()));
    MemberRow member =
        java.util.Objects.requireNonNull(
            members.get(List.of(append.chatId(), append.session().userId())));
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
            new Message(
                id,
                chat.id(),
                member.userId(),
                member.username(),
                append.draft().content(),
                append.draft().contentType(),
                time,
                null,
                null,
                append.draft().replyTo(),
                null,
                null,
                null,
                null,
                key == null ? null : key.clientMessageId()),
            key == null ? null : key.contentHash()));
    if (key != null) {
      earlier.put(
          clientKey(append),
          new Log.Earlier(
              chat.id(), member.userId(), key.clientMessageId(), key.contentHash(), id, time));
    }
    return new Appended(id, time, false);
  }
}
