package io.vestnik.sim;

import static org.awaitility.Awaitility.await;

import io.vestnik.SharedData;
import io.vestnik.client.ClientBuilder;
import io.vestnik.client.VestnikClient;
import io.vestnik.client.mode.CreateChat;
import io.vestnik.client.mode.DeleteChat;
import io.vestnik.client.mode.Logout;
import io.vestnik.client.mode.MarkRead;
import io.vestnik.client.mode.SetChatSettings;
import io.vestnik.client.transport.WebSocketTransport;
import io.vestnik.protocol.Scalar;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.awaitility.core.ConditionTimeoutException;
import org.jspecify.annotations.Nullable;

/// One run from a seed: servers and devices, random requests and random faults, then rest, then a
/// look at whether all promises were kept. The seed decides all choices; how threads interleave it
/// does not decide.
final class Simulation implements AutoCloseable {
  private static final Duration REST = Duration.ofSeconds(40);

  // On the bus, so many in the mean are as they should be between two of each kind that are not.
  private static final int[] DISTURBED = {3, 8, 40};

  private final SplittableRandom random;
  private SplittableRandom choice;
  private final List<Site> sites;
  private final Faults faults = new Faults();
  private final HttpClient http;
  private final List<Long> users = new ArrayList<>();
  private final List<Device> devices = new ArrayList<>();
  private final Map<List<Long>, Long> chats = new ConcurrentHashMap<>();
  private final List<String> trace = new ArrayList<>();
  private final int actions;
  private int sessions;
  private int texts;
  private final Map<Site, Integer> downFor = new HashMap<>();
  private final Map<Site, Integer> silentFor = new HashMap<>();
  private int compared;
  private volatile String stage = "beginning";

  Simulation(long seed, int actions, Path folder, HttpClient http) {
    random = new SplittableRandom(seed);
    choice = random.split();
    this.actions = actions;
    this.http = http;
    SharedData data = new SharedData(folder);
    int servers = 1 + random.nextInt(3);
    sites = Stream.generate(() -> new Site(data, random.split())).limit(servers).toList();
  }

  /// What was chosen, the first first.
  List<String> trace() {
    return trace;
  }

  Faults faults() {
    return faults;
  }

  /// How many messages were to be sent.
  int texts() {
    return texts;
  }

  /// How many deliveries were compared at the end.
  int compared() {
    return compared;
  }

  /// Runs to the end.
  ///
  /// @return all that is wrong then
  List<String> run() {
    begin();
    for (int i = 0; i < actions; i++) {
      tick();
      choice = random.split(); // so much is drawn for each, whatever comes of it
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
      long user = anySite().addUser("user" + i);
      users.add(user);
      int count = 1 + random.nextInt(3);
      for (int j = 0; j < count; j++) {
        String name = "user" + i + "/" + j;
        Device.World world = new Device.World(http, sites, faults);
        devices.add(new Device(name, user, session(user), world, random.split()));
      }
    }
    trace.add(sites.size() + " servers, " + people + " users, " + devices.size() + " devices");
    makeChats();
    devices.forEach(Device::start);
  }

  // Most chats are there from the beginning, so that something happens in them.
  private void makeChats() {
    for (long user : users) {
      try (VestnikClient client = honest(user, session(user))) {
        users.stream()
            .filter(other -> other >= user && random.nextInt(4) > 0)
            .forEach(other -> chats.put(List.of(user, other), client.chatWith(other)));
      }
    }
  }

  private String session(long userId) {
    String token = "token" + sessions++;
    anySite().addSession(userId, token);
    return token;
  }

  private Site anySite() {
    return sites.stream().filter(Site::isUp).findFirst().orElseThrow();
  }

  // What is away comes back when its time has come.
  private void tick() {
    for (Site site : sites) {
      if (!site.isUp() && downFor.merge(site, -1, Integer::sum) < 0) {
        site.start();
      }
      Life life = site.life();
      if (life != null && silentFor.merge(site, -1, Integer::sum) == 0) {
        life.bus().comeBack(random.nextBoolean());
      }
    }
    devices.forEach(device -> device.tick(20));
    signIn();
  }

  private void signIn() {
    for (Device device : devices) {
      if (sites.stream().anyMatch(Site::isUp) && device.isSignedOut()) {
        device.useToken(session(device.userId));
      }
    }
  }

  private void act(Device device) {
    int dice = choice.nextInt(100);
    List<Long> pair = pair(device.userId);
    Long chat = chats.get(pair);
    if (dice < 70 && (chat == null || dice < 3)) {
      create(device, pair);
    } else if (dice < 45) {
      send(device, chat);
    } else if (dice < 60) {
      int message = 1 + choice.nextInt(60);
      note(device, "reads " + pair + " up to " + message);
      device.ask(new MarkRead(chat, message));
    } else if (dice < 70) {
      boolean pinned = choice.nextBoolean();
      long muted = choice.nextLong(1_000);
      note(device, "sets " + pair + " " + pinned + " " + muted);
      device.ask(new SetChatSettings(chat).withPinned(pinned).withMutedUntil(muted));
    } else if (dice < 76) {
      delete(device, pair, dice == 75);
    } else {
      trouble(device, dice);
    }
  }

  private List<Long> pair(long user) {
    long other = users.get(choice.nextInt(users.size()));
    return List.of(Math.min(user, other), Math.max(user, other));
  }

  private void note(Device device, String what) {
    trace.add(device.name + " " + what);
  }

  private void create(Device device, List<Long> pair) {
    note(device, "creates " + pair);
    long other = pair.getFirst() == device.userId ? pair.getLast() : pair.getFirst();
    device
        .ask(new CreateChat(new Scalar.Whole(other), CreateChat.ContactMode.ID))
        .thenAccept(answer -> chats.put(pair, answer.chat_id()));
  }

  private void send(Device device, long chat) {
    int count = 1 + choice.nextInt(choice.nextInt(20) == 0 ? 60 : 4);
    note(device, "sends " + count + " to " + chat + ", the first is t" + texts);
    for (int i = 0; i < count; i++) {
      device.send(chat, "t" + texts++);
    }
  }

  private void delete(Device device, List<Long> pair, boolean forEveryone) {
    Long chat = forEveryone ? chats.remove(pair) : chats.get(pair);
    note(device, "deletes " + pair + (forEveryone ? " for everyone" : ""));
    if (chat != null) {
      device.ask(new DeleteChat(chat).withForEveryone(forEveryone));
    }
  }

  private void trouble(Device device, int dice) {
    if (dice < 82) {
      note(device, "is cut off");
      faults.count(Faults.Kind.DISCONNECT);
      device.cut();
    } else if (dice < 88) {
      int steps = choice.nextInt(12);
      boolean before = choice.nextBoolean();
      note(device, "crashes " + (before ? "before" : "after") + " step " + steps);
      device.crashAfter(steps, before);
    } else if (dice < 91) {
      note(device, "crashes");
      device.crash();
    } else if (dice < 92) {
      note(device, "logs out");
      faults.count(Faults.Kind.LOGOUT);
      device.ask(new Logout());
    } else {
      trouble(sites.get(choice.nextInt(sites.size())), dice);
    }
  }

  private void trouble(Site site, int dice) {
    String name = "server " + sites.indexOf(site);
    Life life = site.life();
    int ticks = choice.nextInt(20);
    if (life == null) {
      return;
    }
    if (dice < 95) {
      boolean killed = choice.nextBoolean();
      downFor.put(site, ticks / 3);
      silentFor.remove(site);
      trace.add(name + (killed ? " dies" : " restarts") + ", down for " + ticks / 3);
      faults.count(killed ? Faults.Kind.KILL : Faults.Kind.RESTART);
      if (killed) {
        site.kill();
      } else {
        site.close();
      }
    } else if (dice < 98 && sites.size() > 1) {
      trace.add(name + " has no bus for " + ticks);
      faults.count(Faults.Kind.BUS_AWAY);
      life.bus().goAway();
      silentFor.put(site, ticks + 1);
    } else if (dice == 98) {
      Duration by = Duration.ofSeconds(1 + choice.nextInt(3_600));
      trace.add(name + "'s clock jumps by " + by);
      faults.count(Faults.Kind.CLOCK_JUMP);
      site.jump(by);
    }
  }

  // All is well from now on; but in the end the bus is bad again, and no connection is lost that
  // would have a device ask for what it lacks.
  private List<String> rest() {
    sites.stream().filter(site -> !site.isUp()).forEach(Site::start);
    for (Site site : sites) {
      site.disturbBus(0);
      Objects.requireNonNull(site.life()).bus().comeBack(true);
    }
    devices.forEach(Device::heal);
    Map<Long, String> tokens = new HashMap<>();
    users.forEach(user -> tokens.put(user, session(user)));
    List<String> wrong = rest(tokens);
    if (wrong.isEmpty()) {
      sites.forEach(site -> site.disturbBus(2));
      devices.forEach(device -> chats.forEach((pair, chat) -> afterword(device, pair, chat)));
      wrong = rest(tokens);
    }
    sites.forEach(site -> faults.count(Faults.Kind.HINT, site.busFaults()));
    return wrong;
  }

  private void afterword(Device device, List<Long> pair, long chat) {
    if (pair.contains(device.userId)) {
      note(device, "says the last in " + chat + ", t" + texts);
      device.send(chat, "t" + texts++);
    }
  }

  private List<String> rest(Map<Long, String> tokens) {
    AtomicReference<List<String>> wrong = new AtomicReference<>(List.of());
    try {
      await()
          .atMost(REST)
          .pollDelay(Duration.ZERO)
          .pollInterval(Duration.ofMillis(20))
          .until(() -> {
            wrong.set(look(tokens));
            return wrong.get().isEmpty();
          });
      return List.of();
    } catch (ConditionTimeoutException e) {
      List<String> told = new ArrayList<>(wrong.get());
      told.addFirst("no rest after " + REST.toSeconds() + " s, while " + stage);
      return told;
    }
  }

  private List<String> look(Map<Long, String> tokens) {
    stage = "clients begin";
    devices.forEach(device -> device.tick(1));
    stage = "clients sign in";
    signIn();
    for (Device device : devices) {
      String unrest = device.unrest();
      if (unrest != null) {
        return List.of(unrest);
      }
    }
    stage = "the server is asked";
    Map<Long, Truth> truths = new HashMap<>();
    tokens.forEach((user, token) -> truths.put(user, truth(user, token)));
    stage = "all is compared";
    Checker checker = new Checker(truths);
    List<String> wrong = checker.check(devices);
    compared = checker.compared();
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
  }
}
