package io.vestnik.mode;

import io.vestnik.model.Session;
import io.vestnik.model.TokenHash;
import io.vestnik.protocol.Answer;
import io.vestnik.protocol.Envelope;
import io.vestnik.protocol.JsonReader;
import io.vestnik.protocol.Rejection;
import io.vestnik.store.Append;
import io.vestnik.store.Reply;
import io.vestnik.store.Store;
import io.vestnik.store.Tx;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Carries out requests: checks them in the contract's order (protocol §2) and runs each mode where
/// its kind belongs. Nothing here blocks.
public final class Dispatcher {
  private static final Logger log = LoggerFactory.getLogger(Dispatcher.class);

  private final Map<String, Row<?>> rows;
  private final Store store;
  private final SignedIn signedIn;
  private final Throttle throttle;
  private final Executor workers;
  private final Incidents incidents = new Incidents();

  /// A dispatcher of these modes.
  ///
  /// @param workers runs what may block
  public Dispatcher(
      List<Row<?>> modes, Store store, SignedIn signedIn, Throttle throttle, Executor workers) {
    rows = modes.stream().collect(Collectors.toUnmodifiableMap(Row::name, Function.identity()));
    this.store = store;
    this.signedIn = signedIn;
    this.throttle = throttle;
    this.workers = workers;
  }

  /// Reads a frame as far as its fields. What is wrong with it becomes its answer.
  public Call read(byte[] frame) {
    Envelope envelope = Envelope.NONE;
    try {
      envelope = Envelope.of(JsonReader.object(frame));
      Row<?> row = rows.get(envelope.requireMode());
      if (row == null) {
        throw Rejection.unknownMode();
      }
      return ready(row, envelope);
    } catch (RuntimeException e) {
      return new Call.Refused(envelope.withoutFields(), incidents.answer(e));
    }
  }

  private static <Q extends Record> Call ready(Row<Q> row, Envelope envelope) {
    if (row.notSetUp() != null) {
      throw Rejection.notSetUp(row.notSetUp());
    }
    String token = row.access() == Access.TOKEN ? envelope.token() : null;
    if (row.access() == Access.TOKEN && token == null) {
      throw Rejection.tokenMissing();
    }
    envelope.check();
    Q request = row.reader().read(envelope.fields());
    TokenHash hash = token == null ? null : TokenHash.of(token);
    return new Call.Ready<>(envelope.withoutFields(), row, request, hash);
  }

  /// Carries the call out. `done` gets the answer on the connection's loop: at once where the call
  /// is of the kind FREE, else later.
  public void start(Call call, From from, Consumer<Answer> done) {
    switch (call) {
      case Call.Refused refused -> done.accept(new Answer.Refused(refused.why()));
      case Call.Ready<?> ready -> run(ready, from, done);
    }
  }

  private <Q extends Record> void run(Call.Ready<Q> call, From from, Consumer<Answer> done) {
    Session known = call.token() == null ? null : signedIn.remembered(call.token());
    Rejection refusal = known == null ? null : throttle.charge(call.row().limit(), known.userId());
    if (refusal != null) {
      done.accept(new Answer.Refused(refusal));
      return;
    }
    Q request = call.request();
    switch (call.row().mode()) {
      case Immediate<Q, ?> mode -> done.accept(answer(() -> mode.handle(request)));
      case Reading<Q, ?> mode ->
          store.read(
              tx -> mode.handle(admit(tx, call, known, from), request, tx), reply(from, done));
      case Writing<Q, ?> mode ->
          store.write(
              from.peer(),
              tx -> mode.handle(admit(tx, call, known, from), request, tx),
              reply(from, done));
      case Appending<Q, ?> mode -> append(call, mode, known, from, done);
      case Working<Q, ?> mode ->
          work(call, known, from, done, c -> new Answer.Done(mode.handle(c, request)));
      case Subscribing<Q, ?> mode ->
          work(call, known, from, done, c -> done(mode.handle(c, request)));
    }
  }

  // With the caller known it goes in as a value; else as a unit, which finds the caller first. The
  // store keeps both in their order.
  private <Q extends Record, A extends Record> void append(
      Call.Ready<Q> call,
      Appending<Q, A> mode,
      @Nullable Session known,
      From from,
      Consumer<Answer> done) {
    if (known != null) {
      Append append;
      try {
        append = mode.append(new Caller(known, from), call.request());
      } catch (RuntimeException e) {
        done.accept(new Answer.Refused(incidents.answer(e)));
        return;
      }
      store.append(
          from.peer(),
          append,
          new Reply<>(from.peer().loop(), o -> done.accept(answer(o, mode::answer))));
    } else {
      store.write(
          from.peer(),
          tx -> mode.answer(tx.append(mode.append(admit(tx, call, null, from), call.request()))),
          reply(from, done));
    }
  }

  private void work(
      Call.Ready<?> call,
      @Nullable Session known,
      From from,
      Consumer<Answer> done,
      Function<Caller, Answer> handle) {
    workers.execute(() -> {
      Answer answer;
      try {
        Caller caller =
            call.token() == null
                ? new Caller(null, from)
                : store.read(tx -> admit(tx, call, known, from));
        answer = handle.apply(caller);
      } catch (RuntimeException e) {
        answer = new Answer.Refused(incidents.answer(e));
      }
      Answer result = answer;
      handOver(from, () -> done.accept(result));
    });
  }

  private static void handOver(From from, Runnable answer) {
    try {
      from.peer().loop().execute(answer);
    } catch (RejectedExecutionException e) {
      log.debug("It took longer than the server had at its end; nobody waits for the answer");
    }
  }

  private static <A extends Record> Answer done(Subscribing.Then<A> then) {
    return new Answer.Done(then.answer(), then.afterwards());
  }

  // Who calls, as the storage says at this moment.
  private Caller admit(Tx tx, Call.Ready<?> call, @Nullable Session known, From from) {
    TokenHash token = call.token();
    if (token == null) {
      return new Caller(null, from);
    }
    if (known != null) {
      SignedIn.check(tx, known);
      return new Caller(known, from);
    }
    Session session = signedIn.find(tx, token);
    Rejection refusal = throttle.charge(call.row().limit(), session.userId());
    if (refusal != null) {
      throw refusal;
    }
    return new Caller(session, from);
  }

  private <A extends Record> Reply<A> reply(From from, Consumer<Answer> done) {
    return new Reply<>(
        from.peer().loop(), outcome -> done.accept(answer(outcome, Function.identity())));
  }

  private Answer answer(Supplier<? extends Record> fields) {
    try {
      return new Answer.Done(fields.get());
    } catch (RuntimeException e) {
      return new Answer.Refused(incidents.answer(e));
    }
  }

  private <T> Answer answer(Reply.Outcome<T> outcome, Function<T, ? extends Record> fields) {
    return switch (outcome) {
      case Reply.Done<T>(T value) -> answer(() -> fields.apply(value));
      case Reply.Failed<T>(RuntimeException why) -> new Answer.Refused(incidents.answer(why));
    };
  }
}
