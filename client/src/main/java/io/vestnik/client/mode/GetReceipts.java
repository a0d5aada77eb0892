package io.vestnik.client.mode;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// `getReceipts`: to whom one's message was delivered and who has read it, and when, as far as that
/// is kept (protocol §5). Nobody is listed in chats of over 50.
///
/// Made of the server's `io.vestnik.message.GetReceipts` by `ClientModesTest`.
public record GetReceipts(long chat_id, long message_id) implements Request<GetReceipts.Answer> {
  private static final Mode<Answer> MODE = new Mode<>("getReceipts", true, true, Answer.class);

  @Override
  public Mode<Answer> mode() {
    return MODE;
  }

  public record Answer(List<Receipt> receipts) {}

  /// What is known of one member.
  public record Receipt(long user_id, @Nullable Long delivered_time, @Nullable Long read_time) {}
}
