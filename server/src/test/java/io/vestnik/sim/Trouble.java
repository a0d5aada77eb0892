package io.vestnik.sim;

import io.vestnik.client.mode.Logout;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.awaitility.Awaitility;

/// What goes wrong between the devices and the servers.
final class Trouble {
  private final List<Site> sites;
  private final Faults faults;
  private final Town town;
  private final Map<Site, Integer> downFor = new HashMap<>();
  private final Map<Site, Integer> silentFor = new HashMap<>();
  private final Map<Site, Integer> awayFor = new HashMap<>();

  Trouble(List<Site> sites, Faults faults, Town town) {
    this.sites = sites;
    this.faults = faults;
    this.town = town;
  }

  /// What is away comes back when its time has come.
  void tick(RandomGenerator random) {
    for (Site site : sites) {
      if (awayFor.merge(site, -1, Integer::sum) == 0) {
        site.findDatabase();
      }
      if (!site.isUp() && downFor.merge(site, -1, Integer::sum) < 0) {
        site.start();
      }
      Life life = site.life();
      if (life != null && silentFor.merge(site, -1, Integer::sum) == 0) {
        life.bus().comeBack(random.nextBoolean());
      }
    }
  }

  /// Something goes wrong.
  void act(Device device, SplittableRandom choice) {
    int dice = choice.nextInt(24);
    if (dice < 6) {
      town.note(device, "is cut off");
      faults.count(Faults.Kind.DISCONNECT);
      device.cut();
    } else if (dice < 12) {
      int steps = choice.nextInt(12);
      boolean before = choice.nextBoolean();
      town.note(device, "crashes " + (before ? "before" : "after") + " step " + steps);
      device.crashAfter(steps, before);
    } else if (dice < 15) {
      town.note(device, "crashes");
      device.crash();
    } else if (dice < 16) {
      town.note(device, "logs out");
      faults.count(Faults.Kind.LOGOUT);
      device.ask(new Logout());
    } else {
      act(sites.get(choice.nextInt(sites.size())), dice, choice);
    }
  }

  private void act(Site site, int dice, SplittableRandom choice) {
    String name = "server " + sites.indexOf(site);
    Life life = site.life();
    int ticks = choice.nextInt(20);
    if (life == null) {
      return;
    }
    if (dice < 19) {
      boolean killed = choice.nextBoolean();
      downFor.put(site, ticks / 3);
      silentFor.remove(site);
      town.trace.add(name + (killed ? " dies" : " restarts") + ", down for " + ticks / 3);
      faults.count(killed ? Faults.Kind.KILL : Faults.Kind.RESTART);
      if (killed) {
        site.kill();
      } else {
        site.close();
      }
    } else if (dice < 22 && sites.size() > 1) {
      town.trace.add(name + " has no bus for " + ticks);
      faults.count(Faults.Kind.BUS_AWAY);
      life.bus().goAway();
      silentFor.put(site, ticks + 1);
    } else if (dice == 22) {
      Duration by = Duration.ofSeconds(1 + choice.nextInt(3_600));
      town.trace.add(name + "'s clock jumps by " + by);
      faults.count(Faults.Kind.CLOCK_JUMP);
      site.jump(by);
    } else if (dice == 23 && site.loseDatabase(choice.nextBoolean())) {
      town.trace.add(name + " has no database for " + 5 * ticks);
      faults.count(Faults.Kind.DATABASE_AWAY);
      awayFor.put(site, 5 * ticks + 1);
    }
  }

  /// Nothing is wrong with the servers and their bus any more.
  void end() {
    sites.stream().filter(site -> !site.isUp()).forEach(Site::start);
    for (Site site : sites) {
      site.findDatabase();
      site.disturbBus(0);
      Life life = Objects.requireNonNull(site.life());
      life.bus().comeBack(true);
      Awaitility.await().until(() -> life.server().store().ready());
    }
  }
}
