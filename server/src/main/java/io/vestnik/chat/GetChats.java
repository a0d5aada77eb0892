package io.vestnik.chat;

import io.vestnik.mode.Caller;
import io.vestnik.mode.Reading;
import io.vestnik.model.Chat;
import io.vestnik.protocol.Encoded;
import io.vestnik.protocol.Page;
import io.vestnik.protocol.Range;
import io.vestnik.protocol.Rejection;
import io.vestnik.store.Tx;
import io.vestnik.table.Chats;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// `getChats`: one's chats, the newest activity first (protocol §4). A chat's activity is its last
/// message, or where there is none one's joining.
public final class GetChats implements Reading<GetChats.Request, GetChats.Answer> {
  private static final Pattern NEXT = Pattern.compile("(\\d{1,18})\\.(\\d{1,16})");
  private static final int MAX_NEXT = 64;

  public record Request(
      @Nullable @Range(min = 1, max = Page.MAX_ITEMS) Integer limit, @Nullable String before) {
    public Request {
      if (before != null) {
        place(before);
      }
    }
  }

  /// A page of chats.
  ///
  /// @param next for `before` in the request of the next page
  public record Answer(List<Encoded<Chat>> chats, boolean has_more, @Nullable String next) {}

  @Override
  public Answer handle(Caller caller, Request request, Tx tx) {
    Chats.Place after = request.before == null ? Chats.Place.START : place(request.before);
    List<Chats.Listed> listed =
        tx.chats().listedFor(caller.userId(), after, Page.fetch(request.limit));
    Page<Chat> page = Page.of(ChatViews.of(tx, listed, caller.userId()), request.limit);
    int count = page.items().size();
    String next = page.hasMore() ? next(listed.get(count - 1)) : null;
    return new Answer(page.items(), page.hasMore(), next);
  }

  private static String next(Chats.Listed last) {
    String place = last.activityTime() + "." + last.chat().id();
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(place.getBytes(StandardCharsets.US_ASCII));
  }

  private static Chats.Place place(String before) {
    try {
      if (before.length() <= MAX_NEXT) {
        byte[] bytes = Base64.getUrlDecoder().decode(before);
        Matcher parts = NEXT.matcher(new String(bytes, StandardCharsets.US_ASCII));
        if (parts.matches()) {
          return new Chats.Place(Long.parseLong(parts.group(1)), Long.parseLong(parts.group(2)));
        }
      }
    } catch (IllegalArgumentException e) {
      // said below
    }
    throw Rejection.format("before", "before must be what an earlier answer gave as next.");
  }
}
