package io.vestnik.message;

import io.vestnik.store.Append;
import java.nio.charset.StandardCharsets;
import java.security.InvalidKeyException;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// Tells a retry of a message from another message with the same `client_message_id` (protocol §5):
/// a keyed hash, so that it tells nothing of what was sent to who has the database without the key.
public final class ContentHash {
  private static final String ALGORITHM = "HmacSHA256";
  private static final int BYTES = 16;

  private final SecretKeySpec key;

  /// @param key the data set's
  public ContentHash(byte[] key) {
    this.key = new SecretKeySpec(key, ALGORITHM);
  }

  /// The hash of what is sent: content, content_type and reply_to.
  byte[] of(Append.Draft draft) {
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(key);
      String head = draft.contentType().word() + "\n" + draft.replyTo() + "\n";
      mac.update(head.getBytes(StandardCharsets.UTF_8));
      byte[] whole = mac.doFinal(draft.content().getBytes(StandardCharsets.UTF_8));
      return Arrays.copyOf(whole, BYTES);
    } catch (NoSuchAlgorithmException | InvalidKeyException e) {
      throw new IllegalStateException("Every Java has " + ALGORITHM, e);
    }
  }
}
