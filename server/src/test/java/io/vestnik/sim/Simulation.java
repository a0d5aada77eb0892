package io.vestnik.sim;

import static org.awaitility.Awaitility.await;

import io.vestnik.SharedData;
import io.vestnik.client.ClientBuilder;
import io.vestnik.client.VestnikClient;
import io.vestnik.client.VestnikException;
import io.vestnik.client.mode.SendMessage;
import io.vestnik.client.transport.WebSocketTransport;
import io.vestnik.model.ContentType;
import io.vestnik.protocol.ErrorCode;
import io.vestnik.protocol.Rejection;
import io.vestnik.table.account.Deletions;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.awaitility.core.ConditionTimeoutException;
import org.jspecify.annotations.Nullable;

/// One run from a seed: servers and devices, random requests and random faults, then rest, then a
/// look at whether all promises were kept. The seed decides all choices; how threads interleave it
/// does not decide.
final class Simulation implements AutoCloseable {
  // Shorter than an operator's: what is found by waiting is found sooner.
  private static final Duration TURN = Duration.ofMillis(50);
  private static final Duration REST = Duration.ofSeconds(40);

  // What is done at the end, and makes entries: of what is beside the log a lost hint tells nobody.
  private static final int AFTERWARDS = 12;

  // What is done with accounts when all is well.
  private static final int NEWS = 6;

  // In one run of so many an account is deleted.
  private static final int DELETIONS = 4;

  // On the bus, so many in the mean are as they should be between two of each kind that are not.
  private static final int[] DISTURBED = {3, 8, 40};

  private final SplittableRandom random;
  private SplittableRandom choice;
  private final SharedData data;
  private final List<Site> sites;
  private final Faults faults = new Faults();
  private final HttpClient http;
  private final List<Device> devices = new ArrayList<>();
  private final Town town = new Town(this::place);
  private final ChatActions chatActions = new ChatActions(town);
  private final MessageActions messageActions = new MessageActions(town);
  private final GroupActions groupActions = new GroupActions(town);
  private final AccountActions accountActions = new AccountActions(town);
  private final Trouble trouble;
  private final int actions;
  private final int deletion;
  private int sessions;
  private int compared;
  private int whole;
  private volatile String stage = "beginning";

  Simulation(long seed, int actions, Path folder, HttpClient http) {
    random = new SplittableRandom(seed);
    choice = random.split();
    this.actions = actions;
    this.http = http;
    data = new SharedData(folder, TURN);
    int servers = 1 + random.nextInt(3);
    sites = Stream.generate(() -> new Site(data, random.split())).limit(servers).toList();
    trouble = new Trouble(sites, faults, town);
    deletion = random.nextInt(DELETIONS) > 0 ? -1 : random.nextInt(actions * 3 / 2);
  }

  private @Nullable Map<Long, Long> place() {
    return sites.stream().filter(Site::isWell).findFirst().map(Site::place).orElse(null);
  }

  Faults faults() {
    return faults;
  }

  /// What was asked for.
  Town town() {
    return town;
  }

  /// How many deliveries were compared at the end.
  int compared() {
    return compared;
  }

  /// How many chats of devices were compared in all that their logs say.
  int whole() {
    return whole;
  }

  /// Runs to the end.
  ///
  /// @return all that is wrong then
  List<String> run() {
    begin();
    for (int i = 0; i < actions; i++) {
      tick();
      choice = random.split(); // so much is drawn for each, whatever comes of it
      if (i == deletion) {
        delete();
      }
      act(devices.get(choice.nextInt(devices.size())));
      LockSupport.parkNanos(Duration.ofMillis(random.nextInt(20)).toNanos());
    }
    return rest();
  }

  private void begin() {
    sites.forEach(Site::start);
    int disturbed = DISTURBED[random.nextInt(DISTURBED.length)];
    sites.forEach(site -> site.disturbBus(disturbed));
    int people = 2 + random.nextInt(3);
    for (int i = 0; i < people; i++) {
      long user = anySite().addUser("user" + i, AccountActions.HASH);
      town.users.add(user);
      town.names.ask(user, "user" + i);
      int count = 1 + random.nextInt(3);
      for (int j = 0; j < count; j++) {
        String name = "user" + i + "/" + j;
        Device.World world = new Device.World(http, sites, faults);
        devices.add(new Device(name, user, session(user, name), world, random.split()));
      }
    }
    town.trace.add(sites.size() + " servers, " + people + " users, " + devices.size() + " devices");
    boolean late = random.nextBoolean();
    if (late) {
      devices.forEach(Device::start);
      LockSupport.parkNanos(Duration.ofMillis(random.nextInt(200)).toNanos());
    }
    makeChats();
    if (!late) {
      devices.forEach(Device::start);
    }
  }

  // Most chats are there from the beginning, so that something happens in them.
  private void makeChats() {
    for (long user : town.users) {
      try (VestnikClient client = honest(user, session(user, null))) {
        town.users.stream()
            .filter(other -> other >= user && random.nextInt(4) > 0)
            .forEach(other -> town.pairs.put(List.of(user, other), client.chatWith(other)));
        if (random.nextInt(3) > 0) {
          groupActions.found(client, random);
        }
      }
    }
  }

  // Of a deleted account the token is dead.
  private String session(long userId, @Nullable String device) {
    String token = "token" + sessions++;
    anySite().addSession(userId, token, device);
    return token;
  }

  private Site anySite() {
    return sites.stream().filter(Site::isWell).findFirst().orElseThrow();
  }

  private void tick() {
    trouble.tick(random);
    devices.forEach(device -> device.tick(20));
    signIn();
  }

  private void signIn() {
    for (Device device : devices) {
      if (sites.stream().anyMatch(Site::isWell) && device.isSignedOut() && !isDeleted(device)) {
        device.useToken(session(device.userId, device.name));
      }
    }
  }

  // By the operator, or as the user asks, who may not be heard.
  private void delete() {
    Device device = devices.get(choice.nextInt(devices.size()));
    boolean byOperator = choice.nextBoolean() && sites.stream().anyMatch(Site::isWell);
    town.bars.delete(device.userId);
    town.names.ask(device.userId, Deletions.NAME);
    faults.count(Faults.Kind.DELETION);
    if (byOperator) {
      town.note(device, "has their account deleted by the operator");
      anySite().delete(device.userId);
      town.bars.deleted(device.userId, place());
    } else {
      accountActions.delete(device);
    }
  }

  private boolean isDeleted(Device device) {
    return isDeleted(device.userId);
  }

  private boolean isDeleted(long userId) {
    return town.bars.mayBeDeleted(userId) && anySite().isDeleted(userId);
  }

  private void act(Device device) {
    int dice = choice.nextInt(100);
    if (dice < 24) {
      trouble.act(device, choice);
    } else if (dice < 50) {
      messageActions.send(device, choice);
    } else if (dice < 63) {
      chatActions.act(device, choice);
    } else if (dice < 77) {
      messageActions.act(device, choice);
    } else if (dice < 91) {
      groupActions.act(device, choice);
    } else if (dice < 97) {
      accountActions.act(device, choice);
    } else {
      messageActions.repeat(device, choice);
    }
  }

  // All is well from now on, and no connection is lost that would have a device ask for what it
  // lacks: how users look now, who listens is told. In the end the bus is bad again, and what is in
  // the logs comes all the same.
  private List<String> rest() {
    trouble.end();
    devices.forEach(Device::heal);
    Map<Long, String> tokens = new HashMap<>();
    town.users.forEach(user -> tokens.put(user, session(user, null)));
    List<String> wrong = rest(tokens);
    if (wrong.isEmpty()) {
      for (int i = 0; i < NEWS; i++) {
        choice = random.split();
        accountActions.act(devices.get(choice.nextInt(devices.size())), choice);
      }
      if (deletion >= actions) {
        delete();
      }
      wrong = rest(tokens);
    }
    if (wrong.isEmpty()) {
      sites.forEach(site -> site.disturbBus(2));
      devices.forEach(this::afterwords);
      for (int i = 0; i < AFTERWARDS; i++) {
        choice = random.split();
        Device device = devices.get(choice.nextInt(devices.size()));
        if (choice.nextInt(3) > 0) {
          groupActions.act(device, choice);
        } else {
          messageActions.change(device, choice);
        }
      }
      wrong = rest(tokens);
    }
    sites.forEach(site -> faults.count(Faults.Kind.HINT, site.busFaults()));
    return wrong;
  }

  private void afterwords(Device device) {
    town.pairs.forEach((pair, chat) -> {
      if (pair.contains(device.userId)) {
        afterword(device, chat);
      }
    });
    town.groups.forEach(chat -> afterword(device, chat));
  }

  private void afterword(Device device, long chat) {
    String text = town.text();
    town.note(device, "says the last in " + chat + ", " + text);
    town.lastWords.add(text);
    device.send(new SendMessage(chat, text, ContentType.TEXT));
  }

  private List<String> rest(Map<Long, String> tokens) {
    AtomicReference<List<String>> wrong = new AtomicReference<>(List.of());
    try {
      await()
          .atMost(REST)
          .pollDelay(Duration.ZERO)
          .pollInterval(Duration.ofMillis(20))
          .until(() -> {
            wrong.set(lookIfAnswered(tokens));
            return wrong.get().isEmpty();
          });
      return List.of();
    } catch (ConditionTimeoutException e) {
      List<String> told = new ArrayList<>(wrong.get());
      told.addFirst("no rest after " + REST.toSeconds() + " s, while " + stage);
      return told;
    }
  }

  // A connection to the database that was lost may be found out only now.
  private List<String> lookIfAnswered(Map<Long, String> tokens) {
    try {
      return look(tokens);
    } catch (VestnikException e) {
      boolean ofDeleted = e.is(ErrorCode.TOKEN_INVALID) && town.bars.mayBeDeleted(null);
      if (e.temporary() || ofDeleted) {
        return List.of(e.toString());
      }
      throw e;
    } catch (Rejection e) {
      return List.of(e.toString());
    }
  }

  private List<String> look(Map<Long, String> tokens) {
    stage = "clients begin";
    devices.forEach(device -> device.tick(1));
    stage = "clients sign in";
    signIn();
    for (Device device : devices) {
      String unrest = isDeleted(device) ? device.unrestOfDeleted() : device.unrest();
      if (unrest != null) {
        return List.of(unrest);
      }
    }
    stage = "the server is asked";
    Map<Long, Truth> truths = new HashMap<>();
    tokens.forEach((user, token) -> {
      if (!isDeleted(user)) {
        truths.put(user, truth(user, token));
      }
    });
    stage = "all is compared";
    Book book = Book.of(sites.getFirst(), town.photos.keySet());
    Checker checker = new Checker(book, town, truths);
    List<String> wrong = checker.check(devices);
    compared = checker.compared();
    whole = checker.whole();
    return wrong;
  }

  private Truth truth(long user, String token) {
    try (VestnikClient client = honest(user, token)) {
      return Truth.of(client);
    }
  }

  // A client to which nothing happens.
  private VestnikClient honest(long user, String token) {
    Site site = sites.get((int) (user % sites.size()));
    URI address = URI.create("ws://localhost:" + site.port() + "/ws");
    return ClientBuilder.of(WebSocketTransport.to(address, http)).token(token).connect();
  }

  /// What the devices have heard and not, for whoever looks for the cause.
  String standing(@Nullable String of) {
    StringBuilder text = new StringBuilder();
    for (Device device : devices) {
      if (of == null || of.equals(device.name)) {
        text.append(device.name).append(": ").append(device.kept.standing()).append('\n');
      }
    }
    return text.toString();
  }

  @Override
  public void close() {
    devices.forEach(Device::close);
    sites.forEach(Site::close);
    data.close();
  }
}
