package io.vestnik.sim;

import io.vestnik.model.Entry;
import io.vestnik.model.Event;
import io.vestnik.model.Message;
import java.util.Objects;

/// Whether two readings of an entry agree, as far as what it tells of may have been edited, erased
/// or hidden between them. Names are as they were at the time of reading, and are left out.
final class Sameness {
  private Sameness() {}

  /// Whether both may be what the log has under that number.
  static boolean agree(Entry one, Entry other) {
    return one.event().equals(other.event())
        && one.chat_id() == other.chat_id()
        && one.event_id() == other.event_id()
        && one.event_time() == other.event_time()
        && Objects.equals(one.from_id(), other.from_id())
        && agree(one.body(), other.body());
  }

  private static boolean agree(Event one, Event other) {
    if (one instanceof Event.MessageSent(Message a)
        && other instanceof Event.MessageSent(Message b)) {
      return agree(Names.without(a.forOthers()), Names.without(b.forOthers()));
    }
    if (one instanceof Event.MessageEdited a && other instanceof Event.MessageEdited b) {
      boolean erased = a.deleted() != null || b.deleted() != null;
      return erased ? a.message_id() == b.message_id() : a.equals(b);
    }
    return isHidden(one) || isHidden(other) || Names.without(one).equals(Names.without(other));
  }

  private static boolean isHidden(Event event) {
    return event instanceof Event.MessageHidden;
  }

  private static boolean agree(Message one, Message other) {
    if (one.deleted() != null || other.deleted() != null) {
      return one.content_time() == other.content_time()
          && Objects.equals(one.from_id(), other.from_id());
    }
    boolean sameEdit = Objects.equals(one.edited_time(), other.edited_time());
    return sameEdit
        ? one.equals(other)
        : one.content_time() == other.content_time()
            && Objects.equals(one.reply_to(), other.reply_to())
            && Objects.equals(one.forwarded_from(), other.forwarded_from());
  }
}
