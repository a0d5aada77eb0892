package io.vestnik.mode;

import io.vestnik.model.Clock;
import io.vestnik.protocol.Limit;
import io.vestnik.protocol.Limits;
import io.vestnik.protocol.Rejection;
import org.jspecify.annotations.Nullable;

/// The rate limits in force (protocol §2). Per node, in memory.
public final class Throttle {
  private final boolean perUser;
  private final Buckets sends;
  private final Buckets changes;
  private final Buckets reads;
  private final Buckets searches;
  private final Buckets newChats;
  private final Buckets registrations;
  private final Buckets recoveries;

  /// The given limits, measured by the clock.
  public Throttle(Limits limits, Clock clock) {
    perUser = limits.perUser();
    sends = new Buckets("messages", limits.sends(), clock);
    changes = new Buckets("changes", limits.changes(), clock);
    reads = new Buckets("reads", limits.reads(), clock);
    searches = new Buckets("searches", limits.searches(), clock);
    newChats = new Buckets("new chats", limits.newChats(), clock);
    registrations = new Buckets("registrations", limits.registrations(), clock);
    recoveries = new Buckets("recoveries", limits.registrations(), clock);
  }

  /// Charges the user for a request, or says why it is refused (429).
  public @Nullable Rejection charge(Limit limit, long userId) {
    if (!perUser) {
      return null;
    }
    return switch (limit) {
      case FREE -> null;
      case SENDS -> sends.take(userId);
      case CHANGES -> changes.take(userId);
      case READS -> reads.take(userId);
      case SEARCHES -> searches.take(userId);
    };
  }

  /// Charges the user for so many messages at once. Refuses with 429.
  public void chargeSends(long userId, int count) {
    Rejection refusal = perUser ? sends.take(userId, count) : null;
    if (refusal != null) {
      throw refusal;
    }
  }

  /// Charges the user for a chat with a stranger. Refuses with 429.
  public void chargeNewChat(long userId) {
    if (perUser) {
      newChats.charge(userId);
    }
  }

  /// Charges the address, where it is known, for an account. Refuses with 429.
  public void chargeRegistration(@Nullable String address) {
    if (address != null) {
      registrations.charge(Network.of(address));
    }
  }

  /// Charges the address, where it is known, for a mailed code that nobody signed in has asked for.
  /// Refuses with 429.
  public void chargeRecovery(@Nullable String address) {
    if (address != null) {
      recoveries.charge(Network.of(address));
    }
  }
}
