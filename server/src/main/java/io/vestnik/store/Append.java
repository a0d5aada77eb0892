package io.vestnik.store;

import io.vestnik.model.ContentType;
import io.vestnik.model.Forwarded;
import io.vestnik.model.Session;
import io.vestnik.protocol.Rejection;
import io.vestnik.table.ChatRow;
import io.vestnik.table.MemberRow;
import io.vestnik.table.Mentions;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// One message on its way into a chat's log: a value, so that many can share one transaction and
/// its statements.
///
/// @param session who sends; looked at again inside the transaction
/// @param key for the client's retries, if it gave one
/// @param rule decides once the store has fetched what it needs to know
public record Append(Session session, long chatId, Draft draft, @Nullable Key key, Rule rule) {

  /// What is to be sent.
  ///
  /// @param forwardedFrom who first sent it, where it is forwarded
  /// @param names what of the content may be members' names
  public record Draft(
      ContentType contentType,
      String content,
      @Nullable Long replyTo,
      @Nullable Forwarded forwardedFrom,
      List<Mentions.Candidate> names) {
    /// A text in which nobody is named.
    public Draft(ContentType contentType, String content, @Nullable Long replyTo) {
      this(contentType, content, replyTo, null, List.of());
    }
  }

  /// The client's own id of the message (protocol §5).
  ///
  /// @param contentHash the keyed hash of what is sent, to tell a retry from a reuse
  public record Key(String clientMessageId, byte[] contentHash) {}

  /// Says who may send.
  public interface Rule {
    /// Why this may not be sent, or null where it may.
    @Nullable Rejection refuse(Facts facts);
  }

  /// What the store knows when a rule decides.
  ///
  /// @param member the sender's membership, null for strangers and for chats that do not exist
  /// @param replyToMissing whether `reply_to` names no message that the sender may see
  public record Facts(@Nullable ChatRow chat, @Nullable MemberRow member, boolean replyToMissing) {}
}
