package io.vestnik.protocol;

/// The limits in force (protocol §2), as getServerInfo shows them. Lengths in code points, sizes in
/// bytes, times in milliseconds; a rate is a burst and what comes after it each second.
///
/// @param perUser whether the limits of a user's own requests are in force
public record Limits(
    int frameBytes,
    int requestsWaiting,
    int nesting,
    int numberDigits,
    int pageItems,
    int messageLength,
    int tokens,
    int groupMembers,
    boolean perUser,
    Rate sends,
    Rate changes,
    Rate reads,
    Rate searches,
    Rate wrongPerAccountAndAddress,
    Rate wrongPerAccount,
    Rate wrongPerAddress,
    Rate registrations,
    MailedCodeLimits mailedCodes,
    Rate newChats,
    int passwordWaitMs) {

  /// The contract's own values.
  public static final Limits DEFAULT =
      new Limits(
          1 << 20,
          128,
          JsonReader.MAX_DEPTH,
          JsonReader.MAX_DIGITS,
          Page.MAX_ITEMS,
          16_384,
          10,
          5000,
          true,
          Rate.parse("1000+200/s"),
          Rate.parse("300+30/s"),
          Rate.parse("1000+200/s"),
          Rate.parse("30+5/s"),
          Rate.parse("10+2/min"),
          Rate.parse("100+100/h"),
          Rate.parse("100+1/s"),
          Rate.parse("100+6/min"),
          MailedCodeLimits.DEFAULT,
          Rate.parse("100+6/min"),
          2000);
}
