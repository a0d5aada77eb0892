package io.vestnik.bench.prepare;

import io.vestnik.model.SystemClock;
import io.vestnik.store.DataFolder;
import io.vestnik.store.SqliteStore;
import io.vestnik.store.Store;
import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.function.Consumer;
import java.util.function.Function;

/// A data folder whose contents are known: by a small manifest in it, and because names, tokens and
/// numbers follow from it.
public final class Prepared {
  private static final String MANIFEST = "bench.properties";

  private final Path folder;
  private Contents contents;

  private Prepared(Path folder, Contents contents) {
    this.folder = folder;
    this.contents = contents;
  }

  /// The folder with at least these contents: what it has, or made now where it is new or empty.
  public static Prepared in(Path folder, Contents wanted) {
    if (Files.exists(folder.resolve(MANIFEST))) {
      Prepared there = of(folder);
      if (!there.contents.cover(wanted)) {
        throw new IllegalArgumentException(
            "%s has %s, and wanted is %s: prepare another folder"
                .formatted(folder, there.contents, wanted));
      }
      return there;
    }
    if (Files.exists(DataFolder.database(folder))) {
      throw new IllegalArgumentException(
          folder + " has a database that `bench prepare` did not make: name another folder");
    }
    Prepared prepared = new Prepared(folder, wanted);
    prepared.make();
    return prepared;
  }

  /// What has been prepared there.
  public static Prepared of(Path folder) {
    Properties found = new Properties();
    try (Reader in = Files.newBufferedReader(folder.resolve(MANIFEST))) {
      found.load(in);
    } catch (IOException e) {
      throw new IllegalArgumentException(
          folder + " has no " + MANIFEST + ": it was not made by `bench prepare`", e);
    }
    Function<String, Integer> number = name -> Integer.valueOf(found.getProperty(name, "0"));
    return new Prepared(
        folder,
        new Contents(
            number.apply("pairs"),
            number.apply("personal"),
            number.apply("groups"),
            number.apply("crowd"),
            number.apply("passwords"),
            Long.parseLong(found.getProperty("big", "0")),
            number.apply("each")));
  }

  private void make() {
    try (DataFolder taken = DataFolder.take(folder)) {
      Founding founding = new Founding(contents);
      withStore(
          taken,
          store -> {
            founding.people(store);
            founding.groups(store);
            new Filling(contents, store).add(contents.big(), contents.each());
          });
      save();
    }
  }

  private static void withStore(DataFolder taken, Consumer<Store> work) {
    try (Store store = new SqliteStore(taken.database(), new SystemClock(), (_, _) -> {})) {
      work.accept(store);
    }
  }

  /// Adds messages until there are so many. No server may have the folder.
  public void grow(long big, int each) {
    try (DataFolder taken = DataFolder.take(folder)) {
      withStore(
          taken,
          store -> {
            new Filling(contents, store).add(big - contents.big(), each - contents.each());
          });
      contents = contents.with(big, each);
      save();
    }
  }

  // Written last: what was cut off has none.
  private void save() {
    Properties all = new Properties();
    all.setProperty("pairs", Integer.toString(contents.pairs()));
    all.setProperty("personal", Integer.toString(contents.personal()));
    all.setProperty("groups", Integer.toString(contents.groups()));
    all.setProperty("crowd", Integer.toString(contents.crowd()));
    all.setProperty("passwords", Integer.toString(contents.passwords()));
    all.setProperty("big", Long.toString(contents.big()));
    all.setProperty("each", Integer.toString(contents.each()));
    try (Writer out = Files.newBufferedWriter(folder.resolve(MANIFEST))) {
      all.store(out, "What `vestnik bench prepare` has put here.");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public Path folder() {
    return folder;
  }

  public Contents contents() {
    return contents;
  }

  /// A user, with a chat of theirs.
  public static Account account(long user, long chat) {
    return new Account(user, token(user), chat);
  }

  /// The first pairs, the two of each one after the other.
  public static List<Account> pairs(int pairs) {
    List<Account> accounts = new ArrayList<>(2 * pairs);
    for (long chat = 1; chat <= pairs; chat++) {
      accounts.add(account(2 * chat - 1, chat));
      accounts.add(account(2 * chat, chat));
    }
    return accounts;
  }

  public static String username(long user) {
    return "user" + user;
  }

  /// The password of those who have one.
  public static String password() {
    return "of the bench, and of all alike";
  }

  // As long as the server's own.
  static String token(long user) {
    return "%-43s".formatted("token-of-user" + user).replace(' ', '-');
  }
}
