package io.vestnik.net;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.AppenderBase;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.slf4j.LoggerFactory;

/// Keeps everything that is logged while it is open, at `debug` and by everybody.
final class LogWatch implements AutoCloseable {
  private final List<ILoggingEvent> events = new CopyOnWriteArrayList<>();
  private final Appender appender = new Appender();
  private final Logger root;
  private final Logger ours;
  private final Level rootBefore;
  private final Level oursBefore;

  private final class Appender extends AppenderBase<ILoggingEvent> {
    @Override
    protected void append(ILoggingEvent event) {
      event.prepareForDeferredProcessing();
      events.add(event);
    }
  }

  private LogWatch() {
    LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
    root = context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    ours = context.getLogger("io.vestnik");
    rootBefore = root.getLevel();
    oursBefore = ours.getLevel();
    appender.setContext(context);
    appender.start();
    root.addAppender(appender);
    root.setLevel(Level.DEBUG);
    ours.setLevel(Level.DEBUG);
  }

  static LogWatch start() {
    return new LogWatch();
  }

  /// The lines of this level, as they would be printed, stacks included.
  List<String> linesOf(String level) {
    return events.stream()
        .filter(event -> event.getLevel().equals(Level.toLevel(level)))
        .map(LogWatch::text)
        .toList();
  }

  /// All lines.
  List<String> lines() {
    return events.stream().map(LogWatch::text).toList();
  }

  private static String text(ILoggingEvent event) {
    IThrowableProxy thrown = event.getThrowableProxy();
    String stack = thrown == null ? "" : "\n" + ThrowableProxyUtil.asString(thrown);
    return event.getLoggerName() + ": " + event.getFormattedMessage() + stack;
  }

  @Override
  public void close() {
    root.setLevel(rootBefore);
    ours.setLevel(oursBefore);
    root.detachAppender(appender);
  }
}
