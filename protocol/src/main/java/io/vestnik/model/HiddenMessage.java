package io.vestnik.model;

/// What is left in the log of a message for who has hidden it from themselves (protocol §5).
///
/// @param hidden true
public record HiddenMessage(long message_id, boolean hidden) {
  public HiddenMessage(long messageId) {
    this(messageId, true);
  }
}
