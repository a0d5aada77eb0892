package io.vestnik.client;

import io.vestnik.client.state.ClientState;
import io.vestnik.client.state.MemoryState;
import io.vestnik.client.transport.Transport;
import io.vestnik.client.transport.WebSocketTransport;
import io.vestnik.model.Clock;
import io.vestnik.model.SystemClock;
import java.net.URI;
import java.security.SecureRandom;
import java.util.function.UnaryOperator;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// What a client is made of; all but the address has a default.
public final class ClientBuilder {
  private final Transport transport;
  private ClientState state = new MemoryState();
  private Settings settings = Settings.DEFAULT;
  private Clock clock = new SystemClock();
  private Timer timer = new SystemTimer();
  private @Nullable RandomGenerator random;
  private @Nullable String token;
  private @Nullable VestnikListener listener;

  private ClientBuilder(Transport transport) {
    this.transport = transport;
  }

  /// A client of the server at this address.
  public static ClientBuilder of(URI address) {
    return new ClientBuilder(WebSocketTransport.to(address));
  }

  /// A client that opens its connections by this; it closes it too.
  public static ClientBuilder of(Transport transport) {
    return new ClientBuilder(transport);
  }

  /// Where the client keeps what it remembers; it closes it too. By default in memory.
  public ClientBuilder state(ClientState kept) {
    state = kept;
    return this;
  }

  /// Who is told what happens. Without one the client neither subscribes nor catches up.
  public ClientBuilder listener(VestnikListener told) {
    listener = told;
    return this;
  }

  /// The token of an earlier sign-in.
  public ClientBuilder token(String of) {
    token = of;
    return this;
  }

  /// Other settings than the defaults.
  public ClientBuilder settings(UnaryOperator<Settings> change) {
    settings = change.apply(settings);
    return this;
  }

  /// Another clock, with its timer.
  public ClientBuilder time(Clock told, Timer woken) {
    clock = told;
    timer = woken;
    return this;
  }

  /// Where waits and keys of messages come from. Two clients with the same would use the same keys.
  public ClientBuilder random(RandomGenerator source) {
    random = source;
    return this;
  }

  /// A client that connects by itself, at once and whenever it has to.
  public VestnikClient start() {
    VestnikClient client = new VestnikClient(this);
    client.begin(token, listener);
    return client;
  }

  /// A client that is connected.
  ///
  /// @throws VestnikException where no connection could be made
  public VestnikClient connect() {
    VestnikClient client = start();
    try {
      client.awaitConnection();
    } catch (VestnikException e) {
      client.close();
      throw e;
    }
    return client;
  }

  Transport transport() {
    return transport;
  }

  ClientState state() {
    return state;
  }

  /// The parts, on this loop.
  Parts parts(Loop loop) {
    RandomGenerator source = random == null ? new SecureRandom() : random;
    return new Parts(loop, clock, new Alarms(clock, timer, loop), source, settings);
  }
}
