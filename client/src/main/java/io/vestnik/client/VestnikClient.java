package io.vestnik.client;

import io.vestnik.client.mode.Auth;
import io.vestnik.client.mode.CreateChat;
import io.vestnik.client.mode.Register;
import io.vestnik.client.mode.Request;
import io.vestnik.client.mode.SendMessage;
import io.vestnik.model.ContentType;
import io.vestnik.protocol.Scalar;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// A client of one server. It keeps a connection, opens another when one is lost, and may be used
/// by any number of threads.
///
/// ```java
/// try (VestnikClient client = VestnikClient.connect(URI.create("ws://localhost:8080/ws"))) {
///   client.signIn("anna", "correct horse");
///   long chat = client.chatWith("boris");
///   client.send(chat, "Hello!").join();
/// }
/// ```
public final class VestnikClient implements AutoCloseable {
  private final Core core;
  private final Duration timeout;

  VestnikClient(ClientBuilder builder) {
    core = new Core(builder);
    timeout = core.settings().callTimeout();
  }

  /// A client that is connected to the server at this address (`ws:` or `wss:`).
  ///
  /// @throws VestnikException where no connection could be made
  public static VestnikClient connect(URI address) {
    return ClientBuilder.of(address).connect();
  }

  /// A client with a listener, a state, or settings of one's own.
  public static ClientBuilder builder(URI address) {
    return ClientBuilder.of(address);
  }

  void begin(@Nullable String token, @Nullable VestnikListener listener) {
    core.begin(token, listener);
  }

  void awaitConnection() {
    join(core.connected().orTimeout(timeout.toMillis(), TimeUnit.MILLISECONDS));
  }

  /// Makes an account and signs in with it.
  ///
  /// @return the user's number
  public long register(String username, String password, String email) {
    Register.Answer answer = call(new Register(username, password, email));
    useToken(answer.token());
    return answer.user_id();
  }

  /// Signs in. What the client does from then on it does as this user.
  ///
  /// @return the user's number
  public long signIn(String username, String password) {
    Auth.Answer answer = call(new Auth(username, password));
    useToken(answer.token());
    return answer.user_id();
  }

  /// Uses the token of an earlier sign-in. Requests that are made after this go out with it.
  public void useToken(String token) {
    core.useToken(token);
  }

  /// The token in use; null where nobody is signed in.
  public @Nullable String token() {
    return core.token();
  }

  /// Tells this listener from now on what happens, after what it has missed. Once in a client's
  /// life.
  public void listen(VestnikListener listener) {
    core.listen(listener);
  }

  /// Asks, and waits for the answer.
  ///
  /// @throws VestnikException where the answer is not 200, or does not come
  public <A extends Record> A call(Request<A> request) {
    return call(request, timeout);
  }

  /// Asks, and waits for the answer for so long.
  ///
  /// @throws VestnikException where the answer is not 200, or does not come
  public <A extends Record> A call(Request<A> request, Duration longest) {
    return join(core.submit(request, longest));
  }

  /// Asks. Requests leave in the order of the calls, and answers come in it. What only reads is
  /// asked again where the connection is lost; what changes something is not, and fails with
  /// [VestnikException#CONNECTION_LOST]. The future's dependents may block.
  public <A extends Record> CompletableFuture<A> callAsync(Request<A> request) {
    return onThreadOfItsOwn(core.submit(request, timeout));
  }

  /// The chat with that user, made where there is none.
  public long chatWith(String username) {
    Scalar value = new Scalar.Text(username);
    return call(new CreateChat(value, CreateChat.ContactMode.USERNAME)).chat_id();
  }

  /// The chat with that user, made where there is none.
  public long chatWith(long userId) {
    return call(new CreateChat(new Scalar.Whole(userId), CreateChat.ContactMode.ID)).chat_id();
  }

  /// Sends a text: [#send(SendMessage)].
  ///
  /// @return the message's number
  public CompletableFuture<Long> send(long chatId, String text) {
    return send(new SendMessage(chatId, text, ContentType.TEXT))
        .thenApply(SendMessage.Answer::message_id);
  }

  /// Sends a message exactly once, in the order of these calls within its chat. When this returns
  /// the message is in the state's outbox; it is repeated there until it is answered, by this
  /// client or the next with the same state. The future fails where it is refused for good, and
  /// with [VestnikException#CLOSED] where the client is closed before.
  ///
  /// @throws VestnikException where it cannot be kept: too many wait, or the state is broken
  public CompletableFuture<SendMessage.Answer> send(SendMessage message) {
    return onThreadOfItsOwn(join(core.send(message)));
  }

  private static <A> CompletableFuture<A> onThreadOfItsOwn(CompletableFuture<A> inside) {
    CompletableFuture<A> outside = new CompletableFuture<>();
    inside.whenComplete((answer, problem) ->
        Thread.startVirtualThread(() -> {
          if (problem == null) {
            outside.complete(answer);
          } else {
            outside.completeExceptionally(problem);
          }
        }));
    return outside;
  }

  private static <A> A join(CompletableFuture<A> future) {
    try {
      return future.get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof VestnikException why) {
        throw why.here();
      }
      throw VestnikException.local(VestnikException.FAULT, String.valueOf(e.getCause()), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw VestnikException.local(
          VestnikException.INTERRUPTED, "The thread was interrupted while it waited.", e);
    }
  }

  /// Closes the connection, the state and the transport. What waits fails with
  /// [VestnikException#CLOSED]; what is unsent stays in the state.
  @Override
  public void close() {
    core.close();
  }
}
